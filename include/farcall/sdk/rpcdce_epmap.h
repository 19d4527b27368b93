/* Part of rpcdce.h: the endpoint map, in which servers are found by the name of an interface.
 *
 * 1. Which endpoint mapper is asked says FARCALL_EPMAPPER; without it, that of the binding's computer (port 135).
 * 2. Registration goes to the mapper of this computer and lasts as long as this process at most.
 */
#ifndef FARCALL_RPCDCE_EPMAP_H
#define FARCALL_RPCDCE_EPMAP_H

#include "rpcdce_types.h"

#ifdef __cplusplus
extern "C" {
#endif

RPCRTAPI RPC_STATUS RPC_ENTRY RpcEpRegisterA(RPC_IF_HANDLE IfSpec, RPC_BINDING_VECTOR* BindingVector,
                                             UUID_VECTOR* UuidVector, RPC_CSTR Annotation);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcEpRegisterW(RPC_IF_HANDLE IfSpec, RPC_BINDING_VECTOR* BindingVector,
                                             UUID_VECTOR* UuidVector, RPC_WSTR Annotation);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcEpRegisterNoReplaceA(RPC_IF_HANDLE IfSpec,
                                                      RPC_BINDING_VECTOR* BindingVector,
                                                      UUID_VECTOR* UuidVector, RPC_CSTR Annotation);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcEpRegisterNoReplaceW(RPC_IF_HANDLE IfSpec,
                                                      RPC_BINDING_VECTOR* BindingVector,
                                                      UUID_VECTOR* UuidVector, RPC_WSTR Annotation);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcEpUnregister(RPC_IF_HANDLE IfSpec,
                                              RPC_BINDING_VECTOR* BindingVector,
                                              UUID_VECTOR* UuidVector);
/* Gives a partially bound handle its endpoint; a call does the same by itself. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcEpResolveBinding(RPC_BINDING_HANDLE Binding, RPC_IF_HANDLE IfSpec);

/* RPC_C_EP_..., RPC_C_VERS_...; a NULL binding is the mapper of this computer. RPC_X_NO_MORE_ENTRIES ends. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqBegin(RPC_BINDING_HANDLE EpBinding, ULONG InquiryType,
                                                   RPC_IF_ID* IfId, ULONG VersOption,
                                                   UUID* ObjectUuid,
                                                   RPC_EP_INQ_HANDLE* InquiryContext);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqNextA(RPC_EP_INQ_HANDLE InquiryContext, RPC_IF_ID* IfId,
                                                   RPC_BINDING_HANDLE* Binding, UUID* ObjectUuid,
                                                   RPC_CSTR* Annotation);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqNextW(RPC_EP_INQ_HANDLE InquiryContext, RPC_IF_ID* IfId,
                                                   RPC_BINDING_HANDLE* Binding, UUID* ObjectUuid,
                                                   RPC_WSTR* Annotation);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtEpEltInqDone(RPC_EP_INQ_HANDLE* InquiryContext);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtEpUnregister(RPC_BINDING_HANDLE EpBinding, RPC_IF_ID* IfId,
                                                  RPC_BINDING_HANDLE Binding, UUID* ObjectUuid);

#ifdef UNICODE
#define RpcEpRegister RpcEpRegisterW
#define RpcEpRegisterNoReplace RpcEpRegisterNoReplaceW
#define RpcMgmtEpEltInqNext RpcMgmtEpEltInqNextW
#else
#define RpcEpRegister RpcEpRegisterA
#define RpcEpRegisterNoReplace RpcEpRegisterNoReplaceA
#define RpcMgmtEpEltInqNext RpcMgmtEpEltInqNextA
#endif

#ifdef __cplusplus
}
#endif

#endif

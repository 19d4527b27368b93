/* Bindings, servers, UUIDs: the core of the RPC API. rpc.h has the conventions. */
#ifndef FARCALL_SDK_RPCDCE_H
#define FARCALL_SDK_RPCDCE_H

#include "rpcdce_auth.h"
#include "rpcdce_constants.h"
#include "rpcdce_epmap.h"
#include "rpcdce_mgmt.h"
#include "rpcdce_security.h"
#include "rpcdce_types.h"
#include "rpcnterr.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Binding handles. What RpcBindingFromStringBinding, RpcBindingCopy and
   RpcBindingServerFromClient give is freed with RpcBindingFree, not while a call on it is
   outstanding. A server sees the handle of a call, which is not its to free. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingFromStringBindingA(RPC_CSTR StringBinding,
                                                           RPC_BINDING_HANDLE* Binding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingFromStringBindingW(RPC_WSTR StringBinding,
                                                           RPC_BINDING_HANDLE* Binding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingToStringBindingA(RPC_BINDING_HANDLE Binding,
                                                         RPC_CSTR* StringBinding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingToStringBindingW(RPC_BINDING_HANDLE Binding,
                                                         RPC_WSTR* StringBinding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingCopy(RPC_BINDING_HANDLE SourceBinding,
                                             RPC_BINDING_HANDLE* DestinationBinding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingFree(RPC_BINDING_HANDLE* Binding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingReset(RPC_BINDING_HANDLE Binding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqObject(RPC_BINDING_HANDLE Binding, UUID* ObjectUuid);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingSetObject(RPC_BINDING_HANDLE Binding, UUID* ObjectUuid);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingSetOption(RPC_BINDING_HANDLE hBinding, ULONG option,
                                                  ULONG_PTR optionValue);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingInqOption(RPC_BINDING_HANDLE hBinding, ULONG option,
                                                  ULONG_PTR* pOptionValue);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingServerFromClient(RPC_BINDING_HANDLE ClientBinding,
                                                         RPC_BINDING_HANDLE* ServerBinding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingVectorFree(RPC_BINDING_VECTOR** BindingVector);

/* ---- String bindings. ObjUuid@Protseq:NetworkAddr[Endpoint,Options]. Any field may be NULL or
   empty; any output pointer may be NULL. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcStringBindingComposeA(RPC_CSTR ObjUuid, RPC_CSTR Protseq,
                                                       RPC_CSTR NetworkAddr, RPC_CSTR Endpoint,
                                                       RPC_CSTR Options, RPC_CSTR* StringBinding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcStringBindingComposeW(RPC_WSTR ObjUuid, RPC_WSTR Protseq,
                                                       RPC_WSTR NetworkAddr, RPC_WSTR Endpoint,
                                                       RPC_WSTR Options, RPC_WSTR* StringBinding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcStringBindingParseA(RPC_CSTR StringBinding, RPC_CSTR* ObjUuid,
                                                     RPC_CSTR* Protseq, RPC_CSTR* NetworkAddr,
                                                     RPC_CSTR* Endpoint, RPC_CSTR* NetworkOptions);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcStringBindingParseW(RPC_WSTR StringBinding, RPC_WSTR* ObjUuid,
                                                     RPC_WSTR* Protseq, RPC_WSTR* NetworkAddr,
                                                     RPC_WSTR* Endpoint, RPC_WSTR* NetworkOptions);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcStringFreeA(RPC_CSTR* String);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcStringFreeW(RPC_WSTR* String);

/* ---- Protocol sequences and endpoints of a server: ncacn_ip_tcp, on every address (FarcallServerUseProtseq listens on
   one), and ncalrpc. Security descriptors are for ncalrpc: RPC_S_INVALID_SECURITY_DESC for one that is malformed,
   RPC_S_CANNOT_SUPPORT for one that would keep anybody out (RpcServerRegisterIf3 takes such). */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcNetworkIsProtseqValidA(RPC_CSTR Protseq);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcNetworkIsProtseqValidW(RPC_WSTR Protseq);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcNetworkInqProtseqsA(RPC_PROTSEQ_VECTORA** ProtseqVector);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcNetworkInqProtseqsW(RPC_PROTSEQ_VECTORW** ProtseqVector);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcProtseqVectorFreeA(RPC_PROTSEQ_VECTORA** ProtseqVector);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcProtseqVectorFreeW(RPC_PROTSEQ_VECTORW** ProtseqVector);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                                   void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                                   void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                                     RPC_CSTR Endpoint, void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                                     RPC_WSTR Endpoint, void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                                     RPC_IF_HANDLE IfSpec,
                                                     void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                                     RPC_IF_HANDLE IfSpec,
                                                     void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqs(unsigned int MaxCalls,
                                                      void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqsIf(unsigned int MaxCalls, RPC_IF_HANDLE IfSpec,
                                                        void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqExA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                                     void* SecurityDescriptor, PRPC_POLICY Policy);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqExW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                                     void* SecurityDescriptor, PRPC_POLICY Policy);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpExA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                                       RPC_CSTR Endpoint, void* SecurityDescriptor,
                                                       PRPC_POLICY Policy);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpExW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                                       RPC_WSTR Endpoint, void* SecurityDescriptor,
                                                       PRPC_POLICY Policy);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfExA(RPC_CSTR Protseq, unsigned int MaxCalls,
                                                       RPC_IF_HANDLE IfSpec,
                                                       void* SecurityDescriptor,
                                                       PRPC_POLICY Policy);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseProtseqIfExW(RPC_WSTR Protseq, unsigned int MaxCalls,
                                                       RPC_IF_HANDLE IfSpec,
                                                       void* SecurityDescriptor,
                                                       PRPC_POLICY Policy);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqsEx(unsigned int MaxCalls,
                                                        void* SecurityDescriptor,
                                                        PRPC_POLICY Policy);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUseAllProtseqsIfEx(unsigned int MaxCalls,
                                                          RPC_IF_HANDLE IfSpec,
                                                          void* SecurityDescriptor,
                                                          PRPC_POLICY Policy);

/* ---- Interfaces of a server. RpcServerRegisterIf3 with a security descriptor is refused:
   RPC_S_CANNOT_SUPPORT. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerRegisterIf(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                                  RPC_MGR_EPV* MgrEpv);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerRegisterIfEx(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                                    RPC_MGR_EPV* MgrEpv, unsigned int Flags,
                                                    unsigned int MaxCalls,
                                                    RPC_IF_CALLBACK_FN* IfCallback);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerRegisterIf2(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                                   RPC_MGR_EPV* MgrEpv, unsigned int Flags,
                                                   unsigned int MaxCalls, unsigned int MaxRpcSize,
                                                   RPC_IF_CALLBACK_FN* IfCallbackFn);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerRegisterIf3(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                                   RPC_MGR_EPV* MgrEpv, unsigned int Flags,
                                                   unsigned int MaxCalls, unsigned int MaxRpcSize,
                                                   RPC_IF_CALLBACK_FN* IfCallback,
                                                   void* SecurityDescriptor);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUnregisterIf(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                                    unsigned int WaitForCallsToComplete);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUnregisterIfEx(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                                      int RundownContextHandles);
/* From here on calls on one context handle are not serialised, in the whole process and for good. */
RPCRTAPI void RPC_ENTRY RpcSsDontSerializeContext(void);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqIf(RPC_IF_HANDLE IfSpec, UUID* MgrTypeUuid,
                                             RPC_MGR_EPV** MgrEpv);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcIfInqId(RPC_IF_HANDLE RpcIfHandle, RPC_IF_ID* RpcIfId);

/* ---- Serving. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerListen(unsigned int MinimumCallThreads,
                                              unsigned int MaxCalls, unsigned int DontWait);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtWaitServerListen(void);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqBindings(RPC_BINDING_VECTOR** BindingVector);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqBindingsEx(void* SecurityDescriptor,
                                                     RPC_BINDING_VECTOR** BindingVector);

/* ---- Interface groups: interfaces that are reached over the group's endpoints only, from Activate to
   Deactivate, whether the server listens or not. The routine is called, on a thread of its own, when
   no client has been connected for IdlePeriod seconds (INFINITE: never), and again when one comes; it
   may deactivate the group but not close it. RPC_S_INVALID_ARG: not a group. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupCreateA(
    RPC_INTERFACE_TEMPLATEA* Interfaces, ULONG NumIfs, RPC_ENDPOINT_TEMPLATEA* Endpoints,
    ULONG NumEndpoints, ULONG IdlePeriod, RPC_INTERFACE_GROUP_IDLE_CALLBACK_FN* IdleCallbackFn,
    void* IdleCallbackContext, PRPC_INTERFACE_GROUP IfGroup);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupCreateW(
    RPC_INTERFACE_TEMPLATEW* Interfaces, ULONG NumIfs, RPC_ENDPOINT_TEMPLATEW* Endpoints,
    ULONG NumEndpoints, ULONG IdlePeriod, RPC_INTERFACE_GROUP_IDLE_CALLBACK_FN* IdleCallbackFn,
    void* IdleCallbackContext, PRPC_INTERFACE_GROUP IfGroup);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupActivate(RPC_INTERFACE_GROUP IfGroup);
/* RPC_S_SERVER_TOO_BUSY: a client is connected, and it is not forced. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupDeactivate(RPC_INTERFACE_GROUP IfGroup,
                                                                ULONG ForceDeactivation);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInterfaceGroupClose(RPC_INTERFACE_GROUP IfGroup);
RPCRTAPI RPC_STATUS RPC_ENTRY
RpcServerInterfaceGroupInqBindings(RPC_INTERFACE_GROUP IfGroup, RPC_BINDING_VECTOR** BindingVector);

/* ---- The call that a thread serves. RPC_S_OK from RpcServerTestCancel means that the client has
   cancelled. A NULL handle is the call of this thread. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqBindingHandle(RPC_BINDING_HANDLE* Binding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerTestCancel(RPC_BINDING_HANDLE BindingHandle);
/* RPC_S_OK: the call that this thread serves is cancelled, or this thread is (which this call takes
   note of); ERROR_ACCESS_DENIED: not so. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcTestCancel(void);

/* ---- Cancelling the synchronous call of another thread, or the next one it makes. The server is
   told; its answer is waited for no longer than Timeout seconds, then the call ends with
   RPC_S_CALL_CANCELLED. RpcCancelThread leaves the time to the thread itself
   (RpcMgmtSetCancelTimeout; for ever if it says nothing), and ends the call with RPC_S_CALL_FAILED.
   RPC_S_INVALID_ARG: not a thread; RPC_S_INVALID_TIMEOUT. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcCancelThread(void* Thread);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcCancelThreadEx(void* Thread, LONG Timeout);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtSetCancelTimeout(LONG Timeout);

/* ---- How long a silent server is left alone before it is asked whether it is there, for the calls
   that are made from here on: 120 (Timeout + 1) seconds for 0 to 9, RPC_C_BINDING_INFINITE_TIMEOUT
   for ever. Then one question a second; three without an answer fail the call. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtSetComTimeout(RPC_BINDING_HANDLE Binding,
                                                   unsigned int Timeout);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtInqComTimeout(RPC_BINDING_HANDLE Binding,
                                                   unsigned int* Timeout);

/* ---- UUIDs. A NULL UUID stands for the nil UUID where one is read. */
RPCRTAPI RPC_STATUS RPC_ENTRY UuidCreate(UUID* Uuid);
RPCRTAPI RPC_STATUS RPC_ENTRY UuidCreateSequential(UUID* Uuid);
RPCRTAPI RPC_STATUS RPC_ENTRY UuidCreateNil(UUID* NilUuid);
RPCRTAPI RPC_STATUS RPC_ENTRY UuidToStringA(const UUID* Uuid, RPC_CSTR* StringUuid);
RPCRTAPI RPC_STATUS RPC_ENTRY UuidToStringW(const UUID* Uuid, RPC_WSTR* StringUuid);
RPCRTAPI RPC_STATUS RPC_ENTRY UuidFromStringA(RPC_CSTR StringUuid, UUID* Uuid);
RPCRTAPI RPC_STATUS RPC_ENTRY UuidFromStringW(RPC_WSTR StringUuid, UUID* Uuid);
RPCRTAPI int RPC_ENTRY UuidCompare(UUID* Uuid1, UUID* Uuid2, RPC_STATUS* Status);
RPCRTAPI int RPC_ENTRY UuidEqual(UUID* Uuid1, UUID* Uuid2, RPC_STATUS* Status);
RPCRTAPI unsigned short RPC_ENTRY UuidHash(UUID* Uuid, RPC_STATUS* Status);
RPCRTAPI int RPC_ENTRY UuidIsNil(UUID* Uuid, RPC_STATUS* Status);

/* ---- Errors. ErrorText holds DCE_C_ERROR_STRING_LEN characters. RPC_S_INVALID_ARG: the status is
   not one that is known here. */
RPCRTAPI RPC_STATUS RPC_ENTRY DceErrorInqTextA(RPC_STATUS RpcStatus, RPC_CSTR ErrorText);
RPCRTAPI RPC_STATUS RPC_ENTRY DceErrorInqTextW(RPC_STATUS RpcStatus, RPC_WSTR ErrorText);

#ifdef UNICODE
#define RpcBindingFromStringBinding RpcBindingFromStringBindingW
#define RpcServerInterfaceGroupCreate RpcServerInterfaceGroupCreateW
#define RpcBindingToStringBinding RpcBindingToStringBindingW
#define RpcStringBindingCompose RpcStringBindingComposeW
#define RpcStringBindingParse RpcStringBindingParseW
#define RpcStringFree RpcStringFreeW
#define RpcNetworkIsProtseqValid RpcNetworkIsProtseqValidW
#define RpcNetworkInqProtseqs RpcNetworkInqProtseqsW
#define RpcProtseqVectorFree RpcProtseqVectorFreeW
#define RpcServerUseProtseq RpcServerUseProtseqW
#define RpcServerUseProtseqEp RpcServerUseProtseqEpW
#define RpcServerUseProtseqIf RpcServerUseProtseqIfW
#define RpcServerUseProtseqEx RpcServerUseProtseqExW
#define RpcServerUseProtseqEpEx RpcServerUseProtseqEpExW
#define RpcServerUseProtseqIfEx RpcServerUseProtseqIfExW
#define UuidToString UuidToStringW
#define UuidFromString UuidFromStringW
#define DceErrorInqText DceErrorInqTextW
#else
#define RpcBindingFromStringBinding RpcBindingFromStringBindingA
#define RpcServerInterfaceGroupCreate RpcServerInterfaceGroupCreateA
#define RpcBindingToStringBinding RpcBindingToStringBindingA
#define RpcStringBindingCompose RpcStringBindingComposeA
#define RpcStringBindingParse RpcStringBindingParseA
#define RpcStringFree RpcStringFreeA
#define RpcNetworkIsProtseqValid RpcNetworkIsProtseqValidA
#define RpcNetworkInqProtseqs RpcNetworkInqProtseqsA
#define RpcProtseqVectorFree RpcProtseqVectorFreeA
#define RpcServerUseProtseq RpcServerUseProtseqA
#define RpcServerUseProtseqEp RpcServerUseProtseqEpA
#define RpcServerUseProtseqIf RpcServerUseProtseqIfA
#define RpcServerUseProtseqEx RpcServerUseProtseqExA
#define RpcServerUseProtseqEpEx RpcServerUseProtseqEpExA
#define RpcServerUseProtseqIfEx RpcServerUseProtseqIfExA
#define UuidToString UuidToStringA
#define UuidFromString UuidFromStringA
#define DceErrorInqText DceErrorInqTextA
#endif

#ifdef __cplusplus
}
#endif

#endif

/* Types of rpcdce.h. Layouts are those of 64-bit Windows; tests/headers pins them. */
#ifndef FARCALL_SDK_RPCDCE_TYPES_H
#define FARCALL_SDK_RPCDCE_TYPES_H

#include "farcall_api.h"
#include "guiddef.h"
#include "windef.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What Windows compilers want beside declarations; nothing here. */
#define __RPC_FAR
#define __RPC_API __stdcall
#define __RPC_USER __stdcall
#define __RPC_STUB __stdcall
#define __RPC_CALLEE __stdcall
#define RPC_ENTRY __stdcall
#define RPC_VAR_ENTRY __cdecl
#define RPCRTAPI FARCALL_API

#ifndef IN
#define IN
#define OUT
#define OPTIONAL
#endif

typedef void* I_RPC_HANDLE;
typedef int32_t RPC_STATUS;

typedef unsigned char* RPC_CSTR;
#if defined(RPC_USE_NATIVE_WCHAR) && __SIZEOF_WCHAR_T__ == 2
typedef wchar_t* RPC_WSTR;
#else
typedef unsigned short* RPC_WSTR;
#endif

typedef I_RPC_HANDLE RPC_BINDING_HANDLE;
typedef RPC_BINDING_HANDLE handle_t;
#define rpc_binding_handle_t RPC_BINDING_HANDLE

#ifndef UUID_DEFINED
#define UUID_DEFINED
typedef GUID UUID;
#ifndef uuid_t
#define uuid_t UUID
#endif
#endif

typedef struct _RPC_BINDING_VECTOR {
  ULONG Count;
  RPC_BINDING_HANDLE BindingH[1];
} RPC_BINDING_VECTOR;
#define rpc_binding_vector_t RPC_BINDING_VECTOR

typedef struct _UUID_VECTOR {
  ULONG Count;
  UUID* Uuid[1];
} UUID_VECTOR;
#define uuid_vector_t UUID_VECTOR

typedef void* RPC_IF_HANDLE;

typedef struct _RPC_IF_ID {
  UUID Uuid;
  unsigned short VersMajor;
  unsigned short VersMinor;
} RPC_IF_ID;

typedef struct {
  ULONG Count;
  RPC_IF_ID* IfId[1];
} RPC_IF_ID_VECTOR;

typedef struct _RPC_PROTSEQ_VECTORA {
  unsigned int Count;
  unsigned char* Protseq[1];
} RPC_PROTSEQ_VECTORA;

typedef struct _RPC_PROTSEQ_VECTORW {
  unsigned int Count;
  unsigned short* Protseq[1];
} RPC_PROTSEQ_VECTORW;

/* Length is sizeof(RPC_POLICY). */
typedef struct _RPC_POLICY {
  unsigned int Length;
  ULONG EndpointFlags;
  ULONG NICFlags;
} RPC_POLICY, *PRPC_POLICY;

/* Stats has Count entries, RPC_C_STATS_... */
typedef struct {
  unsigned int Count;
  ULONG Stats[1];
} RPC_STATS_VECTOR;

typedef I_RPC_HANDLE* RPC_EP_INQ_HANDLE;
typedef void* RPC_INTERFACE_GROUP;
typedef RPC_INTERFACE_GROUP* PRPC_INTERFACE_GROUP;

/* A manager entry point vector: an array of routines, one per operation. */
#define RPC_MGR_EPV void

/* What the application supplies. */
typedef void RPC_OBJECT_INQ_FN(UUID* ObjectUuid, UUID* TypeUuid, RPC_STATUS* Status);
typedef RPC_STATUS RPC_IF_CALLBACK_FN(RPC_IF_HANDLE InterfaceUuid, void* Context);
typedef int(__RPC_API* RPC_MGMT_AUTHORIZATION_FN)(RPC_BINDING_HANDLE ClientBinding,
                                                  ULONG RequestedMgmtOperation, RPC_STATUS* Status);
typedef void(__RPC_API* RPC_AUTH_KEY_RETRIEVAL_FN)(void* Arg, RPC_WSTR ServerPrincName,
                                                   ULONG KeyVer, void** Key, RPC_STATUS* Status);
typedef void RPC_INTERFACE_GROUP_IDLE_CALLBACK_FN(RPC_INTERFACE_GROUP IfGroup,
                                                  void* IdleCallbackContext, ULONG IsGroupIdle);

typedef struct _RPC_INTERFACE_TEMPLATEA {
  ULONG Version;
  RPC_IF_HANDLE IfSpec;
  UUID* MgrTypeUuid;
  RPC_MGR_EPV* MgrEpv;
  unsigned int Flags;
  unsigned int MaxCalls;
  unsigned int MaxRpcSize;
  RPC_IF_CALLBACK_FN* IfCallback;
  UUID_VECTOR* UuidVector;
  RPC_CSTR Annotation;
  void* SecurityDescriptor;
} RPC_INTERFACE_TEMPLATEA, *PRPC_INTERFACE_TEMPLATEA;

typedef struct _RPC_INTERFACE_TEMPLATEW {
  ULONG Version;
  RPC_IF_HANDLE IfSpec;
  UUID* MgrTypeUuid;
  RPC_MGR_EPV* MgrEpv;
  unsigned int Flags;
  unsigned int MaxCalls;
  unsigned int MaxRpcSize;
  RPC_IF_CALLBACK_FN* IfCallback;
  UUID_VECTOR* UuidVector;
  RPC_WSTR Annotation;
  void* SecurityDescriptor;
} RPC_INTERFACE_TEMPLATEW, *PRPC_INTERFACE_TEMPLATEW;

typedef struct _RPC_ENDPOINT_TEMPLATEA {
  ULONG Version;
  RPC_CSTR ProtSeq;
  RPC_CSTR Endpoint;
  void* SecurityDescriptor;
  ULONG Backlog;
} RPC_ENDPOINT_TEMPLATEA, *PRPC_ENDPOINT_TEMPLATEA;

typedef struct _RPC_ENDPOINT_TEMPLATEW {
  ULONG Version;
  RPC_WSTR ProtSeq;
  RPC_WSTR Endpoint;
  void* SecurityDescriptor;
  ULONG Backlog;
} RPC_ENDPOINT_TEMPLATEW, *PRPC_ENDPOINT_TEMPLATEW;

#ifdef UNICODE
#define RPC_PROTSEQ_VECTOR RPC_PROTSEQ_VECTORW
#define RPC_INTERFACE_TEMPLATE RPC_INTERFACE_TEMPLATEW
#define PRPC_INTERFACE_TEMPLATE PRPC_INTERFACE_TEMPLATEW
#define RPC_ENDPOINT_TEMPLATE RPC_ENDPOINT_TEMPLATEW
#define PRPC_ENDPOINT_TEMPLATE PRPC_ENDPOINT_TEMPLATEW
#else
#define RPC_PROTSEQ_VECTOR RPC_PROTSEQ_VECTORA
#define RPC_INTERFACE_TEMPLATE RPC_INTERFACE_TEMPLATEA
#define PRPC_INTERFACE_TEMPLATE PRPC_INTERFACE_TEMPLATEA
#define RPC_ENDPOINT_TEMPLATE RPC_ENDPOINT_TEMPLATEA
#define PRPC_ENDPOINT_TEMPLATE PRPC_ENDPOINT_TEMPLATEA
#endif

#ifdef __cplusplus
}
#endif

#endif

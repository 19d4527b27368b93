/* What a server learns about a call: RpcServerInqCallAttributes (rpcasync.h). */
#ifndef FARCALL_SDK_RPC_CALL_ATTRIBUTES_H
#define FARCALL_SDK_RPC_CALL_ATTRIBUTES_H

#include "rpcdce.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RPC_CALL_ATTRIBUTES_VERSION 3

/* Flags: what is wanted beyond the plain fields. */
#define RPC_QUERY_SERVER_PRINCIPAL_NAME 0x02
#define RPC_QUERY_CLIENT_PRINCIPAL_NAME 0x04
#define RPC_QUERY_CALL_LOCAL_ADDRESS 0x08
#define RPC_QUERY_CLIENT_PID 0x10
#define RPC_QUERY_IS_CLIENT_LOCAL 0x20
#define RPC_QUERY_NO_AUTH_REQUIRED 0x40
#define RPC_QUERY_CLIENT_ID 0x80

/* CallStatus is a set of bits; 0 while nothing has happened to the call. */
#define RPC_CALL_STATUS_CANCELLED 0x01
#define RPC_CALL_STATUS_DISCONNECTED 0x02

typedef enum tagRpcCallType { rctInvalid = 0, rctNormal, rctTraining, rctGuaranteed } RpcCallType;

typedef enum tagRpcLocalAddressFormat { rlafInvalid = 0, rlafIPv4, rlafIPv6 } RpcLocalAddressFormat;

typedef enum tagRpcCallClientLocality {
  rcclInvalid = 0,
  rcclLocal,
  rcclRemote,
  rcclClientUnknownLocality
} RpcCallClientLocality;

typedef struct _RPC_CALL_LOCAL_ADDRESS_V1 {
  unsigned int Version;
  void* Buffer;
  ULONG BufferSize;
  RpcLocalAddressFormat AddressFormat;
} RPC_CALL_LOCAL_ADDRESS_V1;

typedef struct tagRPC_CALL_ATTRIBUTES_V1_A {
  unsigned int Version;
  ULONG Flags;
  ULONG ServerPrincipalNameBufferLength;
  unsigned char* ServerPrincipalName;
  ULONG ClientPrincipalNameBufferLength;
  unsigned char* ClientPrincipalName;
  ULONG AuthenticationLevel;
  ULONG AuthenticationService;
  BOOL NullSession;
} RPC_CALL_ATTRIBUTES_V1_A;

typedef struct tagRPC_CALL_ATTRIBUTES_V1_W {
  unsigned int Version;
  ULONG Flags;
  ULONG ServerPrincipalNameBufferLength;
  unsigned short* ServerPrincipalName;
  ULONG ClientPrincipalNameBufferLength;
  unsigned short* ClientPrincipalName;
  ULONG AuthenticationLevel;
  ULONG AuthenticationService;
  BOOL NullSession;
} RPC_CALL_ATTRIBUTES_V1_W;

typedef struct tagRPC_CALL_ATTRIBUTES_V2_A {
  unsigned int Version;
  ULONG Flags;
  ULONG ServerPrincipalNameBufferLength;
  unsigned char* ServerPrincipalName;
  ULONG ClientPrincipalNameBufferLength;
  unsigned char* ClientPrincipalName;
  ULONG AuthenticationLevel;
  ULONG AuthenticationService;
  BOOL NullSession;
  BOOL KernelModeCaller;
  ULONG ProtocolSequence;
  ULONG IsClientLocal;
  HANDLE ClientPID;
  ULONG CallStatus;
  RpcCallType CallType;
  RPC_CALL_LOCAL_ADDRESS_V1* CallLocalAddress;
  unsigned short OpNum;
  UUID InterfaceUuid;
} RPC_CALL_ATTRIBUTES_V2_A;

typedef struct tagRPC_CALL_ATTRIBUTES_V2_W {
  unsigned int Version;
  ULONG Flags;
  ULONG ServerPrincipalNameBufferLength;
  unsigned short* ServerPrincipalName;
  ULONG ClientPrincipalNameBufferLength;
  unsigned short* ClientPrincipalName;
  ULONG AuthenticationLevel;
  ULONG AuthenticationService;
  BOOL NullSession;
  BOOL KernelModeCaller;
  ULONG ProtocolSequence;
  RpcCallClientLocality IsClientLocal;
  HANDLE ClientPID;
  ULONG CallStatus;
  RpcCallType CallType;
  RPC_CALL_LOCAL_ADDRESS_V1* CallLocalAddress;
  unsigned short OpNum;
  UUID InterfaceUuid;
} RPC_CALL_ATTRIBUTES_V2_W;

typedef struct tagRPC_CALL_ATTRIBUTES_V3_A {
  unsigned int Version;
  ULONG Flags;
  ULONG ServerPrincipalNameBufferLength;
  unsigned char* ServerPrincipalName;
  ULONG ClientPrincipalNameBufferLength;
  unsigned char* ClientPrincipalName;
  ULONG AuthenticationLevel;
  ULONG AuthenticationService;
  BOOL NullSession;
  BOOL KernelModeCaller;
  ULONG ProtocolSequence;
  ULONG IsClientLocal;
  HANDLE ClientPID;
  ULONG CallStatus;
  RpcCallType CallType;
  RPC_CALL_LOCAL_ADDRESS_V1* CallLocalAddress;
  unsigned short OpNum;
  UUID InterfaceUuid;
  ULONG ClientIdentifierBufferLength;
  unsigned char* ClientIdentifier;
} RPC_CALL_ATTRIBUTES_V3_A;

typedef struct tagRPC_CALL_ATTRIBUTES_V3_W {
  unsigned int Version;
  ULONG Flags;
  ULONG ServerPrincipalNameBufferLength;
  unsigned short* ServerPrincipalName;
  ULONG ClientPrincipalNameBufferLength;
  unsigned short* ClientPrincipalName;
  ULONG AuthenticationLevel;
  ULONG AuthenticationService;
  BOOL NullSession;
  BOOL KernelModeCaller;
  ULONG ProtocolSequence;
  RpcCallClientLocality IsClientLocal;
  HANDLE ClientPID;
  ULONG CallStatus;
  RpcCallType CallType;
  RPC_CALL_LOCAL_ADDRESS_V1* CallLocalAddress;
  unsigned short OpNum;
  UUID InterfaceUuid;
  ULONG ClientIdentifierBufferLength;
  unsigned char* ClientIdentifier;
} RPC_CALL_ATTRIBUTES_V3_W;

#ifdef UNICODE
#define RPC_CALL_ATTRIBUTES_V1 RPC_CALL_ATTRIBUTES_V1_W
#define RPC_CALL_ATTRIBUTES_V2 RPC_CALL_ATTRIBUTES_V2_W
#define RPC_CALL_ATTRIBUTES_V3 RPC_CALL_ATTRIBUTES_V3_W
#else
#define RPC_CALL_ATTRIBUTES_V1 RPC_CALL_ATTRIBUTES_V1_A
#define RPC_CALL_ATTRIBUTES_V2 RPC_CALL_ATTRIBUTES_V2_A
#define RPC_CALL_ATTRIBUTES_V3 RPC_CALL_ATTRIBUTES_V3_A
#endif
typedef RPC_CALL_ATTRIBUTES_V3 RPC_CALL_ATTRIBUTES;

#ifdef __cplusplus
}
#endif

#endif

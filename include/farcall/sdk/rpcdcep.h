/* What stubs describe of their interfaces, and the names that stubs and the run-time share on Windows. The stubs
   of this midl fill RPC_SERVER_INTERFACE and RPC_CLIENT_INTERFACE; programs pass their addresses as RPC_IF_HANDLE. */
#ifndef FARCALL_SDK_RPCDCEP_H
#define FARCALL_SDK_RPCDCEP_H

#include "rpcdce.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _RPC_VERSION {
  unsigned short MajorVersion;
  unsigned short MinorVersion;
} RPC_VERSION;

typedef struct _RPC_SYNTAX_IDENTIFIER {
  GUID SyntaxGUID;
  RPC_VERSION SyntaxVersion;
} RPC_SYNTAX_IDENTIFIER, *PRPC_SYNTAX_IDENTIFIER;

typedef struct _RPC_TRANSFER_SYNTAX {
  UUID Uuid;
  unsigned short VersMajor;
  unsigned short VersMinor;
} RPC_TRANSFER_SYNTAX;

typedef struct _RPC_MESSAGE {
  RPC_BINDING_HANDLE Handle;
  ULONG DataRepresentation;
  void* Buffer;
  unsigned int BufferLength;
  unsigned int ProcNum;
  PRPC_SYNTAX_IDENTIFIER TransferSyntax;
  void* RpcInterfaceInformation;
  void* ReservedForRuntime;
  RPC_MGR_EPV* ManagerEpv;
  void* ImportContext;
  ULONG RpcFlags;
} RPC_MESSAGE, *PRPC_MESSAGE;

typedef void(__RPC_STUB* RPC_DISPATCH_FUNCTION)(PRPC_MESSAGE Message);

typedef struct {
  unsigned int DispatchTableCount;
  RPC_DISPATCH_FUNCTION* DispatchTable;
  LONG_PTR Reserved;
} RPC_DISPATCH_TABLE, *PRPC_DISPATCH_TABLE;

typedef struct _RPC_PROTSEQ_ENDPOINT {
  unsigned char* RpcProtocolSequence;
  unsigned char* Endpoint;
} RPC_PROTSEQ_ENDPOINT, *PRPC_PROTSEQ_ENDPOINT;

/* Length is sizeof of the structure. InterpreterInfo leads to the stub's own description. */
typedef struct _RPC_SERVER_INTERFACE {
  unsigned int Length;
  RPC_SYNTAX_IDENTIFIER InterfaceId;
  RPC_SYNTAX_IDENTIFIER TransferSyntax;
  PRPC_DISPATCH_TABLE DispatchTable;
  unsigned int RpcProtseqEndpointCount;
  PRPC_PROTSEQ_ENDPOINT RpcProtseqEndpoint;
  RPC_MGR_EPV* DefaultManagerEpv;
  const void* InterpreterInfo;
  unsigned int Flags;
} RPC_SERVER_INTERFACE, *PRPC_SERVER_INTERFACE;

typedef struct _RPC_CLIENT_INTERFACE {
  unsigned int Length;
  RPC_SYNTAX_IDENTIFIER InterfaceId;
  RPC_SYNTAX_IDENTIFIER TransferSyntax;
  PRPC_DISPATCH_TABLE DispatchTable;
  unsigned int RpcProtseqEndpointCount;
  PRPC_PROTSEQ_ENDPOINT RpcProtseqEndpoint;
  ULONG_PTR Reserved;
  const void* InterpreterInfo;
  unsigned int Flags;
} RPC_CLIENT_INTERFACE, *PRPC_CLIENT_INTERFACE;

typedef struct _RPC_C_OPT_METADATA_DESCRIPTOR {
  ULONG BufferSize;
  char* Buffer;
} RPC_C_OPT_METADATA_DESCRIPTOR;

typedef struct _RPC_C_OPT_COOKIE_AUTH_DESCRIPTOR {
  ULONG BufferSize;
  char* Buffer;
} RPC_C_OPT_COOKIE_AUTH_DESCRIPTOR;

typedef struct _RDR_CALLOUT_STATE {
  RPC_STATUS LastError;
  void* LastEEInfo;
  RPC_HTTP_REDIRECTOR_STAGE LastCalledStage;
  unsigned short* ServerName;
  unsigned short* ServerPort;
  unsigned short* RemoteUser;
  unsigned short* AuthType;
  unsigned char ResourceTypePresent;
  unsigned char MetadataPresent;
  unsigned char SessionIdPresent;
  unsigned char InterfacePresent;
  UUID ResourceType;
  RPC_C_OPT_METADATA_DESCRIPTOR Metadata;
  UUID SessionId;
  RPC_SYNTAX_IDENTIFIER Interface;
  void* CertContext;
} RDR_CALLOUT_STATE;

typedef enum _RPC_ADDRESS_CHANGE_TYPE {
  PROTOCOL_NOT_LOADED = 1,
  PROTOCOL_LOADED,
  PROTOCOL_ADDRESS_CHANGE
} RPC_ADDRESS_CHANGE_TYPE;

#define RPC_NCA_FLAGS_DEFAULT 0x00000000
#define RPC_NCA_FLAGS_IDEMPOTENT 0x00000001
#define RPC_NCA_FLAGS_BROADCAST 0x00000002
#define RPC_NCA_FLAGS_MAYBE 0x00000004

#define RPC_BUFFER_COMPLETE 0x00001000
#define RPC_BUFFER_PARTIAL 0x00002000
#define RPC_BUFFER_EXTRA 0x00004000
#define RPC_BUFFER_ASYNC 0x00008000
#define RPC_BUFFER_NONOTIFY 0x00010000

#define RPCFLG_MESSAGE 0x01000000u
#define RPCFLG_HAS_MULTI_SYNTAXES 0x02000000u
#define RPCFLG_HAS_CALLBACK 0x04000000u
#define RPCFLG_AUTO_COMPLETE 0x08000000u
#define RPCFLG_LOCAL_CALL 0x10000000u
#define RPCFLG_INPUT_SYNCHRONOUS 0x20000000u
#define RPCFLG_ASYNCHRONOUS 0x40000000u
#define RPCFLG_NON_NDR 0x80000000u

#define RPC_FLAGS_VALID_BIT 0x00008000
#define RPC_INTERFACE_HAS_PIPES 0x0001
#define NT351_INTERFACE_SIZE 0x40

#define RPC_CONTEXT_HANDLE_DEFAULT_GUARD ((void*)(ULONG_PTR)0xFFFFFFFFFFFFF00Du)
#define RPC_CONTEXT_HANDLE_DEFAULT_FLAGS 0x00000000
#define RPC_CONTEXT_HANDLE_FLAGS 0x30000000
#define RPC_CONTEXT_HANDLE_SERIALIZE 0x10000000
#define RPC_CONTEXT_HANDLE_DONT_SERIALIZE 0x20000000

#define TRANSPORT_TYPE_CN 0x01
#define TRANSPORT_TYPE_DG 0x02
#define TRANSPORT_TYPE_LPC 0x04
#define TRANSPORT_TYPE_WMSG 0x08

#ifdef __cplusplus
}
#endif

#endif

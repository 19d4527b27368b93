/* Types and operations of ms-dtyp.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_MS_DTYP_H
#define FARCALL_IDL_MS_DTYP_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include "wtypesbase.h"

/* An enum holds every number of its width that a peer may send, in C++ as in C. */
#ifndef MIDL_ENUM
#ifdef __cplusplus
#define MIDL_ENUM(type) : type
#else
#define MIDL_ENUM(type)
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef DWORD NET_API_STATUS;
typedef LONG NTSTATUS;
typedef LONG* PNTSTATUS;
typedef DWORD ACCESS_MASK;
typedef DWORD* PACCESS_MASK;
typedef DWORD SECURITY_INFORMATION;
typedef DWORD* PSECURITY_INFORMATION;
typedef USHORT SECURITY_DESCRIPTOR_CONTROL;
typedef USHORT* PSECURITY_DESCRIPTOR_CONTROL;
typedef DWORD LCID;

typedef struct _RPC_UNICODE_STRING {
  unsigned short Length;
  unsigned short MaximumLength;
  WCHAR* Buffer;
} RPC_UNICODE_STRING, *PRPC_UNICODE_STRING;

typedef struct _RPC_STRING {
  unsigned short Length;
  unsigned short MaximumLength;
  CHAR* Buffer;
} RPC_STRING, *PRPC_STRING;

typedef struct _RPC_SID_IDENTIFIER_AUTHORITY {
  byte Value[6];
} RPC_SID_IDENTIFIER_AUTHORITY;

typedef struct _RPC_SID {
  unsigned char Revision;
  unsigned char SubAuthorityCount;
  RPC_SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
  uint32_t SubAuthority[1];
} RPC_SID, *PRPC_SID;

typedef struct _OBJECT_TYPE_LIST {
  WORD Level;
  ACCESS_MASK Remaining;
  GUID* ObjectType;
} OBJECT_TYPE_LIST, *POBJECT_TYPE_LIST;

#ifdef __cplusplus
}
#endif

#endif

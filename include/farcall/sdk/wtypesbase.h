/* Types and operations of wtypesbase.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_WTYPESBASE_H
#define FARCALL_IDL_WTYPESBASE_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

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

typedef double DOUBLE;
typedef WCHAR OLECHAR;
typedef OLECHAR* LPOLESTR;
typedef const OLECHAR* LPCOLESTR;
typedef LONG SCODE;
typedef SCODE* PSCODE;

typedef struct _COAUTHIDENTITY {
  USHORT* User;
  ULONG UserLength;
  USHORT* Domain;
  ULONG DomainLength;
  USHORT* Password;
  ULONG PasswordLength;
  ULONG Flags;
} COAUTHIDENTITY;

typedef struct _COAUTHINFO {
  DWORD dwAuthnSvc;
  DWORD dwAuthzSvc;
  LPWSTR pwszServerPrincName;
  DWORD dwAuthnLevel;
  DWORD dwImpersonationLevel;
  COAUTHIDENTITY* pAuthIdentityData;
  DWORD dwCapabilities;
} COAUTHINFO;

typedef enum tagMEMCTX MIDL_ENUM(int) {
  MEMCTX_TASK = 1,
  MEMCTX_SHARED = 2,
  MEMCTX_MACSYSTEM = 3,
  MEMCTX_UNKNOWN = -1,
  MEMCTX_SAME = -2
} MEMCTX;

typedef enum tagCLSCTX MIDL_ENUM(int) {
  CLSCTX_INPROC_SERVER = 0x1,
  CLSCTX_INPROC_HANDLER = 0x2,
  CLSCTX_LOCAL_SERVER = 0x4,
  CLSCTX_REMOTE_SERVER = 0x10
} CLSCTX;

typedef enum tagMSHCTX MIDL_ENUM(int) {
  MSHCTX_LOCAL = 0,
  MSHCTX_NOSHAREDMEM = 1,
  MSHCTX_DIFFERENTMACHINE = 2,
  MSHCTX_INPROC = 3,
  MSHCTX_CROSSCTX = 4
} MSHCTX;

typedef enum tagMSHLFLAGS MIDL_ENUM(int) {
  MSHLFLAGS_NORMAL = 0,
  MSHLFLAGS_TABLESTRONG = 1,
  MSHLFLAGS_TABLEWEAK = 2,
  MSHLFLAGS_NOPING = 4
} MSHLFLAGS;

typedef struct _BYTE_BLOB {
  ULONG clSize;
  byte abData[1];
} BYTE_BLOB;

typedef BYTE_BLOB* UP_BYTE_BLOB;

typedef struct _WORD_BLOB {
  ULONG clSize;
  unsigned short asData[1];
} WORD_BLOB;

typedef WORD_BLOB* UP_WORD_BLOB;

typedef struct _DWORD_BLOB {
  ULONG clSize;
  ULONG alData[1];
} DWORD_BLOB;

typedef DWORD_BLOB* UP_DWORD_BLOB;

typedef struct _FLAGGED_BYTE_BLOB {
  ULONG fFlags;
  ULONG clSize;
  byte abData[1];
} FLAGGED_BYTE_BLOB;

typedef FLAGGED_BYTE_BLOB* UP_FLAGGED_BYTE_BLOB;

typedef struct _FLAGGED_WORD_BLOB {
  ULONG fFlags;
  ULONG clSize;
  unsigned short asData[1];
} FLAGGED_WORD_BLOB;

typedef FLAGGED_WORD_BLOB* UP_FLAGGED_WORD_BLOB;

typedef struct _BYTE_SIZEDARR {
  ULONG clSize;
  byte* pData;
} BYTE_SIZEDARR;

typedef struct _WORD_SIZEDARR {
  ULONG clSize;
  unsigned short* pData;
} WORD_SIZEDARR;

typedef struct _DWORD_SIZEDARR {
  ULONG clSize;
  ULONG* pData;
} DWORD_SIZEDARR;

typedef struct _HYPER_SIZEDARR {
  ULONG clSize;
  long long* pData;
} HYPER_SIZEDARR;

typedef struct tagBLOB {
  ULONG cbSize;
  BYTE* pBlobData;
} BLOB, *LPBLOB;

#ifdef __cplusplus
}
#endif

#endif

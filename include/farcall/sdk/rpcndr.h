/* What generated headers and sources of MIDL name: basic types, declarations, stub memory.
 *
 * Stubs of this project are made by its own midl and use include/farcall/stub; the Ndr... functions that stubs of
 * Microsoft's compiler call are not here.
 */
#ifndef FARCALL_SDK_RPCNDR_H
#define FARCALL_SDK_RPCNDR_H

#include <stddef.h>

#include "basetyps.h"
#include "rpcdcep.h"

/* Generated sources say which version they need. */
#undef __RPCNDR_H_VERSION__
#define __RPCNDR_H_VERSION__ (501)
#if defined(__REQUIRED_RPCNDR_H_VERSION__)
#if (501 < __REQUIRED_RPCNDR_H_VERSION__)
#error incorrect <rpcndr.h> version. Use the header of the midl that generated this source.
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Base types of IDL */
typedef unsigned char byte;
typedef byte cs_byte;
typedef unsigned char boolean;
typedef uint32_t error_status_t;

/* Those of DCE's nbase.idl. */
typedef uint8_t unsigned8, boolean8, unsigned_char_t;
typedef uint16_t unsigned16, boolean16;
typedef uint32_t unsigned32, boolean32;
typedef unsigned long long unsigned64;
typedef signed char signed8;
typedef int16_t signed16;
typedef int32_t signed32;
typedef long long signed64;

#ifndef _HYPER_DEFINED
#define _HYPER_DEFINED
#define hyper long long
#define MIDL_uhyper unsigned long long
#endif
#ifndef small
#define small char
#endif

#define NDR_CHAR_REP_MASK 0x0000000Fu
#define NDR_INT_REP_MASK 0x000000F0u
#define NDR_FLOAT_REP_MASK 0x0000FF00u
#define NDR_LITTLE_ENDIAN 0x00000010u
#define NDR_BIG_ENDIAN 0x00000000u
#define NDR_IEEE_FLOAT 0x00000000u
#define NDR_VAX_FLOAT 0x00000100u
#define NDR_IBM_FLOAT 0x00000300u
#define NDR_ASCII_CHAR 0x00000000u
#define NDR_EBCDIC_CHAR 0x00000001u
#define NDR_LOCAL_DATA_REPRESENTATION 0x00000010u
#define NDR_LOCAL_ENDIAN NDR_LITTLE_ENDIAN

/* ---- Words of declarations */
#define RPC_EXPORT
#define __MIDL_DECLSPEC_DLLIMPORT
#define __MIDL_DECLSPEC_DLLEXPORT
#define __MIDL_CONST const
#define DECLSPEC_UUID(x)
#define DECLSPEC_NOVTABLE
#define MIDL_INTERFACE(x) struct
#ifndef EXTERN_GUID
#define EXTERN_GUID(itf, l1, s1, s2, c1, c2, c3, c4, c5, c6, c7, c8) EXTERN_C const IID itf
#endif

/* ---- The memory that stubs give to the application and take from it. The application defines both; generated
   stubs bring a weak default (malloc and free). */
#define midl_user_allocate MIDL_user_allocate
#define midl_user_free MIDL_user_free
void* __RPC_USER MIDL_user_allocate(size_t size);
void __RPC_USER MIDL_user_free(void* memory);

typedef void* __RPC_API RPC_CLIENT_ALLOC(size_t Size);
typedef void __RPC_API RPC_CLIENT_FREE(void* Ptr);
typedef void* RPC_SS_THREAD_HANDLE;

/* ---- Memory of the calling thread, all freed at once by ...DisableAllocate. RpcSm... functions answer with a
   status, RpcSs... functions raise it. Enable and Disable count. A thread handle lets other threads share the
   memory; it is no longer used after the last Disable. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmEnableAllocate(void);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmDisableAllocate(void);
RPCRTAPI void* RPC_ENTRY RpcSmAllocate(size_t Size, RPC_STATUS* pStatus);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmFree(void* NodeToFree);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmClientFree(void* pNodeToFree);
RPCRTAPI RPC_SS_THREAD_HANDLE RPC_ENTRY RpcSmGetThreadHandle(RPC_STATUS* pStatus);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmSetThreadHandle(RPC_SS_THREAD_HANDLE Id);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmSetClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc,
                                                      RPC_CLIENT_FREE* ClientFree);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmSwapClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc,
                                                       RPC_CLIENT_FREE* ClientFree,
                                                       RPC_CLIENT_ALLOC** OldClientAlloc,
                                                       RPC_CLIENT_FREE** OldClientFree);

RPCRTAPI void RPC_ENTRY RpcSsEnableAllocate(void);
RPCRTAPI void RPC_ENTRY RpcSsDisableAllocate(void);
RPCRTAPI void* RPC_ENTRY RpcSsAllocate(size_t Size);
RPCRTAPI void RPC_ENTRY RpcSsFree(void* NodeToFree);
RPCRTAPI RPC_SS_THREAD_HANDLE RPC_ENTRY RpcSsGetThreadHandle(void);
RPCRTAPI void RPC_ENTRY RpcSsSetThreadHandle(RPC_SS_THREAD_HANDLE Id);
RPCRTAPI void RPC_ENTRY RpcSsSetClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc,
                                                RPC_CLIENT_FREE* ClientFree);
RPCRTAPI void RPC_ENTRY RpcSsSwapClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc,
                                                 RPC_CLIENT_FREE* ClientFree,
                                                 RPC_CLIENT_ALLOC** OldClientAlloc,
                                                 RPC_CLIENT_FREE** OldClientFree);

/* ---- Context handles */
typedef void* NDR_CCONTEXT;
typedef void(__RPC_USER* NDR_RUNDOWN)(void* context);

/* Ends the client's side of a context handle and sets it to NULL; the server is not told (it runs the handle down when
   the client's last connection is gone). RpcSs... raises RPC_X_SS_CONTEXT_MISMATCH, RpcSm... returns it. */
RPCRTAPI void RPC_ENTRY RpcSsDestroyClientContext(void** ContextHandle);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSmDestroyClientContext(void** ContextHandle);
/* The binding of a context handle; it belongs to the context handle and is not to be freed. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSsGetContextBinding(void* ContextHandle,
                                                     RPC_BINDING_HANDLE* Binding);

#ifdef __cplusplus
}
#endif

#endif

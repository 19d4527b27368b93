/* Serialization services: handles for stubs of [encode] and [decode], which put types and parameters into buffers of
 * the program instead of calls.
 *
 * A handle is used by one thread at a time. Buffers start at a multiple of 8, of 16 for NDR64. With a fixed buffer and
 * with a dynamic one all that is encoded stands one behind the other, and sizes are those of all of it.
 */
#ifndef FARCALL_SDK_MIDLES_H
#define FARCALL_SDK_MIDLES_H

#include "rpcdcep.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { MES_ENCODE, MES_DECODE, MES_ENCODE_NDR64 } MIDL_ES_CODE;

typedef enum {
  MES_INCREMENTAL_HANDLE,
  MES_FIXED_BUFFER_HANDLE,
  MES_DYNAMIC_BUFFER_HANDLE
} MIDL_ES_HANDLE_STYLE;

/* What MIDL's own stubs tell their run-time; those of midl here do not use it. */
typedef struct _MIDL_TYPE_PICKLING_INFO {
  ULONG Version;
  ULONG Flags;
  UINT_PTR Reserved[3];
} MIDL_TYPE_PICKLING_INFO, *PMIDL_TYPE_PICKLING_INFO;

/* Of the program, for incremental handles. Alloc gives a buffer of at least *psize bytes, Write is told how much of it
   holds data now, Read gives the next *psize bytes. */
typedef void(__RPC_USER* MIDL_ES_ALLOC)(void* state, char** pbuffer, unsigned int* psize);
typedef void(__RPC_USER* MIDL_ES_WRITE)(void* state, char* buffer, unsigned int size);
typedef void(__RPC_USER* MIDL_ES_READ)(void* state, char** pbuffer, unsigned int* psize);

RPCRTAPI RPC_STATUS RPC_ENTRY MesEncodeIncrementalHandleCreate(void* UserState,
                                                               MIDL_ES_ALLOC AllocFn,
                                                               MIDL_ES_WRITE WriteFn,
                                                               handle_t* pHandle);
RPCRTAPI RPC_STATUS RPC_ENTRY MesDecodeIncrementalHandleCreate(void* UserState, MIDL_ES_READ ReadFn,
                                                               handle_t* pHandle);
/* A function that is NULL stays what it was. */
RPCRTAPI RPC_STATUS RPC_ENTRY MesIncrementalHandleReset(handle_t Handle, void* UserState,
                                                        MIDL_ES_ALLOC AllocFn,
                                                        MIDL_ES_WRITE WriteFn, MIDL_ES_READ ReadFn,
                                                        MIDL_ES_CODE Operation);

RPCRTAPI RPC_STATUS RPC_ENTRY MesEncodeFixedBufferHandleCreate(char* pBuffer, ULONG BufferSize,
                                                               ULONG* pEncodedSize,
                                                               handle_t* pHandle);
/* *pBuffer is memory of midl_user_allocate; each further encoding replaces it. */
RPCRTAPI RPC_STATUS RPC_ENTRY MesEncodeDynBufferHandleCreate(char** pBuffer, ULONG* pEncodedSize,
                                                             handle_t* pHandle);
RPCRTAPI RPC_STATUS RPC_ENTRY MesDecodeBufferHandleCreate(char* pBuffer, ULONG BufferSize,
                                                          handle_t* pHandle);
RPCRTAPI RPC_STATUS RPC_ENTRY MesBufferHandleReset(handle_t Handle, ULONG HandleStyle,
                                                   MIDL_ES_CODE Operation, char** pBuffer,
                                                   ULONG BufferSize, ULONG* pEncodedSize);

RPCRTAPI RPC_STATUS RPC_ENTRY MesHandleFree(handle_t Handle);

/* Of procedures: what is decoded next, or was encoded last. */
RPCRTAPI RPC_STATUS RPC_ENTRY MesInqProcEncodingId(handle_t Handle,
                                                   PRPC_SYNTAX_IDENTIFIER pInterfaceId,
                                                   ULONG* pProcNum);

#ifdef __cplusplus
}
#endif

#endif

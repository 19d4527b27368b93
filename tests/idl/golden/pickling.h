/* Types and operations of pickling.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_PICKLING_H
#define FARCALL_IDL_PICKLING_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include <farcall/sdk/midles.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface pickling */

typedef long NUMBER;

typedef struct __MIDL_pickling_0001 {
  NUMBER value;
  char* text;
} ENTRY;

typedef struct __MIDL_pickling_0002 {
  short size;
  short items[1];
} OPEN;

/* void Keep([in, out, string] char *name, [in, out] OPEN *open, [in, out] ENTRY *entry); */
void Keep(handle_t IDL_handle, char* name, OPEN* open, ENTRY* entry);

/* long Call([in] ENTRY *entry); */
long Call(handle_t IDL_handle, ENTRY* entry);

/* error_status_t Write([in] long number); */
error_status_t Write(handle_t IDL_handle, long number);

extern RPC_IF_HANDLE pickling_v1_2_c_ifspec;
extern RPC_IF_HANDLE pickling_v1_2_s_ifspec;
size_t NUMBER_AlignSize(handle_t _MidlEsHandle, NUMBER* _pType);
void NUMBER_Encode(handle_t _MidlEsHandle, NUMBER* _pType);
void NUMBER_Decode(handle_t _MidlEsHandle, NUMBER* _pType);
void NUMBER_Free(handle_t _MidlEsHandle, NUMBER* _pType);
size_t ENTRY_AlignSize(handle_t _MidlEsHandle, ENTRY* _pType);
void ENTRY_Encode(handle_t _MidlEsHandle, ENTRY* _pType);
void ENTRY_Decode(handle_t _MidlEsHandle, ENTRY* _pType);
void ENTRY_Free(handle_t _MidlEsHandle, ENTRY* _pType);
size_t OPEN_AlignSize(handle_t _MidlEsHandle, OPEN* _pType);
void OPEN_Encode(handle_t _MidlEsHandle, OPEN* _pType);

typedef struct _pickling_v1_2_epv_t {
  long (*Call)(handle_t IDL_handle, ENTRY* entry);
} pickling_v1_2_epv_t, pickling_v1_2_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

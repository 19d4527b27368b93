/* Types and operations of protocols.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_PROTOCOLS_H
#define FARCALL_IDL_PROTOCOLS_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface protocols */

typedef struct _QUEUE {
  GUID** owner;
  unsigned long** flags;
} QUEUE, *PQUEUE;

/* DWORD Count([out] LPDWORD total, [in, out] PULONG resume, [in, out, unique] LPDWORD hint); */
DWORD Count(LPDWORD total, PULONG resume, LPDWORD hint);

/* DWORD Describe([in, out] PQUEUE queue); */
DWORD Describe(PQUEUE queue);

/* DWORD Name([out, string, size_is(*length + 1)] wchar_t *text, [in, out] DWORD *length); */
DWORD Name(WCHAR* text, DWORD* length);

extern RPC_IF_HANDLE protocols_v1_0_c_ifspec;
extern RPC_IF_HANDLE protocols_v1_0_s_ifspec;

typedef struct _protocols_v1_0_epv_t {
  DWORD (*Count)(LPDWORD total, PULONG resume, LPDWORD hint);
  DWORD (*Describe)(PQUEUE queue);
  DWORD (*Name)(WCHAR* text, DWORD* length);
} protocols_v1_0_epv_t, protocols_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

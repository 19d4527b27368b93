/* Types and operations of handles.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_HANDLES_H
#define FARCALL_IDL_HANDLES_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface handles */

/* void Explicit([in] handle_t h, [in] long x); */
void Explicit(handle_t h, long x);

/* void Last([in] long x, [in] handle_t h); */
void Last(long x, handle_t h);

/* void Implicit([in] long x); */
void Implicit(long x);

/* void Added([in] long x); */
void Added(handle_t IDL_handle, long x);

/* long Later([in] handle_t h, [in, string] char *text, [out] long *answer); */
void Later(PRPC_ASYNC_STATE Later_AsyncHandle, handle_t h, char* text, long* answer);

/* [idempotent] void Again(); */
void Again(void);

/* [broadcast] void Everyone(); */
void Everyone(void);

/* [maybe] void Perhaps([in] long x); */
void Perhaps(long x);

/* void NoCode(); */
void NoCode(void);

extern handle_t handles_binding;

extern RPC_IF_HANDLE handles_v2_5_c_ifspec;
extern RPC_IF_HANDLE handles_v2_5_s_ifspec;

typedef struct _handles_v2_5_epv_t {
  void (*Explicit)(handle_t h, long x);
  void (*Last)(long x, handle_t h);
  void (*Implicit)(long x);
  void (*Added)(handle_t IDL_handle, long x);
  void (*Later)(PRPC_ASYNC_STATE Later_AsyncHandle, handle_t h, char* text, long* answer);
  void (*Again)(void);
  void (*Everyone)(void);
  void (*Perhaps)(long x);
  void (*NoCode)(void);
} handles_v2_5_epv_t, handles_v2_5_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

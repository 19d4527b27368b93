/* Types and operations of old_names.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_OLD_NAMES_H
#define FARCALL_IDL_OLD_NAMES_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* quoted */
/* echoed */

/* interface only_local */

typedef struct _Opaque* Opaque;

/* void Local([in] void *anything, [in] long (*function)(long x)); */
void Local(void* anything, int32_t (*function)(int32_t x));

/* interface old_names */

/* long Names([in] long new, [in] long out, [in, out] long *in, [in] long class, [in,
   size_is(target)] long number[], [in] long target); */
int32_t c_Names(int32_t new_, int32_t out, int32_t* in, int32_t class_, int32_t number[], int32_t target);
int32_t s_Names(int32_t new_, int32_t out, int32_t* in, int32_t class_, int32_t number[], int32_t target);

extern RPC_IF_HANDLE old_names_ClientIfHandle;
extern RPC_IF_HANDLE old_names_ServerIfHandle;

typedef struct _old_names_v3_0_epv_t {
  int32_t (*Names)(int32_t new_, int32_t out, int32_t* in, int32_t class_, int32_t number[], int32_t target);
} old_names_v3_0_epv_t, old_names_SERVER_EPV;

/* interface another */

/* void Operation([in, out] unsigned long values[4]); */
void c_Operation(uint32_t values[4]);
void s_Operation(uint32_t values[4]);

extern RPC_IF_HANDLE another_ClientIfHandle;
extern RPC_IF_HANDLE another_ServerIfHandle;

typedef struct _another_v1_0_epv_t {
  void (*Operation)(uint32_t values[4]);
} another_v1_0_epv_t, another_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

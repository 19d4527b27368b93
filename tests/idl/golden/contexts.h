/* Types and operations of contexts.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_CONTEXTS_H
#define FARCALL_IDL_CONTEXTS_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface contexts */

typedef void* FILE_HANDLE;
typedef struct folder* FOLDER;

/* void Open([in] handle_t h, [out] FILE_HANDLE *file); */
void Open(handle_t h, FILE_HANDLE* file);

/* FOLDER OpenFolder([in] handle_t h); */
FOLDER OpenFolder(handle_t h);

/* long Read([in] FILE_HANDLE file); */
long Read(FILE_HANDLE file);

/* long Close([in, out] FILE_HANDLE *file, [in] FOLDER folder); */
long Close(FILE_HANDLE* file, FOLDER folder);

/* void Plain([in, out, context_handle] void **plain); */
void Plain(void** plain);

extern RPC_IF_HANDLE contexts_v1_0_c_ifspec;
extern RPC_IF_HANDLE contexts_v1_0_s_ifspec;

typedef struct _contexts_v1_0_epv_t {
  void (*Open)(handle_t h, FILE_HANDLE* file);
  FOLDER (*OpenFolder)(handle_t h);
  long (*Read)(FILE_HANDLE file);
  long (*Close)(FILE_HANDLE* file, FOLDER folder);
  void (*Plain)(void** plain);
} contexts_v1_0_epv_t, contexts_v1_0_SERVER_EPV;

void __RPC_USER FILE_HANDLE_rundown(FILE_HANDLE context);
void __RPC_USER FOLDER_rundown(FOLDER context);

#ifdef __cplusplus
}
#endif

#endif

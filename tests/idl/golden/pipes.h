/* Types and operations of pipes.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_PIPES_H
#define FARCALL_IDL_PIPES_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface pipes */

typedef struct pipe_CHARS {
  void (__RPC_USER *pull)(char *state, char* buf, unsigned long esize, unsigned long *ecount);
  void (__RPC_USER *push)(char *state, char* buf, unsigned long ecount);
  void (__RPC_USER *alloc)(char *state, unsigned long bsize, char** buf, unsigned long *bcount);
  char *state;
} CHARS;
typedef struct ASYNC_CHARS {
  RPC_STATUS (__RPC_USER *pull)(char *state, char* buf, unsigned long esize, unsigned long *ecount);
  RPC_STATUS (__RPC_USER *push)(char *state, char* buf, unsigned long ecount);
  RPC_STATUS (__RPC_USER *alloc)(char *state, unsigned long bsize, char** buf, unsigned long *bcount);
  char *state;
} ASYNC_CHARS;

typedef struct __MIDL_pipes_0001 {
  short a;
  long b;
} Pair;

typedef struct pipe_PAIRS {
  void (__RPC_USER *pull)(char *state, Pair* buf, unsigned long esize, unsigned long *ecount);
  void (__RPC_USER *push)(char *state, Pair* buf, unsigned long ecount);
  void (__RPC_USER *alloc)(char *state, unsigned long bsize, Pair** buf, unsigned long *bcount);
  char *state;
} PAIRS;
typedef struct ASYNC_PAIRS {
  RPC_STATUS (__RPC_USER *pull)(char *state, Pair* buf, unsigned long esize, unsigned long *ecount);
  RPC_STATUS (__RPC_USER *push)(char *state, Pair* buf, unsigned long ecount);
  RPC_STATUS (__RPC_USER *alloc)(char *state, unsigned long bsize, Pair** buf, unsigned long *bcount);
  char *state;
} ASYNC_PAIRS;

/* long Sum([in] handle_t h, [in] CHARS text, [out] PAIRS *pairs); */
long Sum(handle_t h, CHARS text, PAIRS* pairs);

/* void Stream([in] handle_t h, [in, ref] CHARS *text, [out] PAIRS *pairs); */
void Stream(PRPC_ASYNC_STATE Stream_AsyncHandle, handle_t h, ASYNC_CHARS* text, ASYNC_PAIRS* pairs);

typedef char* ServerName;

typedef struct __MIDL_pipes_0002 {
  short n;
  short value[1];
} Sent;

typedef struct Node {
  short value;
  struct Node* next;
} List;

typedef struct __MIDL_pipes_0003 {
  double value;
} Rounded;

#define ratio ( 0.5 )

struct Tag {
  long x;
};
union __MIDL_pipes_0006 {
  long a;
};
struct __MIDL_pipes_0005 {
  short kind;
  union __MIDL_pipes_0006 tagged_union;
};
typedef struct __MIDL_pipes_0004 {
  struct Tag t;
  struct __MIDL_pipes_0005 tagged_union;
} First;

struct __MIDL_pipes_0008 {
  short y;
};
typedef struct __MIDL_pipes_0007 {
  struct __MIDL_pipes_0008 t;
  void* own;
} Second;

extern RPC_IF_HANDLE pipes_v1_0_c_ifspec;
extern RPC_IF_HANDLE pipes_v1_0_s_ifspec;

typedef struct _pipes_v1_0_epv_t {
  long (*Sum)(handle_t h, CHARS text, PAIRS* pairs);
  void (*Stream)(PRPC_ASYNC_STATE Stream_AsyncHandle, handle_t h, ASYNC_CHARS* text, ASYNC_PAIRS* pairs);
} pipes_v1_0_epv_t, pipes_v1_0_SERVER_EPV;

handle_t __RPC_USER ServerName_bind(ServerName handle);
void __RPC_USER ServerName_unbind(ServerName handle, handle_t binding);
void __RPC_USER List_to_xmit(List*, Sent**);
void __RPC_USER List_from_xmit(Sent*, List*);
void __RPC_USER List_free_inst(List*);
void __RPC_USER List_free_xmit(Sent*);
unsigned long __RPC_USER Rounded_UserSize(unsigned long*, unsigned long, Rounded*);
unsigned char * __RPC_USER Rounded_UserMarshal(unsigned long*, unsigned char *, Rounded*);
unsigned char * __RPC_USER Rounded_UserUnmarshal(unsigned long*, unsigned char *, Rounded*);
void __RPC_USER Rounded_UserFree(unsigned long*, Rounded*);

#ifdef __cplusplus
}
#endif

#endif

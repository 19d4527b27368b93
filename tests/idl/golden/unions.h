/* Types and operations of unions.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_UNIONS_H
#define FARCALL_IDL_UNIONS_H

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

/* interface unions */

typedef enum __MIDL_unions_0001 MIDL_ENUM(int) {
  kind_number = 0,
  kind_text = 1,
  kind_list = 2,
  kind_nothing = 3
} Kind;

typedef struct List {
  long long value;
  struct List* next;
} List;

union __MIDL_unions_0002 {
  double d;
  List list;
};
typedef struct Tagged {
  short tag;
  union __MIDL_unions_0002 value;
} Tagged;

union __MIDL_unions_0004 {
  byte b;
};
typedef struct __MIDL_unions_0003 {
  long kind;
  union __MIDL_unions_0004 tagged_union;
} Strict;

typedef union __MIDL_unions_0005 {
  long long number;
  WCHAR* text;
  List* list;
} Choice;

typedef union __MIDL_unions_0006 {
  short s;
  long l;
} Rest;

typedef union __MIDL_unions_0007 {
  byte b;
  long long h;
} Wide;

typedef struct __MIDL_unions_0008 {
  Kind kind;
  Choice choice;
  short after;
} Chosen;

typedef struct __MIDL_unions_0009 {
  short level;
  union {
    byte b;
    long long h;
  };
} Unnamed;

/* void Send([in] Tagged *tagged, [in] Strict *strict, [in] Chosen *chosen, [in] Unnamed *unnamed); */
void Send(handle_t IDL_handle, Tagged* tagged, Strict* strict, Chosen* chosen, Unnamed* unnamed);

/* void Change([in] long which, [in, out, switch_is(which & 3)] Choice *choice, [out] Tagged
   *tagged); */
void Change(handle_t IDL_handle, long which, Choice* choice, Tagged* tagged);

/* void Get([in] byte level, [out, switch_is(level)] Rest *rest, [out] long *kind, [out,
   switch_is(*kind)] Wide *wide); */
void Get(handle_t IDL_handle, byte level, Rest* rest, long* kind, Wide* wide);

extern RPC_IF_HANDLE unions_v1_0_c_ifspec;
extern RPC_IF_HANDLE unions_v1_0_s_ifspec;

typedef struct _unions_v1_0_epv_t {
  void (*Send)(handle_t IDL_handle, Tagged* tagged, Strict* strict, Chosen* chosen, Unnamed* unnamed);
  void (*Change)(handle_t IDL_handle, long which, Choice* choice, Tagged* tagged);
  void (*Get)(handle_t IDL_handle, byte level, Rest* rest, long* kind, Wide* wide);
} unions_v1_0_epv_t, unions_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

/* Types and operations of structs.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_STRUCTS_H
#define FARCALL_IDL_STRUCTS_H

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

/* interface structs */

typedef struct Point {
  long x;
  long y;
} Point, *PPoint;

enum __MIDL_structs_0003 MIDL_ENUM(int) {
  one = 0,
  two = 1
};
struct __MIDL_structs_0002 {
  short d;
  enum __MIDL_structs_0003 e;
};
typedef struct __MIDL_structs_0001 {
  byte a;
  long long b;
  Point c[2];
  byte raw[6];
  struct __MIDL_structs_0002 f;
} Mixed;

typedef struct __MIDL_structs_0004 {
  int a;
  int b;
} Same;

typedef struct Node {
  long value;
  struct Node* next;
  char* name;
} Node;

typedef struct __MIDL_structs_0005 {
  long n;
  Point* points;
  short* part;
} Lists;

typedef struct __MIDL_structs_0006 {
  short tag;
  long n;
  long values[1];
} Tail;

typedef struct __MIDL_structs_0007 {
  byte head;
  Tail tail;
} Outer;

typedef struct __MIDL_structs_0008 {
  WCHAR name[32];
  WCHAR* text;
} Names;

/* void Values([in] Point byValue, [in] Mixed *in, [in, out] Mixed *inOut, [out] PPoint *made); */
void Values(Point byValue, Mixed* in, Mixed* inOut, PPoint* made);

/* void Copied([in] long n, [in, size_is(n)] Same from[], [out, size_is(n)] Same to[]); */
void Copied(long n, Same from[], Same to[]);

/* void List([in, out] Node *list, [in, unique] Node *other); */
void List(Node* list, Node* other);

/* Lists *Pointers([in, out] Lists *lists); */
Lists* Pointers(Lists* lists);

/* void Tails([in] Tail *in, [in, out] Outer *inOut, [in, out] Tail **any); */
void Tails(Tail* in, Outer* inOut, Tail** any);

/* void Strings([in, out] Names *names); */
void Strings(Names* names);

extern RPC_IF_HANDLE structs_v1_2_c_ifspec;
extern RPC_IF_HANDLE structs_v1_2_s_ifspec;

typedef struct _structs_v1_2_epv_t {
  void (*Values)(Point byValue, Mixed* in, Mixed* inOut, PPoint* made);
  void (*Copied)(long n, Same from[], Same to[]);
  void (*List)(Node* list, Node* other);
  Lists* (*Pointers)(Lists* lists);
  void (*Tails)(Tail* in, Outer* inOut, Tail** any);
  void (*Strings)(Names* names);
} structs_v1_2_epv_t, structs_v1_2_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

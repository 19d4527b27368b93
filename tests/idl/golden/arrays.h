/* Types and operations of arrays.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_ARRAYS_H
#define FARCALL_IDL_ARRAYS_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface arrays */

#define MOST ( 10 * 1024 )
typedef long Five[5];

/* void Fixed([in] long a[3], [in] Five b, [in] Five *c, [out] Five *d, [in] short grid[2][3]); */
void Fixed(long a[3], Five b, Five* c, Five* d, short grid[2][3]);

/* void Conformant([in] long n, [in, size_is(n)] long a[], [out, size_is(n + 1)] hyper *b, [in, out,
   max_is(n)] byte c[*], [in, range(0, 5), size_is(n)] short *d); */
void Conformant(long n, long a[], long long* b, byte c[], short* d);

/* void Later([in, size_is(n * 2, )] long **a, [in] unsigned short n, [in, unique, size_is(*m)] long
   *b, [in, unique] long *m); */
void Later(long** a, unsigned short n, long* b, long* m);

/* void Varying([in] long size, [in, out] long *first, [in, out] long *number, [in, out,
   size_is(size), first_is(*first), length_is(*number)] short a[], [in, size_is(MOST),
   last_is(size)] byte b[], [in, length_is(size)] long c[20]); */
void Varying(long size, long* first, long* number, short a[], byte b[], long c[20]);

/* void Buffer([in, out, unique, size_is(size ? *size : 0), length_is(used ? *used : 0)] byte *data,
   [in, out, unique] unsigned long *size, [in, out, unique] unsigned long *used); */
void Buffer(byte* data, unsigned long* size, unsigned long* used);

/* void Rows([out] long *n, [out, size_is(, *n)] Five **rows); */
void Rows(long* n, Five** rows);

/* void Huge([in, range(0, 0x4000000)] long n, [out, size_is(n)] byte data[]); */
void Huge(long n, byte data[]);

extern RPC_IF_HANDLE arrays_v1_0_c_ifspec;
extern RPC_IF_HANDLE arrays_v1_0_s_ifspec;

typedef struct _arrays_v1_0_epv_t {
  void (*Fixed)(long a[3], Five b, Five* c, Five* d, short grid[2][3]);
  void (*Conformant)(long n, long a[], long long* b, byte c[], short* d);
  void (*Later)(long** a, unsigned short n, long* b, long* m);
  void (*Varying)(long size, long* first, long* number, short a[], byte b[], long c[20]);
  void (*Buffer)(byte* data, unsigned long* size, unsigned long* used);
  void (*Rows)(long* n, Five** rows);
  void (*Huge)(long n, byte data[]);
} arrays_v1_0_epv_t, arrays_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

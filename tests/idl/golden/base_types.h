/* Types and operations of base_types.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_BASE_TYPES_H
#define FARCALL_IDL_BASE_TYPES_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include <farcall/sdk/wtypes.h>

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

/* interface base_types */

typedef enum __MIDL_base_types_0001 MIDL_ENUM(int) {
  red = 0,
  green = 5,
  blue = green + 1
} Color;

typedef enum _Size MIDL_ENUM(unsigned int) {
  small_size = 1,
  big_size = 0x80000000
} Size;

typedef long Percent;

/* void In([in] char a, [in] signed char b, [in] unsigned char c, [in] boolean d, [in] byte e, [in]
   small f, [in] unsigned small g, [in] short h, [in] unsigned short i, [in] wchar_t j, [in] int k,
   [in] unsigned l, [in] long m, [in] unsigned long n, [in] __int32 o, [in] float p, [in] hyper q,
   [in] unsigned __int64 r, [in] double s, [in] error_status_t t, [in] Color u, [in] Size v, [in]
   Percent w); */
void In(char a, signed char b, unsigned char c, boolean d, byte e, small f, unsigned char g, short h, unsigned short i, WCHAR j, int k, unsigned int l, long m, unsigned long n, int o, float p, long long q, unsigned long long r, double s, error_status_t t, Color u, Size v, Percent w);

/* long Out([out] char *a, [out] Color *b, [out] Size *c, [out] unsigned long *d, [in, out] hyper
   *e); */
long Out(char* a, Color* b, Size* c, unsigned long* d, long long* e);

/* unsigned hyper Result([in] DWORD d, [in, range(-5, 5)] short r); */
unsigned long long Result(DWORD d, short r);

/* Color Enum(); */
Color Enum(void);

/* void Nothing(void); */
void Nothing(void);

extern RPC_IF_HANDLE base_types_v1_0_c_ifspec;
extern RPC_IF_HANDLE base_types_v1_0_s_ifspec;

typedef struct _base_types_v1_0_epv_t {
  void (*In)(char a, signed char b, unsigned char c, boolean d, byte e, small f, unsigned char g, short h, unsigned short i, WCHAR j, int k, unsigned int l, long m, unsigned long n, int o, float p, long long q, unsigned long long r, double s, error_status_t t, Color u, Size v, Percent w);
  long (*Out)(char* a, Color* b, Size* c, unsigned long* d, long long* e);
  unsigned long long (*Result)(DWORD d, short r);
  Color (*Enum)(void);
  void (*Nothing)(void);
} base_types_v1_0_epv_t, base_types_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

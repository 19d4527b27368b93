/* Types and operations of wild.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_WILD_H
#define FARCALL_IDL_WILD_H

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

#define WILD_QUOTED 1

/* interface wild */

typedef enum __MIDL_wild_0001 MIDL_ENUM(int) {
  first = 0,
  second = 1
} Order;

typedef void* FileHandle;
#define limit ( 0x10UL )

/* unsigned32 F([in] handle_t h, [in] [string] unsigned short *name, unsigned16 count,
   [in][size_is(count)] char const *bytes, [in] long int unsigned last,); */
unsigned32 F(handle_t h, unsigned short* name, unsigned16 count, const char* bytes, unsigned long last);

extern RPC_IF_HANDLE wild_v1_0_c_ifspec;
extern RPC_IF_HANDLE wild_v1_0_s_ifspec;

typedef struct _wild_v1_0_epv_t {
  unsigned32 (*F)(handle_t h, unsigned short* name, unsigned16 count, const char* bytes, unsigned long last);
} wild_v1_0_epv_t, wild_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

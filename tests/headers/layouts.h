/* The binary interface of 64-bit Windows: sizes, offsets and values that programs and stubs were compiled with.
   Included by layouts.c and layouts.cc; compiling it is the test. */
#include <stddef.h>

#include <midles.h>
#include <rpc.h>
#include <rpcasync.h>
#include <rpcndr.h>
#include <rpcnsi.h>
#include <rpcssl.h>
#include <windows.h>

#define SIZE(type, size) static_assert(sizeof(type) == (size), "size of " #type);
#define AT(type, member, offset) \
  static_assert(offsetof(type, member) == (offset), "offset of " #member " in " #type);
#include "layouts.inc"

#define VALUE(name, value) \
  static_assert((long long)(name) == (long long)(value), "value of " #name);
#include "constants.inc"
#include "statuses.inc"

/* Basic types have the widths of Windows, whatever the host's `long` is. */
SIZE(BOOL, 4)
SIZE(DWORD, 4)
SIZE(ULONG, 4)
SIZE(LONG, 4)
SIZE(HRESULT, 4)
SIZE(RPC_STATUS, 4)
SIZE(error_status_t, 4)
SIZE(WCHAR, 2)
SIZE(*(RPC_WSTR)0, 2)
SIZE(*(RPC_CSTR)0, 1)
SIZE(boolean, 1)
SIZE(byte, 1)
SIZE(small, 1)
SIZE(hyper, 8)
SIZE(MIDL_uhyper, 8)
SIZE(handle_t, 8)
SIZE(UUID, 16)
SIZE(LARGE_INTEGER, 8)
SIZE(LUID, 8)
static_assert((RPC_STATUS)-1 < 0, "RPC_STATUS is signed");
static_assert((DWORD)-1 > 0, "DWORD is unsigned");
static_assert(RPC_ASYNC_VERSION_1_0 == 112, "size that RpcAsyncInitializeHandle is called with");

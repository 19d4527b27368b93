/* The RPC API, whole: what every RPC program includes.
 *
 * 1. C11 and C++20. Names and spellings are those of the Windows SDK; a program written for Windows includes
 *    <rpc.h> as it did. Where Windows says `long` the type here is 32 bits wide (LONG, ULONG, RPC_STATUS).
 * 2. Only functions that the library has are declared.
 * 3. Functions may be called from any thread and answer with a status. None raises an exception, except those
 *    documented to (RpcRaiseException, RpcSs...). Bad arguments give a status, never a crash, as far as memory
 *    that is mapped allows.
 * 4. Text comes in two forms: ...A, 8 bits, UTF-8 here; ...W, 16-bit units (UTF-16). The name without a letter
 *    is one of the two, by UNICODE.
 * 5. What a function gives out as RPC_CSTR or RPC_WSTR is freed with RpcStringFree.
 */
#ifndef FARCALL_SDK_RPC_H
#define FARCALL_SDK_RPC_H

#ifndef RPC_NO_WINDOWS_H
#include "windows.h"
#else
#include "windef.h"
#endif

#include "rpcnterr.h"
/* The order matters: what follows uses the types above. */
#include "rpcdce.h"
#include "rpcnsi.h"

#include "rpcexcept.h"

#ifndef RPC_NO_WINDOWS_H
#include "rpcasync.h"
#include "rpcssl.h"
#endif

#endif

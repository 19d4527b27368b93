/* Farcall's own functions, beyond the Windows API: what a native program has no other name for.
 *
 * 1. C11 and C++20. Handles are the HANDLEs of the SDK headers, taken as void* so that a native
 * program needs no Windows types.
 * 2. A function that fails says so in its return value; the sections say where the reason is.
 * 3. All functions may be called from any thread.
 */
#ifndef FARCALL_FARCALL_H
#define FARCALL_FARCALL_H

#include <stdint.h>

#include "sdk/farcall_api.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Events in the program's own poll loop
 * ------------------------------------------------------------------- */

/* A descriptor that is readable exactly while the event (CreateEvent) is signalled; for poll,
 * select and epoll. The event owns it: it is the same at every call, valid while a handle of the
 * event is open, and never closed or read by the program. When it is readable the event is taken
 * with WaitForSingleObject(event_handle, 0): this resets an automatic event and its descriptor, and
 * another thread may have been first (WAIT_TIMEOUT). A manual event is reset with ResetEvent. -1 on
 * error: GetLastError() is ERROR_INVALID_HANDLE, ERROR_TOO_MANY_OPEN_FILES or
 * ERROR_NOT_ENOUGH_MEMORY. */
FARCALL_API int FarcallEventGetFd(void* event_handle);

/* ---- A server's endpoints and threads. Both answer with an RPC_STATUS, 0 when done. */

/* Listens on one address only: "127.0.0.1", "::1"; NULL or "" is every address. `endpoint` is a port, or over ncalrpc
 * a name; NULL or "" is any free one, which RpcServerInqBindings tells; so is port "0". Statuses as of RpcServerUseProtseqEp, and
 * RPC_S_INVALID_NET_ADDR. */
FARCALL_API int32_t FarcallServerUseProtseq(const char* protseq, const char* address,
                                            const char* endpoint);

/* Listens on a socket that somebody else has bound and that listens: a service manager that starts the program when
 * the first connection comes (systemd's LISTEN_FDS). IPv4 or IPv6: ncacn_ip_tcp at its port; a path: ncalrpc at the
 * last name of it, which is not removed in the end. The descriptor belongs to the run-time from the call on, whatever
 * it answers. RPC_S_INVALID_ARG: no such socket; RPC_S_INVALID_ENDPOINT_FORMAT: a path that ends in no name of ncalrpc;
 * RPC_S_OUT_OF_RESOURCES. */
FARCALL_API int32_t FarcallServerUseSocket(int descriptor);

typedef enum FARCALL_DISPATCH {
  FARCALL_DISPATCH_POOL = 0,   /* manager routines run on a pool of threads and may block */
  FARCALL_DISPATCH_INLINE = 1, /* on the thread that read the request: they promise not to block */
  FARCALL_DISPATCH_BATON = 2   /* not there yet */
} FARCALL_DISPATCH;

/* Where manager routines run, from the next call on. RPC_S_CANNOT_SUPPORT for a policy that is not there. */
FARCALL_API int32_t FarcallSetDispatchPolicy(FARCALL_DISPATCH dispatch);

/* ---- What security may use. */

/* Words that are separated by commas: ntlm=off|named|on, rc4=off|on, level=connect|pkt|integrity|privacy,
 * headers=off|on, mutual=required|offered (docs/security.md). They replace those of an earlier call and hold for what is
 * registered or set on a binding from now on; the administrator's in FARCALL_SECURITY win over
 * them. RPC_S_INVALID_ARG: a word that is not known; nothing has changed. */
FARCALL_API int32_t FarcallSetSecurityPolicy(const char* words);

/* RpcServerRegisterAuthInfo with files of its own: `service` is an RPC_C_AUTHN_*, `keytab` instead of
 * the process's (KRB5_KTNAME), `ntlm_users` a file of NTLM's users instead of NTLM_USER_FILE; each
 * may be NULL. Statuses as of RpcServerRegisterAuthInfo; RPC_S_UNKNOWN_PRINCIPAL also when a file
 * cannot be read. */
FARCALL_API int32_t FarcallServerRegisterAuthInfo(const char* principal, uint32_t service,
                                                  const char* keytab, const char* ntlm_users);

/* ---- The log. */

typedef enum FARCALL_LOG_LEVEL {
  FARCALL_LOG_ERROR = 0,
  FARCALL_LOG_WARN = 1,
  FARCALL_LOG_INFO = 2,
  FARCALL_LOG_DEBUG = 3
} FARCALL_LOG_LEVEL;

/* `event` is a stable name, `text` says the rest; both are gone when the routine returns. Called on
 * any thread; it makes no RPC calls and does not block. */
typedef void (*FARCALL_LOG_ROUTINE)(void* context, FARCALL_LOG_LEVEL level, const char* event,
                                    const char* text);
/* Lines go to the routine instead of standard error; NULL puts that back. Which ones: FARCALL_LOG. A
 * line that is on its way may still come to the routine that was there before. */
FARCALL_API void FarcallSetLog(FARCALL_LOG_ROUTINE routine, void* context);

/* ---- Deadlines of asynchronous calls. */

/* `async_state` is the RPC_ASYNC_STATE of a client's call that has started and was not collected.
 * After `milliseconds` from now the server is asked to cancel; `grace_milliseconds` later the call
 * ends with RPC_S_CALL_CANCELLED, whatever the server does. 0xFFFFFFFF milliseconds take an earlier
 * deadline away. The call is told of and collected as always. RPC_S_INVALID_ASYNC_HANDLE,
 * RPC_S_INVALID_ASYNC_CALL, RPC_S_OUT_OF_MEMORY. */
FARCALL_API int32_t FarcallAsyncSetDeadline(void* async_state, uint32_t milliseconds,
                                            uint32_t grace_milliseconds);

#ifdef __cplusplus
}
#endif

#endif

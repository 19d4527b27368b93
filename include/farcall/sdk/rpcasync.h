/* Asynchronous calls.
 *
 * Client: the program owns the RPC_ASYNC_STATE. RpcAsyncInitializeHandle, fill NotificationType, u and UserInfo,
 * start the call; from then until RpcAsyncCompleteCall gives anything but RPC_S_ASYNC_CALL_PENDING the structure
 * is the run-time's and its memory stays where it is.
 * Server: the structure belongs to the call. RpcAsyncCompleteCall or RpcAsyncAbortCall, once, from any thread;
 * afterwards the structure and what [in] and [out] pointers lead to are gone.
 * RpcAsyncCancelCall and RpcAsyncGetCallStatus are for clients, RpcAsyncAbortCall is for servers.
 */
#ifndef FARCALL_SDK_RPCASYNC_H
#define FARCALL_SDK_RPCASYNC_H

#include "minwinbase.h"
#include "rpc_call_attributes.h"
#include "rpc_error_info.h"
#include "rpcdce.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RPC_ASYNC_VERSION_1_0 sizeof(RPC_ASYNC_STATE)

/* How a client wants to hear that its call has ended. Hwnd is refused: RPC_S_UNSUPPORTED_TYPE. */
typedef enum _RPC_NOTIFICATION_TYPES {
  RpcNotificationTypeNone,
  RpcNotificationTypeEvent,
  RpcNotificationTypeApc,
  RpcNotificationTypeIoc,
  RpcNotificationTypeHwnd,
  RpcNotificationTypeCallback
} RPC_NOTIFICATION_TYPES;

typedef enum _RPC_ASYNC_EVENT {
  RpcCallComplete,
  RpcSendComplete,
  RpcReceiveComplete,
  RpcClientDisconnect,
  RpcClientCancel
} RPC_ASYNC_EVENT;

struct _RPC_ASYNC_STATE;

typedef void RPC_ENTRY RPCNOTIFICATION_ROUTINE(struct _RPC_ASYNC_STATE* pAsync, void* Context,
                                               RPC_ASYNC_EVENT Event);
typedef RPCNOTIFICATION_ROUTINE* PFN_RPCNOTIFICATION_ROUTINE;

typedef union _RPC_ASYNC_NOTIFICATION_INFO {
  struct {
    PFN_RPCNOTIFICATION_ROUTINE NotificationRoutine;
    HANDLE hThread; /* 0: the thread that starts the call */
  } APC;
  struct {
    HANDLE hIOPort;
    DWORD dwNumberOfBytesTransferred;
    DWORD_PTR dwCompletionKey;
    LPOVERLAPPED lpOverlapped;
  } IOC;
  struct {
    HWND hWnd;
    UINT Msg;
  } HWND;
  HANDLE hEvent;
  PFN_RPCNOTIFICATION_ROUTINE NotificationRoutine;
} RPC_ASYNC_NOTIFICATION_INFO, *PRPC_ASYNC_NOTIFICATION_INFO;

/* Flags, UserInfo, NotificationType and u are the program's; the rest is the run-time's. */
typedef struct _RPC_ASYNC_STATE {
  unsigned int Size;
  ULONG Signature;
  LONG Lock;
  ULONG Flags;
  void* StubInfo;
  void* UserInfo;
  void* RuntimeInfo;
  RPC_ASYNC_EVENT Event;
  RPC_NOTIFICATION_TYPES NotificationType;
  RPC_ASYNC_NOTIFICATION_INFO u;
  LONG_PTR Reserved[4];
} RPC_ASYNC_STATE, *PRPC_ASYNC_STATE;

/* RPC_ASYNC_STATE.Flags: tell of the end of sending, too (pipes). */
#define RPC_C_NOTIFY_ON_SEND_COMPLETE 0x1

RPCRTAPI RPC_STATUS RPC_ENTRY RpcAsyncInitializeHandle(PRPC_ASYNC_STATE pAsync, unsigned int Size);
/* Obsolete; does nothing and succeeds. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcAsyncRegisterInfo(PRPC_ASYNC_STATE pAsync);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcAsyncGetCallStatus(PRPC_ASYNC_STATE pAsync);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcAsyncCompleteCall(PRPC_ASYNC_STATE pAsync, void* Reply);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcAsyncAbortCall(PRPC_ASYNC_STATE pAsync, ULONG ExceptionCode);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcAsyncCancelCall(PRPC_ASYNC_STATE pAsync, BOOL fAbort);

/* Connects the binding and has the server accept the interface, so that the first call finds all
   ready; over ncalrpc only (RPC_S_CANNOT_SUPPORT). With pAsync it is a call like others: told of,
   cancelled, collected with RpcAsyncCompleteCall; until then the binding is left alone. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingBind(PRPC_ASYNC_STATE pAsync, RPC_BINDING_HANDLE Binding,
                                             RPC_IF_HANDLE IfSpec);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcBindingUnbind(RPC_BINDING_HANDLE Binding);

/* On the server, the binding handle of the call: for RpcServerTestCancel, RpcServerInqCallAttributes ... */
#define RpcAsyncGetCallHandle(pAsync) (((PRPC_ASYNC_STATE)pAsync)->RuntimeInfo)

/* On the server: changes the lock that a call holds on one of its context handles (`UserContext`: what the manager
   routine got for it). ERROR_MORE_WRITES: the exclusive lock is held, but not the shared one was all the time.
   ServerBindingHandle NULL: the call that this thread serves. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSsContextLockExclusive(RPC_BINDING_HANDLE ServerBindingHandle,
                                                        PVOID UserContext);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcSsContextLockShared(RPC_BINDING_HANDLE ServerBindingHandle,
                                                     PVOID UserContext);

/* What a server may be told of the client of one call; they may be combined, except for events. */
typedef enum _RPC_NOTIFICATIONS {
  RpcNotificationCallNone = 0,
  RpcNotificationClientDisconnect = 1,
  RpcNotificationCallCancel = 2
} RPC_NOTIFICATIONS;

/* Binding: of the call, NULL on the thread that was given it. One subscription for each of the two,
   told once: when it happens, or at once when it has happened already. A routine gets the handle of
   an asynchronous call, the binding handle of a synchronous one. Unsubscribe before the call is
   answered; NotificationsQueued says how many notifications there were, some of which may still be
   on their way. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerSubscribeForNotification(
    RPC_BINDING_HANDLE Binding, DWORD Notification, RPC_NOTIFICATION_TYPES NotificationType,
    RPC_ASYNC_NOTIFICATION_INFO* NotificationInfo);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerUnsubscribeForNotification(RPC_BINDING_HANDLE Binding,
                                                                  RPC_NOTIFICATIONS Notification,
                                                                  ULONG* NotificationsQueued);

/* RpcCallAttributes is one of RPC_CALL_ATTRIBUTES_V1_A ... V3_W with Version and Flags filled. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqCallAttributesA(RPC_BINDING_HANDLE ClientBinding,
                                                          void* RpcCallAttributes);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcServerInqCallAttributesW(RPC_BINDING_HANDLE ClientBinding,
                                                          void* RpcCallAttributes);

/* There are no authorization contexts here: RPC_S_CANNOT_SUPPORT of an authenticated caller,
   RPC_S_NO_CONTEXT_AVAILABLE of another. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcGetAuthorizationContextForClient(
    RPC_BINDING_HANDLE ClientBinding, BOOL ImpersonateOnReturn, PVOID Reserved1,
    PLARGE_INTEGER pExpirationTime, LUID Reserved2, DWORD Reserved3, PVOID Reserved4,
    PVOID* pAuthzClientContext);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcFreeAuthorizationContext(PVOID* pAuthzClientContext);

#ifdef UNICODE
#define RpcServerInqCallAttributes RpcServerInqCallAttributesW
#else
#define RpcServerInqCallAttributes RpcServerInqCallAttributesA
#endif

#ifdef __cplusplus
}
#endif

#endif

/* The client: starts a call, goes on, and collects the reply later. See --help. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "async_reply.h"

struct options {
  const char *host;
  const char *port;
  const char *notify; /* none, event, apc, ioc or callback */
  unsigned long delay;
  long cancel_after; /* milliseconds, -1: never */
  int abortive;
  unsigned long refuse; /* a code: call Refuse instead */
  int demo;
  int shutdown;
};

static void fail(const char *what, RPC_STATUS status) {
  fprintf(stderr, "client: %s: %d\n", what, (int)status);
  exit(1);
}

/* -- waiting for the reply, one way for each notification type ------------------------------------------------- */

static volatile LONG notified;
static HANDLE port;

static void routine(PRPC_ASYNC_STATE pAsync, void *context, RPC_ASYNC_EVENT event) {
  (void)pAsync;
  (void)context;
  if (event == RpcCallComplete) InterlockedExchange(&notified, 1);
}

static void prepare(PRPC_ASYNC_STATE async, const char *notify) {
  RPC_STATUS status = RpcAsyncInitializeHandle(async, sizeof *async);
  if (status != RPC_S_OK) fail("RpcAsyncInitializeHandle", status);
  async->UserInfo = NULL;
  notified = 0;
  if (strcmp(notify, "none") == 0) {
    async->NotificationType = RpcNotificationTypeNone;
  } else if (strcmp(notify, "event") == 0) {
    async->NotificationType = RpcNotificationTypeEvent;
    async->u.hEvent = CreateEventA(NULL, FALSE, FALSE, NULL);
    if (!async->u.hEvent) fail("CreateEvent", (RPC_STATUS)GetLastError());
  } else if (strcmp(notify, "apc") == 0) {
    async->NotificationType = RpcNotificationTypeApc;
    async->u.APC.NotificationRoutine = routine;
    async->u.APC.hThread = 0; /* this thread */
  } else if (strcmp(notify, "ioc") == 0) {
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    async->NotificationType = RpcNotificationTypeIoc;
    async->u.IOC.hIOPort = port;
    async->u.IOC.dwNumberOfBytesTransferred = 1;
    async->u.IOC.dwCompletionKey = 42;
    async->u.IOC.lpOverlapped = (LPOVERLAPPED)async;
  } else if (strcmp(notify, "callback") == 0) {
    async->NotificationType = RpcNotificationTypeCallback;
    async->u.NotificationRoutine = routine;
  } else {
    fprintf(stderr, "client: unknown notification '%s'\n", notify);
    exit(2);
  }
}

/* TRUE when the notification came within `milliseconds`. */
static BOOL wait_for(PRPC_ASYNC_STATE async, DWORD milliseconds) {
  DWORD bytes = 0;
  ULONG_PTR key = 0;
  LPOVERLAPPED overlapped = NULL;
  DWORD waited;
  switch (async->NotificationType) {
    case RpcNotificationTypeEvent:
      return WaitForSingleObject(async->u.hEvent, milliseconds) == WAIT_OBJECT_0;
    case RpcNotificationTypeIoc:
      return GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, milliseconds) && key == 42 &&
             overlapped == (LPOVERLAPPED)async;
    case RpcNotificationTypeApc:
      SleepEx(milliseconds, TRUE);
      return notified != 0;
    default:
      for (waited = 0;; waited += 10) {
        if (notified || RpcAsyncGetCallStatus(async) != RPC_S_ASYNC_CALL_PENDING) return TRUE;
        if (waited >= milliseconds) return FALSE;
        Sleep(10);
      }
  }
}

static void release(PRPC_ASYNC_STATE async) {
  if (async->NotificationType == RpcNotificationTypeEvent) CloseHandle(async->u.hEvent);
  if (async->NotificationType == RpcNotificationTypeIoc) CloseHandle(port);
}

/* -- one asynchronous call -------------------------------------------------------------------------------------- */

static RPC_STATUS start(PRPC_ASYNC_STATE async, handle_t binding, const struct options *options) {
  RPC_STATUS status = RPC_S_OK;
  RpcTryExcept {
    if (options->refuse)
      Refuse(async, binding, options->refuse);
    else
      AsyncFunc(async, binding, options->delay);
  }
  RpcExcept(1) {
    status = (RPC_STATUS)RpcExceptionCode();
  }
  RpcEndExcept;
  return status;
}

static RPC_STATUS collect(PRPC_ASYNC_STATE async, long *answer) {
  RPC_STATUS status;
  while (!wait_for(async, 100)) {
  }
  status = RpcAsyncCompleteCall(async, answer);
  while (status == RPC_S_ASYNC_CALL_PENDING) { /* a notification may be early, never wrong */
    Sleep(1);
    status = RpcAsyncCompleteCall(async, answer);
  }
  release(async);
  return status;
}

static RPC_STATUS call_once(handle_t binding, const struct options *options, long *answer) {
  RPC_ASYNC_STATE async;
  RPC_STATUS status;
  prepare(&async, options->notify);
  status = start(&async, binding, options);
  if (status != RPC_S_OK) fail("the call could not be started", status);
  printf("client: call started; this thread goes on\n");
  if (options->cancel_after >= 0) {
    Sleep((DWORD)options->cancel_after);
    printf("client: cancelling%s\n", options->abortive ? ", not waiting for the server" : "");
    status = RpcAsyncCancelCall(&async, options->abortive);
    if (status != RPC_S_OK) fail("RpcAsyncCancelCall", status);
  }
  return collect(&async, answer);
}

/* -- the demonstration: a transcript that checks itself ------------------------------------------------------------ */

static int failures;

static void expect(const char *what, long actual, long expected) {
  if (actual == expected) return;
  printf("client: EXPECTED %s = %ld, got %ld\n", what, expected, actual);
  ++failures;
}

static long synchronous(handle_t binding, const char *text) {
  long length = -1;
  RpcTryExcept {
    length = NonAsyncFunc(binding, text);
  }
  RpcExcept(1) {
    fail("synchronous call", (RPC_STATUS)RpcExceptionCode());
  }
  RpcEndExcept;
  return length;
}

static long cancelled_calls(handle_t binding) {
  long count = -1;
  RpcTryExcept {
    count = CancelledCalls(binding);
  }
  RpcExcept(1) {
    fail("CancelledCalls", (RPC_STATUS)RpcExceptionCode());
  }
  RpcEndExcept;
  return count;
}

static void demo_reply_later(handle_t binding) {
  struct options options = {.notify = "event", .delay = 1000};
  RPC_ASYNC_STATE async;
  long answer = -1;
  printf("\n1. A call that is answered later\n");
  prepare(&async, options.notify);
  if (start(&async, binding, &options) != RPC_S_OK) fail("AsyncFunc", 0);
  printf("client: call started; this thread goes on\n");
  expect("pending", RpcAsyncGetCallStatus(&async), RPC_S_ASYNC_CALL_PENDING);
  expect("length", synchronous(binding, "meanwhile"), 9);
  printf("client: the synchronous call went through while the first one is pending\n");
  expect("status", collect(&async, &answer), RPC_S_OK);
  expect("slices", answer, SLICES);
  printf("client: the reply arrived: %ld slices\n", answer);
}

static void demo_cancel(handle_t binding) {
  const struct options options = {.notify = "callback", .delay = 2000, .cancel_after = 300};
  long answer = -1;
  printf("\n2. A call that the client cancels\n");
  expect("status", call_once(binding, &options, &answer), RPC_S_OK);
  expect("cancels the server saw", cancelled_calls(binding), 1);
  if (answer >= SLICES) expect("slices below", answer, SLICES - 1);
  printf("client: the server saw the cancel and replied early, after %ld slices\n", answer);
}

static void demo_abort(handle_t binding) {
  const struct options options = {.notify = "none", .refuse = 4711, .cancel_after = -1};
  printf("\n3. A call that the server refuses\n");
  RPC_STATUS status = call_once(binding, &options, NULL);
  expect("status", status, 4711);
  printf("client: the call ended with the server's code %d\n", (int)status);
}

static void demo_opportunistic(handle_t binding) {
  const struct options options = {.notify = "apc", .delay = 0, .cancel_after = -1};
  long answer = -1;
  printf("\n4. A call that is completed on the dispatch thread\n");
  expect("status", call_once(binding, &options, &answer), RPC_S_OK);
  expect("slices", answer, 0);
  printf("client: the reply arrived by APC\n");
}

static int demo(handle_t binding) {
  demo_reply_later(binding);
  demo_cancel(binding);
  demo_abort(binding);
  demo_opportunistic(binding);
  printf("\n%s\n", failures ? "The demonstration FAILED." : "Every step did what it should.");
  return failures != 0;
}

/* -- command line ---------------------------------------------------------------------------------------------------- */

static void usage(const char *program) {
  printf("usage: %s --port PORT [--host HOST] [--notify none|event|apc|ioc|callback] [--delay MS]\n"
         "          [--cancel-after MS [--abortive]] [--refuse CODE] [--demo] [--shutdown]\n",
         program);
}

static struct options parse(int argc, char **argv) {
  struct options options = {.host = "127.0.0.1", .notify = "event", .delay = 1000, .cancel_after = -1};
  int i;
  for (i = 1; i < argc; ++i) {
    const char *value = i + 1 < argc ? argv[i + 1] : NULL;
    if (strcmp(argv[i], "--abortive") == 0)
      options.abortive = 1;
    else if (strcmp(argv[i], "--demo") == 0)
      options.demo = 1;
    else if (strcmp(argv[i], "--shutdown") == 0)
      options.shutdown = 1;
    else if (value && ++i && strcmp(argv[i - 1], "--port") == 0)
      options.port = value;
    else if (value && strcmp(argv[i - 1], "--host") == 0)
      options.host = value;
    else if (value && strcmp(argv[i - 1], "--notify") == 0)
      options.notify = value;
    else if (value && strcmp(argv[i - 1], "--delay") == 0)
      options.delay = strtoul(value, NULL, 0);
    else if (value && strcmp(argv[i - 1], "--cancel-after") == 0)
      options.cancel_after = strtol(value, NULL, 0);
    else if (value && strcmp(argv[i - 1], "--refuse") == 0)
      options.refuse = strtoul(value, NULL, 0);
    else
      options.port = NULL, i = argc;
  }
  if (!options.port) {
    usage(argv[0]);
    exit(2);
  }
  return options;
}

static handle_t bind_to(const struct options *options) {
  RPC_CSTR text = NULL;
  handle_t binding = NULL;
  RPC_STATUS status = RpcStringBindingComposeA(NULL, (RPC_CSTR) "ncacn_ip_tcp", (RPC_CSTR)options->host,
                                               (RPC_CSTR)options->port, NULL, &text);
  if (status == RPC_S_OK) status = RpcBindingFromStringBindingA(text, &binding);
  if (status != RPC_S_OK) fail("binding", status);
  RpcStringFreeA(&text);
  return binding;
}

static void shut_down(handle_t binding) {
  RpcTryExcept {
    Shutdown(binding);
  }
  RpcExcept(1) {
    fail("Shutdown", (RPC_STATUS)RpcExceptionCode());
  }
  RpcEndExcept;
}

int main(int argc, char **argv) {
  struct options options = parse(argc, argv);
  handle_t binding = bind_to(&options);
  int result = 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (options.demo) {
    result = demo(binding);
  } else if (!options.shutdown) {
    long answer = -1;
    RPC_STATUS status = call_once(binding, &options, &answer);
    printf("client: RpcAsyncCompleteCall returned %d, reply %ld\n", (int)status, answer);
    result = status != RPC_S_OK;
  }
  if (options.shutdown) shut_down(binding);
  RpcBindingFree(&binding);
  return result;
}

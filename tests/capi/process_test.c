/* The library and the life of its process: fork, and an exit with threads inside. */
#include <farcall/farcall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static handle_t make_binding(void) {
  handle_t handle = NULL;
  GIVES(RPC_S_OK, RpcBindingFromStringBindingA(A("ncacn_ip_tcp:127.0.0.1[2001]"), &handle));
  return handle;
}

static int end_of(pid_t child) {
  int status = 0;
  CHECK(child > 0);
  CHECK(waitpid(child, &status, 0) == child);
  return status;
}

/* In the child. */
static void use_after_fork(handle_t handle) {
  handle_t own = make_binding();
  GIVES(RPC_S_INVALID_BINDING, RpcBindingReset(handle));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingFree(&handle));
  GIVES(RPC_S_OK, RpcBindingFree(&own));
  GIVES(RPC_S_NOT_LISTENING, RpcMgmtIsServerListening(NULL));
}

TEST(a_child_does_not_have_the_handles_of_its_parent) {
  handle_t handle = make_binding();
  pid_t child;
  GIVES(RPC_S_OK, FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"));
  GIVES(RPC_S_OK, RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  child = fork();
  if (child == 0) {
    alarm(30);
    use_after_fork(handle);
    _exit(0);
  }
  CHECK(end_of(child) == 0);
  GIVES(RPC_S_OK, RpcBindingReset(handle)); /* the parent is as it was */
  GIVES(RPC_S_OK, RpcMgmtIsServerListening(NULL));
  GIVES(RPC_S_OK, RpcMgmtStopServerListening(NULL));
  GIVES(RPC_S_OK, RpcMgmtWaitServerListen());
  GIVES(RPC_S_OK, RpcBindingFree(&handle));
}

static LONG busy; /* atomic */

static DWORD WINAPI never_ends(LPVOID parameter) {
  (void)parameter;
  while (InterlockedIncrement(&busy) > 0) {
    handle_t handle = make_binding();
    RpcBindingFree(&handle);
  }
  return 0;
}

static int exit_with_threads_inside(void) {
  int i;
  alarm(30);
  for (i = 0; i < 4; ++i) CreateThread(NULL, 0, never_ends, NULL, 0, NULL);
  while (InterlockedExchangeAdd(&busy, 0) < 1000) Sleep(1);
  return 0; /* runs the destructors of the library while the threads go on */
}

TEST(a_process_may_exit_while_its_threads_use_the_library) {
  int i;
  for (i = 0; i < 10; ++i) {
    const pid_t child = fork();
    if (child == 0)
      execl("/proc/self/exe", "process_test", "--exit-with-threads-inside", (char*)NULL);
    CHECK(end_of(child) == 0);
  }
}

int main(int argc, char** argv) {
  (void)argv;
  if (argc > 1) return exit_with_threads_inside();
  RUN(a_child_does_not_have_the_handles_of_its_parent);
  RUN(a_process_may_exit_while_its_threads_use_the_library);
  return 0;
}

/* Stub memory: environments of threads, thread handles, the routines of client stubs. */
#include <rpcndr.h>

#include "check.h"

static void* allocate(size_t size) {
  RPC_STATUS status = 99;
  void* block = RpcSmAllocate(size, &status);
  GIVES(RPC_S_OK, status);
  CHECK(block != NULL);
  return block;
}

TEST(blocks_are_usable_and_freed_one_by_one_or_all_at_once) {
  char* first;
  GIVES(RPC_S_OK, RpcSmEnableAllocate());
  first = allocate(1000);
  memset(first, 1, 1000);
  CHECK(((ULONG_PTR)first & 15) == 0);
  (void)allocate(0);
  (void)allocate(5000); /* left to Disable: the leak checker would see it */
  GIVES(RPC_S_OK, RpcSmFree(first));
  GIVES(RPC_S_OK, RpcSmFree(NULL));
  GIVES(RPC_S_OK, RpcSmDisableAllocate());
}

TEST(misuse_blocks_that_are_none_are_refused) {
  int mine;
  char* block;
  RPC_STATUS status = RPC_S_OK;
  CHECK(RpcSmAllocate(8, &status) == NULL);
  GIVES(RPC_S_OUT_OF_MEMORY, status);
  CHECK(RpcSmAllocate(8, NULL) == NULL);
  GIVES(RPC_S_INVALID_ARG, RpcSmFree(&mine));
  GIVES(RPC_S_OK, RpcSmDisableAllocate()); /* once too often */
  GIVES(RPC_S_OK, RpcSmEnableAllocate());
  block = allocate(8);
  GIVES(RPC_S_INVALID_ARG, RpcSmFree(block + 1));
  GIVES(RPC_S_OK, RpcSmFree(block));
  GIVES(RPC_S_INVALID_ARG, RpcSmFree(block)); /* twice */
  CHECK(RpcSmAllocate((size_t)-1, &status) == NULL);
  GIVES(RPC_S_OUT_OF_MEMORY, status);
  GIVES(RPC_S_OK, RpcSmDisableAllocate());
}

TEST(enable_and_disable_count) {
  char* block;
  GIVES(RPC_S_OK, RpcSmEnableAllocate());
  GIVES(RPC_S_OK, RpcSmEnableAllocate());
  block = allocate(8);
  GIVES(RPC_S_OK, RpcSmDisableAllocate());
  *block = 1; /* still there */
  GIVES(RPC_S_OK, RpcSmFree(block));
  GIVES(RPC_S_OK, RpcSmDisableAllocate());
  CHECK(RpcSmAllocate(8, NULL) == NULL);
}

struct helper {
  RPC_SS_THREAD_HANDLE memory;
  char* block;
};

static DWORD WINAPI helper_thread(LPVOID parameter) {
  struct helper* helper = parameter;
  CHECK(RpcSmAllocate(8, NULL) == NULL); /* its own thread has none */
  GIVES(RPC_S_OK, RpcSmSetThreadHandle(helper->memory));
  helper->block = allocate(8);
  *helper->block = 'x';
  return 0;
}

static void run(LPTHREAD_START_ROUTINE routine, void* parameter) {
  HANDLE thread = CreateThread(NULL, 0, routine, parameter, 0, NULL);
  CHECK(thread && WaitForSingleObject(thread, 20000) == WAIT_OBJECT_0);
  CloseHandle(thread);
}

TEST(a_thread_handle_lets_another_thread_in) {
  struct helper helper = {NULL, NULL};
  RPC_STATUS status = 99;
  GIVES(RPC_S_OK, RpcSmEnableAllocate());
  helper.memory = RpcSmGetThreadHandle(&status);
  GIVES(RPC_S_OK, status);
  run(helper_thread, &helper);
  CHECK(*helper.block == 'x');
  GIVES(RPC_S_OK, RpcSmFree(helper.block)); /* the same memory */
  GIVES(RPC_S_OK, RpcSmDisableAllocate());
  GIVES(RPC_S_INVALID_ARG, RpcSmSetThreadHandle(helper.memory)); /* gone */
}

TEST(misuse_thread_handles_that_are_none_are_refused) {
  RPC_STATUS status = RPC_S_OK;
  CHECK(RpcSmGetThreadHandle(&status) == NULL);
  GIVES(RPC_S_INVALID_ARG, status);
  GIVES(RPC_S_INVALID_ARG, RpcSmSetThreadHandle(&status));
  GIVES(RPC_S_OK, RpcSmSetThreadHandle(NULL));
}

static DWORD WINAPI leave_without_disable(LPVOID parameter) {
  (void)parameter;
  GIVES(RPC_S_OK, RpcSmEnableAllocate());
  (void)allocate(100); /* the thread's end frees it */
  return 0;
}

TEST(the_end_of_a_thread_ends_its_memory) {
  run(leave_without_disable, NULL);
}

static int allocations, frees;
static void* my_allocate(size_t size) {
  ++allocations;
  return malloc(size);
}
static void my_free(void* block) {
  ++frees;
  free(block);
}

TEST(routines_of_client_stubs_are_set_and_swapped) {
  RPC_CLIENT_ALLOC* old_allocate = my_allocate;
  RPC_CLIENT_FREE* old_free = my_free;
  GIVES(RPC_S_OK, RpcSmSwapClientAllocFree(my_allocate, my_free, &old_allocate, &old_free));
  CHECK(old_allocate == NULL && old_free == NULL); /* the stub's own */
  GIVES(RPC_S_OK, RpcSmClientFree(my_allocate(8)));
  CHECK(allocations == 1 && frees == 1);
  GIVES(RPC_S_OK, RpcSmSwapClientAllocFree(NULL, NULL, &old_allocate, &old_free));
  CHECK(old_allocate == my_allocate && old_free == my_free);
  GIVES(RPC_S_INVALID_ARG, RpcSmSetClientAllocFree(my_allocate, NULL));
  GIVES(RPC_S_INVALID_ARG, RpcSmSwapClientAllocFree(my_allocate, my_free, NULL, &old_free));
  GIVES(RPC_S_OK, RpcSmSetClientAllocFree(my_allocate, my_free));
  GIVES(RPC_S_OK, RpcSmSetClientAllocFree(NULL, NULL));
}

/* What a function of the RpcSs kind raises, RPC_S_OK for nothing. */
#define RAISED_BY(statement, out)             \
  do {                                        \
    RpcTryExcept {                            \
      statement;                              \
      (out) = RPC_S_OK;                       \
    }                                         \
    RpcExcept(EXCEPTION_EXECUTE_HANDLER) {    \
      (out) = (RPC_STATUS)RpcExceptionCode(); \
    }                                         \
    RpcEndExcept;                             \
  } while (0)

TEST(RpcSs_functions_raise_what_RpcSm_functions_answer) {
  volatile RPC_STATUS status = 99;
  RPC_CLIENT_ALLOC* old_allocate;
  RPC_CLIENT_FREE* old_free;
  char* block;
  RAISED_BY(RpcSsAllocate(8), status);
  GIVES(RPC_S_OUT_OF_MEMORY, status);
  RAISED_BY(RpcSsGetThreadHandle(), status);
  GIVES(RPC_S_INVALID_ARG, status);
  RAISED_BY(RpcSsSetThreadHandle(&old_free), status);
  GIVES(RPC_S_INVALID_ARG, status);
  RAISED_BY(RpcSsSetClientAllocFree(my_allocate, NULL), status);
  GIVES(RPC_S_INVALID_ARG, status);
  RAISED_BY(RpcSsSwapClientAllocFree(my_allocate, my_free, NULL, NULL), status);
  GIVES(RPC_S_INVALID_ARG, status);

  RpcSsEnableAllocate();
  block = RpcSsAllocate(8);
  RpcSsFree(block);
  RpcSsFree(block); /* twice: left alone */
  RpcSsSetThreadHandle(RpcSsGetThreadHandle());
  (void)RpcSsAllocate(8);
  RpcSsDisableAllocate();
  RpcSsSwapClientAllocFree(my_allocate, my_free, &old_allocate, &old_free);
  RpcSsSetClientAllocFree(NULL, NULL);
}

int main(void) {
  RUN(blocks_are_usable_and_freed_one_by_one_or_all_at_once);
  RUN(misuse_blocks_that_are_none_are_refused);
  RUN(enable_and_disable_count);
  RUN(a_thread_handle_lets_another_thread_in);
  RUN(misuse_thread_handles_that_are_none_are_refused);
  RUN(the_end_of_a_thread_ends_its_memory);
  RUN(routines_of_client_stubs_are_set_and_swapped);
  RUN(RpcSs_functions_raise_what_RpcSm_functions_answer);
  return 0;
}

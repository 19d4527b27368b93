/* The text of the C functions; see frames.h. FRAMES names the table. */
#include "frames.h"

#include <rpcexcept.h>
#include <setjmp.h>
#include <string.h>

static int handle(body_fn *body, void *context) {
  RpcTryExcept { body(context); }
  RpcExcept(1) {
    return (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return 0;
}

static void search(body_fn *body, void *context) {
  RpcTryExcept { body(context); }
  RpcExcept(0) {
  }
  RpcEndExcept;
}

static void deep(int depth, body_fn *body, void *context) {
  RpcTryExcept {
    if (depth > 0)
      deep(depth - 1, body, context);
    else
      body(context);
  }
  RpcExcept(0) {
  }
  RpcEndExcept;
}

__attribute__((noinline)) static void behind_array(body_fn *body, void *context) {
  char array[4096];
  __asm__ volatile("" : : "r"(array) : "memory");
  body(context);
  __asm__ volatile("" : : "r"(array) : "memory");
}

__attribute__((noinline)) static void behind_written_array(body_fn *body, void *context) {
  char array[4096];
  memset(array, 0x41, sizeof array);
  __asm__ volatile("" : : "r"(array) : "memory");
  body(context);
  __asm__ volatile("" : : "r"(array) : "memory");
}

struct cleaned {
  void (*cleanup)(void);
};

static void clean(struct cleaned *object) {
  object->cleanup();
}

static int handle_around_cleanup(body_fn *body, void *context, void (*cleanup)(void)) {
  RpcTryExcept {
    struct cleaned object __attribute__((cleanup(clean))) = {cleanup};
    body(context);
  }
  RpcExcept(1) {
    return (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return 0;
}

static jmp_buf place;

__attribute__((noinline)) static void open_block_and_jump(void) {
  RpcTryExcept { longjmp(place, 1); }
  RpcExcept(1) {
  }
  RpcEndExcept;
}

static void leave_by_longjmp(void) {
  if (setjmp(place) == 0) open_block_and_jump();
}

#ifdef __clang__
#define CLEANUPS_MAY_RAISE 0
#else
#define CLEANUPS_MAY_RAISE 1
#endif

const struct c_frames FRAMES = {
    FRAMES_NAME,  FRAMES_HAVE_CLEANUPS, CLEANUPS_MAY_RAISE,    handle,           search, deep,
    behind_array, behind_written_array, handle_around_cleanup, leave_by_longjmp,
};

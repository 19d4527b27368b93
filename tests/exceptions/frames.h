/* C functions with RPC exception blocks, compiled three times: with -fexceptions, without, and without unwind tables. */
#ifndef TESTS_EXCEPTIONS_FRAMES_H
#define TESTS_EXCEPTIONS_FRAMES_H

#ifdef __cplusplus
extern "C" {
#endif

typedef void body_fn(void* context);

struct c_frames {
  const char* name;
  int has_cleanups;       /* compiled with -fexceptions */
  int cleanups_may_raise; /* clang ends the program, as C++ does for destructors */

  /* body() inside RpcTryExcept/RpcExcept(1): the code that was raised, or 0. */
  int (*handle)(body_fn* body, void* context);
  /* body() inside RpcTryExcept/RpcExcept(0). */
  void (*search)(body_fn* body, void* context);
  /* body() `depth` functions further in, each with a block whose filter says 0. */
  void (*deep)(int depth, body_fn* body, void* context);
  /* body() behind a big array that stays as it was, or is written over. */
  void (*behind_array)(body_fn* body, void* context);
  void (*behind_written_array)(body_fn* body, void* context);
  /* body() in a scope with an object of GCC's cleanup attribute, inside RpcTryExcept/RpcExcept(1): the code. */
  int (*handle_around_cleanup)(body_fn* body, void* context, void (*cleanup)(void));
  /* A block that longjmp leaves behind. */
  void (*leave_by_longjmp)(void);
};

extern const struct c_frames with_cleanups, without_cleanups, without_tables;

#ifdef __cplusplus
}
#endif

#endif

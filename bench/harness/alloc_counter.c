/* Preloaded (LD_PRELOAD): counts the calls to the malloc family of the whole process, then lets
 * glibc serve them.
 *
 * Used in runs of their own that report no times: the one shared counter would cost programs with
 * many threads more than others. operator new ends in malloc and is counted with it; free is not
 * counted. */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

/* glibc's own entry points, exported for this purpose. */
extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);

static _Atomic uint64_t allocations;

static void count(void) {
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
}

EXPORT uint64_t bench_allocations(void);
EXPORT uint64_t bench_allocations(void) {
  return atomic_load_explicit(&allocations, memory_order_relaxed);
}

EXPORT void* malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

EXPORT void* calloc(size_t elements, size_t size) {
  count();
  return __libc_calloc(elements, size);
}

EXPORT void* realloc(void* memory, size_t size) {
  count();
  return __libc_realloc(memory, size);
}

EXPORT void* reallocarray(void* memory, size_t elements, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(elements, size, &bytes)) {
    errno = ENOMEM;
    return NULL;
  }
  count();
  return __libc_realloc(memory, bytes);
}

EXPORT void* memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

EXPORT void* aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

EXPORT int posix_memalign(void** result, size_t alignment, size_t size) {
  void* memory;
  count();
  memory = __libc_memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

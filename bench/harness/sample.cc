// Reads this process's own counters; any thread.
#include "harness/sample.h"

#include <dlfcn.h>
#include <sys/resource.h>

#include "harness/die.h"

namespace bench {
namespace {

int64_t nanoseconds(const timeval& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + int64_t{time.tv_usec} * 1000;
}

// alloc_counter.c is found by name, so that programs run with and without it.
int64_t allocations() {
  using Counter = uint64_t (*)();
  static const auto counter = reinterpret_cast<Counter>(::dlsym(RTLD_DEFAULT, "bench_allocations"));
  return counter ? static_cast<int64_t>(counter()) : -1;
}

}  // namespace

Sample sample_this_process() {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) die_errno("getrusage");
  return {.cpu_nanoseconds = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime),
          .allocations = allocations(),
          .context_switches = usage.ru_nvcsw};
}

}  // namespace bench

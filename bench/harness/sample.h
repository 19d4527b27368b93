// What a process has used so far. Two samples make a measurement.
#pragma once

#include <cstdint>

namespace bench {

// Also what the control connection carries: both ends are the same build on the same machine.
struct Sample {
  int64_t cpu_nanoseconds;   // user + system time of all threads (getrusage)
  int64_t allocations;       // calls to the malloc family; -1 when alloc_counter is not preloaded
  int64_t context_switches;  // voluntary ones: a thread went to sleep
};

Sample sample_this_process();

}  // namespace bench

// Every order of three functions in C and C++, every kind of block, every way to end: raise, throw, return (D6).
// Compares what happened with a model of what must happen, and the chain with an empty one.
#include "matrix.h"

#include <farcall/stub/exceptions.h>

#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "stub/exception_chain.h"

step steps[k_levels];

namespace {

bottom the_bottom;

struct Trace {
  char text[256];
  size_t size = 0;
  void add(int level, char event, unsigned value) {
    size += static_cast<size_t>(
        std::snprintf(text + size, sizeof text - size, "%d%c%u ", level, event, value));
  }
};
Trace actual;

struct Outcome {
  enum { none, rpc, other } what;
  unsigned code;
};

class Model {
 public:
  Trace trace;

  Outcome run(int level) {
    if (level == k_levels) return bottom_outcome();
    const Outcome inner = run(level + 1);
    const Outcome outcome = leave_block(level, inner);
    if (!steps[level].is_c) trace.add(level, 'd', 0);
    return outcome;
  }

 private:
  static Outcome bottom_outcome() {
    if (the_bottom == k_raise) return {Outcome::rpc, k_code};
    return {the_bottom == k_throw ? Outcome::other : Outcome::none, 0};
  }

  Outcome leave_block(int level, Outcome inner) {
    const kind block = steps[level].kind;
    if (block == k_finally) return finally(level, inner);
    if (block == k_rethrow && inner.what != Outcome::none) trace.add(level, 'a', 0);
    if (inner.what != Outcome::rpc) return inner;
    switch (block) {
      case k_filter:
        return filter(level, inner);
      case k_handle:
        return handled(level, 'h', inner);
      case k_native:
        return handled(level, 'n', inner);
      case k_again:
        handled(level, 'h', inner);
        return {Outcome::rpc, k_other_code};
      case k_continue:
        return {Outcome::rpc, 0xC0000025};
      default:
        return inner;
    }
  }
  Outcome filter(int level, Outcome inner) {
    trace.add(level, 'q', inner.code);
    return inner.code == k_code ? handled(level, 'h', inner) : inner;
  }
  Outcome handled(int level, char event, Outcome inner) {
    trace.add(level, event, inner.code);
    return {Outcome::none, 0};
  }
  // A C++ exception through C code runs the block only where it is a cleanup of the compiler's.
  Outcome finally(int level, Outcome inner) {
    if (!steps[level].is_c || inner.what != Outcome::other || c_blocks_are_cleanups)
      trace.add(level, 'f', inner.what != Outcome::none);
    return inner;
  }
};

int32_t expected_status(Outcome outcome) {
  if (outcome.what == Outcome::other) return RPC_S_CALL_FAILED;
  return static_cast<int32_t>(outcome.code);
}

bool run_case() {
  actual.size = 0;
  actual.text[0] = '\0';
  const int32_t status = farcall::stub::call_guarded([] { next(-1); });
  Model model;
  model.trace.text[0] = '\0';
  const int32_t expected = expected_status(model.run(0));
  const bool same = status == expected && std::strcmp(actual.text, model.trace.text) == 0 &&
                    farcall::stub::ExceptionChain::of_this_thread().depth() == 0 &&
                    std::uncaught_exceptions() == 0 && !std::current_exception();
  if (same) return true;
  std::printf("bottom %d, blocks", the_bottom);
  for (const step& s : steps) std::printf(" %s%d", s.is_c ? "C" : "C++", s.kind);
  std::printf(": status %d, expected %d\n  did:    %s\n  should: %s\n", status, expected,
              actual.text, model.trace.text);
  return false;
}

// All choices for the levels from `level` on.
void run_all(int level, int& cases, int& failures) {
  if (level == k_levels) {
    ++cases;
    if (!run_case()) ++failures;
    return;
  }
  for (int is_c = 0; is_c < 2; ++is_c) {
    for (int block = 0; block < (is_c ? k_c_kinds : k_cxx_kinds); ++block) {
      steps[level] = {is_c, static_cast<kind>(block)};
      run_all(level + 1, cases, failures);
    }
  }
}

}  // namespace

void trace(int level, char event, unsigned value) {
  actual.add(level, event, value);
}

void next(int level) {
  if (level + 1 < k_levels)
    return steps[level + 1].is_c ? c_level(level + 1) : cxx_level(level + 1);
  if (the_bottom == k_raise) RpcRaiseException(k_code);
  if (the_bottom == k_throw) throw std::runtime_error("thrown through the blocks");
}

int matrix_failures() {
  int cases = 0;
  int failures = 0;
  for (const bottom way : {k_raise, k_throw, k_return}) {
    the_bottom = way;
    run_all(0, cases, failures);
  }
  std::printf("matrix: %d cases, %d failures\n", cases, failures);
  return failures;
}

// How a benchmark program gives up: one line on standard error, exit code 1. A measurement that met
// an error is no measurement, so nothing here recovers.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace bench {

[[noreturn]] inline void die(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::_Exit(1);
}

// For a system call that failed: adds the text of errno.
[[noreturn]] inline void die_errno(const std::string& what) {
  die(what + ": " + std::strerror(errno));
}

}  // namespace bench

// The files of run.sh's certificate, for gRPC's two sides.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "harness/die.h"

namespace bench {

inline std::string text_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) die("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace bench

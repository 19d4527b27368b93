// Nesting: how deep types may hold each other without a pointer between them.
#pragma once

#include "idl/engine/error.h"

namespace farcall::idl::engine {

inline constexpr unsigned k_max_type_nesting = 1000;

class Nesting {
 public:
  explicit Nesting(unsigned& depth) : depth_(depth) {
    if (++depth_ > k_max_type_nesting) {
      --depth_;
      throw Error("types are nested more than 1000 deep");
    }
  }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;
  ~Nesting() { --depth_; }

 private:
  unsigned& depth_;
};

}  // namespace farcall::idl::engine

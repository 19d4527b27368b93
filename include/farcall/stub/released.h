// What has been given back already: full pointers may lead to one pointee from several places, or in a circle.
#pragma once

#include <unordered_set>

#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

class Released {
 public:
  // Whether `memory` is there and this is the first time that it is named.
  bool first(const void* memory) { return memory && seen_.insert(memory).second; }

 private:
  std::unordered_set<const void*> seen_;
};

FARCALL_STUB_NAMESPACE_END

// Thread-local pair of routines; see client_allocator.h.
#include "stub/client_allocator.h"

#include <utility>

namespace farcall::stub {
namespace {
thread_local constinit UserAllocator t_allocator{nullptr, nullptr};
}

UserAllocator swap_client_allocator(UserAllocator allocator) {
  return std::exchange(t_allocator, allocator);
}

UserAllocator client_allocator(const UserAllocator& stub_pair) {
  return t_allocator.allocate ? t_allocator : stub_pair;
}

}  // namespace farcall::stub

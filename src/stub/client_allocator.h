// The calling thread's own pair of allocation routines for client stubs (RpcSmSetClientAllocFree).
//
// A client stub gives [out] data to the application in memory of the application's midl_user_allocate, unless the
// calling thread has set another pair. Per thread; no locks.
#pragma once

#include <farcall/stub/memory.h>

namespace farcall::stub {

// Sets the calling thread's pair, or with null members goes back to the stub's own, and gives the former one.
UserAllocator swap_client_allocator(UserAllocator allocator);

// What a client stub on this thread uses, when its own pair is `stub_pair`.
UserAllocator client_allocator(const UserAllocator& stub_pair);

}  // namespace farcall::stub

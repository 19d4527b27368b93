// Where unmarshalled data lives.
//
// * `call`: memory of the call, gone when the call has ended; for what a manager routine may only read.
// * `user`: the application's midl_user_allocate; for what the application owns, or may free or replace.
#pragma once

#include <cstddef>
#include <cstdint>

#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

enum class Memory : uint8_t { call, user };

// The application's pair of midl_user_allocate and midl_user_free, bound when the stub is linked.
struct UserAllocator {
  void* (*allocate)(size_t size);
  void (*release)(void* memory);
};

FARCALL_STUB_NAMESPACE_END

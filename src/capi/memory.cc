// Stub memory: RpcSm... answer with a status, RpcSs... raise it; both over one body.
//
// Allocating without RpcSmEnableAllocate gives RPC_S_OUT_OF_MEMORY: the pages name no other status for it.
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#include <cstdlib>

#include "capi/guard.h"
#include "capi/memory_environment.h"
#include "stub/client_allocator.h"

using namespace farcall;
using capi::MemoryEnvironmentRef;
using capi::thread_memory;
using stub::UserAllocator;

// The application's own, when it exports one; the weak default in generated stubs is free().
extern "C" __attribute__((weak)) void MIDL_user_free(void*);

namespace {

Result<void> enable() {
  MemoryEnvironmentRef& mine = thread_memory();
  if (!mine || !mine->enter()) mine = capi::make_memory();
  return {};
}

Result<void> disable() {
  MemoryEnvironmentRef& mine = thread_memory();
  if (mine && mine->leave()) mine.reset();
  return {};
}

Result<void*> allocate(size_t size) {
  const MemoryEnvironmentRef& mine = thread_memory();
  void* block = mine ? mine->allocate(size) : nullptr;
  if (!block) return Status{RPC_S_OUT_OF_MEMORY};
  return block;
}

Result<void> free_node(void* node) {
  const MemoryEnvironmentRef& mine = thread_memory();
  if (!node || (mine && mine->free(node))) return {};
  return Status{RPC_S_INVALID_ARG};
}

Result<void*> thread_handle() {
  const MemoryEnvironmentRef& mine = thread_memory();
  if (!mine) return Status{RPC_S_INVALID_ARG};
  return static_cast<void*>(mine.get());
}

// NULL: the thread has no environment any more.
Result<void> set_thread_handle(const void* handle) {
  MemoryEnvironmentRef found = handle ? capi::find_memory(handle) : MemoryEnvironmentRef{};
  if (handle && !found) return Status{RPC_S_INVALID_ARG};
  thread_memory() = std::move(found);
  return {};
}

// Both routines or none: NULL twice goes back to the stub's own.
Result<UserAllocator> swap(RPC_CLIENT_ALLOC* allocate_fn, RPC_CLIENT_FREE* free_fn) {
  if (!allocate_fn != !free_fn) return Status{RPC_S_INVALID_ARG};
  return stub::swap_client_allocator({allocate_fn, free_fn});
}

Result<void> swap(RPC_CLIENT_ALLOC* allocate_fn, RPC_CLIENT_FREE* free_fn,
                  RPC_CLIENT_ALLOC** old_allocate, RPC_CLIENT_FREE** old_free) {
  if (!old_allocate || !old_free) return Status{RPC_S_INVALID_ARG};
  RPC_TRY(const UserAllocator old, swap(allocate_fn, free_fn));
  *old_allocate = old.allocate;
  *old_free = old.release;
  return {};
}

// What a stub gave the application on this thread.
void client_free(void* node) {
  const UserAllocator pair =
      stub::client_allocator({&std::malloc, MIDL_user_free ? &MIDL_user_free : &std::free});
  pair.release(node);
}

void raise_unless_ok(RPC_STATUS status) {
  if (status != RPC_S_OK) RpcRaiseException(status);
}

void set_status(RPC_STATUS* out, RPC_STATUS status) {
  if (out) *out = status;
}

// The pointer of a Result, or nullptr; its status goes to `status`.
template <class Body>
void* pointer_or_null(RPC_STATUS& status, Body body) {
  void* pointer = nullptr;
  status = capi::guard([&]() -> Result<void> {
    RPC_TRY(pointer, body());
    return {};
  });
  return pointer;
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcSmEnableAllocate(void) {
  return capi::guard([] { return enable(); });
}

RPC_STATUS RPC_ENTRY RpcSmDisableAllocate(void) {
  return capi::guard([] { return disable(); });
}

void* RPC_ENTRY RpcSmAllocate(size_t Size, RPC_STATUS* pStatus) {
  RPC_STATUS status = RPC_S_OK;
  void* block = pointer_or_null(status, [Size] { return allocate(Size); });
  set_status(pStatus, status);
  return block;
}

RPC_STATUS RPC_ENTRY RpcSmFree(void* NodeToFree) {
  return capi::guard([NodeToFree] { return free_node(NodeToFree); });
}

RPC_STATUS RPC_ENTRY RpcSmClientFree(void* pNodeToFree) {
  return capi::guard([pNodeToFree]() -> Result<void> {
    client_free(pNodeToFree);
    return {};
  });
}

RPC_SS_THREAD_HANDLE RPC_ENTRY RpcSmGetThreadHandle(RPC_STATUS* pStatus) {
  RPC_STATUS status = RPC_S_OK;
  void* handle = pointer_or_null(status, [] { return thread_handle(); });
  set_status(pStatus, status);
  return handle;
}

RPC_STATUS RPC_ENTRY RpcSmSetThreadHandle(RPC_SS_THREAD_HANDLE Id) {
  return capi::guard([Id] { return set_thread_handle(Id); });
}

RPC_STATUS RPC_ENTRY RpcSmSetClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc,
                                             RPC_CLIENT_FREE* ClientFree) {
  return capi::guard([&] { return swap(ClientAlloc, ClientFree); });
}

RPC_STATUS RPC_ENTRY RpcSmSwapClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc,
                                              RPC_CLIENT_FREE* ClientFree,
                                              RPC_CLIENT_ALLOC** OldClientAlloc,
                                              RPC_CLIENT_FREE** OldClientFree) {
  return capi::guard([&] { return swap(ClientAlloc, ClientFree, OldClientAlloc, OldClientFree); });
}

void RPC_ENTRY RpcSsEnableAllocate(void) {
  raise_unless_ok(RpcSmEnableAllocate());
}

void RPC_ENTRY RpcSsDisableAllocate(void) {
  raise_unless_ok(RpcSmDisableAllocate());
}

void* RPC_ENTRY RpcSsAllocate(size_t Size) {
  RPC_STATUS status = RPC_S_OK;
  void* block = RpcSmAllocate(Size, &status);
  raise_unless_ok(status);
  return block;
}

// No exception is documented: a foreign pointer is left alone.
void RPC_ENTRY RpcSsFree(void* NodeToFree) {
  (void)RpcSmFree(NodeToFree);
}

RPC_SS_THREAD_HANDLE RPC_ENTRY RpcSsGetThreadHandle(void) {
  RPC_STATUS status = RPC_S_OK;
  void* handle = RpcSmGetThreadHandle(&status);
  raise_unless_ok(status);
  return handle;
}

void RPC_ENTRY RpcSsSetThreadHandle(RPC_SS_THREAD_HANDLE Id) {
  raise_unless_ok(RpcSmSetThreadHandle(Id));
}

void RPC_ENTRY RpcSsSetClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc, RPC_CLIENT_FREE* ClientFree) {
  raise_unless_ok(RpcSmSetClientAllocFree(ClientAlloc, ClientFree));
}

void RPC_ENTRY RpcSsSwapClientAllocFree(RPC_CLIENT_ALLOC* ClientAlloc, RPC_CLIENT_FREE* ClientFree,
                                        RPC_CLIENT_ALLOC** OldClientAlloc,
                                        RPC_CLIENT_FREE** OldClientFree) {
  raise_unless_ok(RpcSmSwapClientAllocFree(ClientAlloc, ClientFree, OldClientAlloc, OldClientFree));
}

}  // extern "C"

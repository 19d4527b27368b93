// Entries are found by the handle's address and confirmed by the interface's identity: an address
// may mean another interface after a library was unloaded.
#include "runtime/client/interface_table.h"

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcdcep.h>

#include <algorithm>
#include <memory>
#include <new>
#include <utility>

#include "runtime/sdk_identity.h"

namespace farcall::runtime::client {
namespace {

std::string text_of(const unsigned char* text) {
  return text ? reinterpret_cast<const char*>(text) : "";
}

}  // namespace

InterfaceTable::~InterfaceTable() {
  for (auto& bucket : buckets_)
    for (Entry* entry = bucket.load(std::memory_order_relaxed); entry;)
      delete std::exchange(entry, entry->next);
}

std::atomic<InterfaceTable::Entry*>& InterfaceTable::bucket_of(const void* handle) {
  const auto number = reinterpret_cast<uintptr_t>(handle);
  return buckets_[(number >> 5 ^ number >> 12) % k_buckets];
}

InterfaceTable::Entry* InterfaceTable::look(Entry* first, const void* handle, const SyntaxId& id) {
  for (Entry* entry = first; entry; entry = entry->next)
    if (entry->handle == handle && entry->offer.abstract == id) return entry;
  return nullptr;
}

Result<const CallInterface&> InterfaceTable::find(const void* if_handle) {
  const auto* interface = static_cast<const RPC_CLIENT_INTERFACE*>(if_handle);
  if (!interface || interface->Length != sizeof(RPC_CLIENT_INTERFACE))
    return Status{RPC_S_UNKNOWN_IF};
  const SyntaxId id = syntax_id(interface->InterfaceId);
  if (const Entry* known =
          look(bucket_of(if_handle).load(std::memory_order_acquire), if_handle, id))
    return *known;
  try {
    return add(if_handle, id);
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
}

Result<const CallInterface&> InterfaceTable::add(const void* if_handle, const SyntaxId& id) {
  const auto* interface = static_cast<const RPC_CLIENT_INTERFACE*>(if_handle);
  const size_t count = interface->RpcProtseqEndpoint ? interface->RpcProtseqEndpointCount : 0;
  auto entry = std::make_unique<Entry>();
  entry->offer.abstract = id;
  if (syntaxes_of_) entry->offer.transfer_syntaxes = syntaxes_of_(if_handle);
  entry->handle = if_handle;
  entry->texts.reserve(2 * count);  // the views need texts that do not move
  for (size_t i = 0; i < count; ++i) {
    const RPC_PROTSEQ_ENDPOINT& endpoint = interface->RpcProtseqEndpoint[i];
    entry->texts.push_back(text_of(endpoint.RpcProtocolSequence));
    entry->texts.push_back(text_of(endpoint.Endpoint));
    entry->endpoints.push_back({entry->texts[2 * i], entry->texts[2 * i + 1]});
  }
  const std::lock_guard lock(mutex_);
  std::atomic<Entry*>& bucket = bucket_of(if_handle);
  entry->next = bucket.load(std::memory_order_relaxed);
  if (const Entry* known = look(entry->next, if_handle, id)) return *known;
  bucket.store(entry.get(), std::memory_order_release);
  return *entry.release();
}

}  // namespace farcall::runtime::client

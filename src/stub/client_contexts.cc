// What goes out must be a context handle of the server that the call goes to; what comes back makes, renames or ends
// one.
#include "stub/client_contexts.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "runtime/client/client.h"
#include "stub/environment.h"

namespace farcall::stub {
namespace {

void* read_slot(const void* slot) {
  void* handle = nullptr;
  std::memcpy(&handle, slot, sizeof handle);
  return handle;
}

void write_slot(void* slot, void* handle) {
  std::memcpy(slot, &handle, sizeof handle);
}

}  // namespace

ClientContextMarshaller::ClientContextMarshaller(
    std::shared_ptr<runtime::client::AssociationGroup> group, const void* binding)
    : group_(std::move(group)), binding_(binding) {}

int32_t ClientContextMarshaller::put(const void* slot, const ContextType*, uint16_t flags,
                                     WireContext& wire) {
  const void* const handle = read_slot(slot);
  wire = {};
  if (!handle) return flags & k_context_out ? RPC_S_OK : RPC_X_SS_IN_NULL_CONTEXT;
  const auto view = environment().client->contexts().look(handle);
  if (!view.ok()) return view.status().code;
  if (view->group.get() != group_.get()) return RPC_X_SS_HANDLES_MISMATCH;
  const Uuid& uuid = view->name.uuid;
  wire = {view->name.attributes, uuid.data1, uuid.data2, uuid.data3, {}};
  std::copy(uuid.data4.begin(), uuid.data4.end(), std::begin(wire.data4));
  return RPC_S_OK;
}

int32_t ClientContextMarshaller::get(void* slot, const ContextType*, uint16_t flags,
                                     const WireContext* wire) {
  runtime::client::ClientContexts& contexts = environment().client->contexts();
  runtime::client::ContextName name{wire->attributes, {wire->data1, wire->data2, wire->data3, {}}};
  std::copy(std::begin(wire->data4), std::end(wire->data4), name.uuid.data4.begin());
  // The variable of an [out] parameter may hold anything.
  void* const had = flags & k_context_in ? read_slot(slot) : nullptr;
  if (name.uuid.is_nil()) {
    if (had) (void)contexts.destroy(had);
    write_slot(slot, nullptr);
    return RPC_S_OK;
  }
  if (had) return contexts.rename(had, name).code;
  void* const made = contexts.make(name, binding_, group_);
  if (!made) return RPC_S_OUT_OF_MEMORY;
  write_slot(slot, made);
  return RPC_S_OK;
}

}  // namespace farcall::stub

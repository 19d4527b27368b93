// Vectors of binding handles: made for servers, freed by everyone.
#include "capi/binding_vector.h"

#include <cstddef>
#include <cstdlib>

#include "capi/guard.h"
#include "capi/process.h"
#include "runtime/client/string_binding.h"

using namespace farcall;
using capi::Process;

namespace {

Result<void*> binding_of(const runtime::EndpointName& name) {
  RPC_TRY(const std::string text, runtime::client::compose_string_binding(
                                      {{}, name.protseq, name.address, name.endpoint, {}}));
  return Process::get().bindings().from_string(text);
}

// Room for `count` handles, none of them there yet.
RPC_BINDING_VECTOR* make_vector(size_t count) {
  auto* vector = static_cast<RPC_BINDING_VECTOR*>(
      std::calloc(1, offsetof(RPC_BINDING_VECTOR, BindingH) + count * sizeof(RPC_BINDING_HANDLE)));
  return vector;
}

void free_handles(RPC_BINDING_VECTOR& vector) {
  for (ULONG i = 0; i < vector.Count; ++i)
    if (vector.BindingH[i]) (void)Process::get().bindings().free(vector.BindingH[i]);
}

}  // namespace

namespace farcall::capi {

Result<RPC_BINDING_VECTOR*> binding_vector(const std::vector<runtime::EndpointName>& names) {
  if (names.empty()) return Status{RPC_S_NO_BINDINGS};
  RPC_BINDING_VECTOR* vector = make_vector(names.size());
  if (!vector) return Status{RPC_S_OUT_OF_MEMORY};
  for (const runtime::EndpointName& name : names) {
    const Result<void*> handle = binding_of(name);
    if (!handle.ok()) {
      RpcBindingVectorFree(&vector);
      return handle.status();
    }
    vector->BindingH[vector->Count++] = *handle;
  }
  return vector;
}

}  // namespace farcall::capi

extern "C" RPC_STATUS RPC_ENTRY RpcBindingVectorFree(RPC_BINDING_VECTOR** BindingVector) {
  return capi::guard([&]() -> Result<void> {
    if (!BindingVector || !*BindingVector) return Status{RPC_S_INVALID_ARG};
    free_handles(**BindingVector);
    std::free(*BindingVector);
    *BindingVector = nullptr;
    return {};
  });
}

// Context handles of a server call: between the stub's slots and runtime/server/call_contexts.h.
#pragma once

#include <farcall/stub/context.h>

#include "runtime/server/call_contexts.h"
#include "runtime/server/server_call.h"

namespace farcall::stub {

class ServerContexts final : public ContextMarshaller {
 public:
  explicit ServerContexts(runtime::ServerCall& call) : call_(call) {}

  int32_t put(const void* slot, const ContextType* type, uint16_t flags,
              WireContext& wire) override;
  int32_t get(void* slot, const ContextType* type, uint16_t flags,
              const WireContext* wire) override;

 private:
  runtime::ServerCall& call_;
};

// What became of the call's context handles; before the frame is released. Once; no effect when there are none.
void end_contexts(runtime::ServerCall& call, runtime::ContextEnd end);

// InterfaceSpec::run_down.
void run_down_context(const void* type, void* user_context);

}  // namespace farcall::stub

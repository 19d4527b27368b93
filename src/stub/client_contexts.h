// Context handles of a client call: between the program's variables and runtime/client/client_contexts.h.
#pragma once

#include <farcall/stub/context.h>

#include <memory>

#include "runtime/client/client_contexts.h"

namespace farcall::stub {

class ClientContextMarshaller final : public ContextMarshaller {
 public:
  // `group`: where the call goes. `binding`: for the handles that come back; its handle.
  ClientContextMarshaller(std::shared_ptr<runtime::client::AssociationGroup> group,
                          const void* binding);

  int32_t put(const void* slot, const ContextType* type, uint16_t flags,
              WireContext& wire) override;
  int32_t get(void* slot, const ContextType* type, uint16_t flags,
              const WireContext* wire) override;

 private:
  const std::shared_ptr<runtime::client::AssociationGroup> group_;
  const void* const binding_;
};

}  // namespace farcall::stub

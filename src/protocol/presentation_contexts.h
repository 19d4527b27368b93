// PresentationContexts: what has been negotiated on an association: context id → abstract and
// transfer syntax (C706 12.6.3.1, p_cont_elem_t).
//
// Both sides keep one. `user` is the owner's: on a server the registered interface. Entries stay
// for the life of the association. The last hit is remembered: nearly all associations use one
// context.
#pragma once

#include <cstdint>
#include <vector>

#include "base/uuid.h"

namespace farcall::protocol {

struct PresentationContext {
  uint16_t id = 0;
  SyntaxId abstract;
  SyntaxId transfer;
  void* user = nullptr;
};

class PresentationContexts {
 public:
  [[nodiscard]] const PresentationContext* find(uint16_t id) const;
  // `transfer`: nullptr for any.
  [[nodiscard]] const PresentationContext* find_abstract(const SyntaxId& abstract,
                                                         const SyntaxId* transfer = nullptr) const;
  // `context.id` is not there yet. False when memory is out.
  bool add(const PresentationContext& context);
  [[nodiscard]] size_t size() const { return contexts_.size(); }

 private:
  std::vector<PresentationContext> contexts_;
  mutable size_t last_ = 0;
};

}  // namespace farcall::protocol

// Contexts of an association, found by id on every request. At most
// limits.max_contexts_per_association, nearly always one or two: a linear search that starts with
// the last hit.
#include "protocol/presentation_contexts.h"

#include <algorithm>
#include <new>

namespace farcall::protocol {

const PresentationContext* PresentationContexts::find(uint16_t id) const {
  if (last_ < contexts_.size() && contexts_[last_].id == id) return &contexts_[last_];
  const auto at =
      std::find_if(contexts_.begin(), contexts_.end(),
                   [id](const PresentationContext& context) { return context.id == id; });
  if (at == contexts_.end()) return nullptr;
  last_ = static_cast<size_t>(at - contexts_.begin());
  return &*at;
}

const PresentationContext* PresentationContexts::find_abstract(const SyntaxId& abstract,
                                                               const SyntaxId* transfer) const {
  const auto fits = [&](const PresentationContext& context) {
    return context.abstract == abstract && (!transfer || context.transfer == *transfer);
  };
  if (last_ < contexts_.size() && fits(contexts_[last_])) return &contexts_[last_];
  const auto at = std::find_if(contexts_.begin(), contexts_.end(), fits);
  if (at == contexts_.end()) return nullptr;
  last_ = static_cast<size_t>(at - contexts_.begin());
  return &*at;
}

bool PresentationContexts::add(const PresentationContext& context) {
  try {
    contexts_.push_back(context);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

}  // namespace farcall::protocol

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

const PresentationContext* PresentationContexts::find_abstract(const SyntaxId& abstract) const {
  if (last_ < contexts_.size() && contexts_[last_].abstract == abstract) return &contexts_[last_];
  for (size_t i = 0; i < contexts_.size(); ++i) {
    if (contexts_[i].abstract != abstract) continue;
    last_ = i;
    return &contexts_[i];
  }
  return nullptr;
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

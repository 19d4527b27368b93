#include "runtime/client/transfer_choices.h"

#include <algorithm>
#include <new>
#include <utility>

namespace farcall::runtime::client {

TransferChoices::~TransferChoices() {
  for (Entry* entry = first_.load(std::memory_order_relaxed); entry;)
    delete std::exchange(entry, entry->next);
}

TransferChoices::Entry* TransferChoices::look(const protocol::InterfaceOffer& interface) const {
  for (Entry* entry = first_.load(std::memory_order_acquire); entry; entry = entry->next)
    if (entry->abstract == interface.abstract &&
        entry->syntaxes == interface.transfer_syntaxes.size())
      return entry;
  return nullptr;
}

uint8_t TransferChoices::find(const protocol::InterfaceOffer& interface) const {
  const Entry* const entry = look(interface);
  return entry ? entry->choice.load(std::memory_order_relaxed) : k_unknown;
}

void TransferChoices::learn(const protocol::InterfaceOffer& interface, const SyntaxId& transfer) {
  const auto& all = interface.transfer_syntaxes;
  if (all.size() < 2) return;
  const auto at = std::find(all.begin(), all.end(), transfer);
  if (at == all.end()) return;
  const auto choice = static_cast<uint8_t>(at - all.begin());
  const std::lock_guard lock(mutex_);
  if (Entry* const known = look(interface))
    return known->choice.store(choice, std::memory_order_relaxed);
  auto* const made = new (std::nothrow)
      Entry{interface.abstract, all.size(), choice, first_.load(std::memory_order_relaxed)};
  if (made) first_.store(made, std::memory_order_release);
}

void TransferChoices::forget(const protocol::InterfaceOffer& interface) {
  if (Entry* const known = look(interface))
    known->choice.store(k_unknown, std::memory_order_relaxed);
}

}  // namespace farcall::runtime::client

// The cache is a short list: programs have a handful of identities.
#include "security/gss/credential_cache.h"

#include <algorithm>

namespace farcall::security::gss {

std::shared_ptr<CredentialCache::Entry> CredentialCache::find(const Identity& identity,
                                                              Wanted wanted) {
  const std::lock_guard lock(mutex_);
  const auto at = std::ranges::find_if(entries_, [&](const auto& entry) {
    return entry->wanted == wanted && entry->identity == identity;
  });
  if (at != entries_.end()) {
    std::rotate(at, at + 1, entries_.end());
    return entries_.back();
  }
  if (entries_.size() == k_capacity) entries_.erase(entries_.begin());
  auto entry = std::make_shared<Entry>();
  entry->identity = identity;
  entry->wanted = wanted;
  entries_.push_back(entry);
  return entry;
}

SharedCredential CredentialCache::get(const Identity& identity, Wanted wanted, Failure& failure) {
  const std::shared_ptr<Entry> entry = find(identity, wanted);
  const std::lock_guard lock(entry->fetching);
  if (!entry->credential || !is_fresh(*entry->credential))
    entry->credential = acquire_initiator(identity, wanted, failure);
  return entry->credential;
}

SharedCredential InitiatorCredentials::get(Wanted wanted, Failure& failure) {
  if (!identity_.user.empty()) return cache_.get(identity_, wanted, failure);
  const std::lock_guard lock(mutex_);
  if (kept_ && kept_for_ == wanted && is_fresh(*kept_)) return kept_;
  kept_ = acquire_initiator(identity_, wanted, failure);
  kept_for_ = wanted;
  return kept_;
}

}  // namespace farcall::security::gss

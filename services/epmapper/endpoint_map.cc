// Rules of the map. A few hundred elements are usual: a walk through all is fast enough.
#include "endpoint_map.h"

#include <farcall/sdk/rpcdce_constants.h>
#include <farcall/sdk/rpcnterr.h>

#include <algorithm>
#include <utility>

namespace farcall::epmapper {
namespace {

bool may_touch(const Owner& actor, const Owner& owner) {
  return actor.uid == 0 || actor.uid == owner.uid;
}

bool version_fits(const SyntaxId& entry, const SyntaxId& wanted, uint32_t option) {
  switch (option) {
    case RPC_C_VERS_ALL:
      return true;
    case RPC_C_VERS_COMPATIBLE:
      return entry.major == wanted.major && entry.minor >= wanted.minor;
    case RPC_C_VERS_EXACT:
      return entry.major == wanted.major && entry.minor == wanted.minor;
    case RPC_C_VERS_MAJOR_ONLY:
      return entry.major == wanted.major;
    case RPC_C_VERS_UPTO:
      return std::pair(entry.major, entry.minor) <= std::pair(wanted.major, wanted.minor);
    default:
      return false;
  }
}

}  // namespace

// They offer the same thing in the same way: a replacement takes the other's place.
bool EndpointMap::rivals(const Entry& one, const Entry& other) {
  return one.object == other.object && one.place.interface == other.place.interface &&
         one.place.transfer_syntax == other.place.transfer_syntax &&
         wire::same_protocols(one.tower, other.tower);
}

int32_t EndpointMap::insert(const std::vector<Element>& elements, const Owner& owner,
                            bool replace) {
  std::vector<Entry> coming;
  for (const Element& element : elements) {
    const Result<wire::Tower> place = wire::decode_tower(element.tower);
    if (!place.ok() || element.tower.size() > wire::k_max_tower) return EPT_S_INVALID_ENTRY;
    coming.push_back({element, *place, owner, 0});
  }
  const std::lock_guard lock(mutex_);
  size_t of_user = coming.size();
  for (const Entry& known : entries_) {
    of_user += known.owner.uid == owner.uid ? 1 : 0;
    for (const Entry& each : coming)
      if (!may_touch(owner, known.owner) && rivals(known, each)) return EPT_S_CANT_PERFORM_OP;
  }
  if (of_user > k_most_of_one_user || entries_.size() + coming.size() > most_)
    return RPC_S_OUT_OF_RESOURCES;
  std::erase_if(entries_, [&](const Entry& known) {
    return std::any_of(coming.begin(), coming.end(), [&](const Entry& each) {
      return (replace && rivals(known, each)) ||
             (known.object == each.object && known.tower == each.tower);
    });
  });
  for (Entry& each : coming) each.number = ++last_number_;
  entries_.insert(entries_.end(), std::make_move_iterator(coming.begin()),
                  std::make_move_iterator(coming.end()));
  return RPC_S_OK;
}

// Requires no lock.
template <class Doomed>
int32_t EndpointMap::remove_if(const Owner& owner, Doomed doomed) {
  const std::lock_guard lock(mutex_);
  bool others = false;
  const size_t removed = std::erase_if(entries_, [&](const Entry& known) {
    if (!doomed(known)) return false;
    const bool mine = may_touch(owner, known.owner);
    others |= !mine;
    return mine;
  });
  if (removed != 0) return RPC_S_OK;
  return others ? EPT_S_CANT_PERFORM_OP : EPT_S_NOT_REGISTERED;
}

int32_t EndpointMap::remove(const std::vector<Element>& elements, const Owner& owner) {
  return remove_if(owner, [&](const Entry& known) {
    return std::any_of(elements.begin(), elements.end(), [&](const Element& each) {
      return known.object == each.object && known.tower == each.tower;
    });
  });
}

int32_t EndpointMap::remove_tower(const TowerBytes& tower, const Uuid* object, const Owner& owner) {
  return remove_if(owner, [&](const Entry& known) {
    return known.tower == tower && (!object || known.object == *object);
  });
}

void EndpointMap::remove_owner(pid_t pid) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const Entry& known) { return known.owner.pid == pid; });
}

Result<Walk> EndpointMap::look_up(const InquiryTerms& terms) {
  if (terms.type > RPC_C_EP_MATCH_BY_BOTH) return Status{RPC_S_INVALID_ARG};
  if ((terms.type & RPC_C_EP_MATCH_BY_IF) != 0 &&
      (terms.version_option < RPC_C_VERS_ALL || terms.version_option > RPC_C_VERS_UPTO))
    return Status{RPC_S_INVALID_VERS_OPTION};
  return Walk{terms};
}

bool EndpointMap::wanted(const Entry& entry, const InquiryTerms& terms) {
  if ((terms.type & RPC_C_EP_MATCH_BY_OBJ) != 0 && entry.object != terms.object) return false;
  if ((terms.type & RPC_C_EP_MATCH_BY_IF) == 0) return true;
  return entry.place.interface.uuid == terms.interface.uuid &&
         version_fits(entry.place.interface, terms.interface, terms.version_option);
}

bool EndpointMap::leads_to(const Entry& entry, const Destination& destination) {
  return entry.place.interface.uuid == destination.interface.uuid &&
         version_fits(entry.place.interface, destination.interface, RPC_C_VERS_COMPATIBLE) &&
         entry.place.transfer_syntax == destination.transfer_syntax &&
         wire::same_protocols(entry.tower, destination.tower);
}

bool EndpointMap::wanted(const Entry& entry, const Destination& destination) {
  return entry.object == destination.object && leads_to(entry, destination);
}

Result<Walk> EndpointMap::map(const Uuid& object, const TowerBytes& tower) const {
  const Result<wire::Tower> place = wire::decode_tower(tower);
  if (!place.ok()) return Status{EPT_S_INVALID_ENTRY};
  Destination destination{object, tower, place->interface, place->transfer_syntax};
  const std::lock_guard lock(mutex_);
  if (std::none_of(entries_.begin(), entries_.end(),
                   [&](const Entry& entry) { return wanted(entry, destination); }))
    destination.object = {};
  return Walk{std::move(destination)};
}

// One element further than is told shows whether there is another.
std::vector<Element> EndpointMap::next(Walk& walk, size_t most, const Sight& sight) const {
  std::vector<Element> found;
  const std::lock_guard lock(mutex_);
  auto at =
      std::upper_bound(entries_.begin(), entries_.end(), walk.told,
                       [](uint64_t number, const Entry& entry) { return number < entry.number; });
  for (; at != entries_.end(); ++at) {
    if (!std::visit([&](const auto& terms) { return wanted(*at, terms); }, walk.wanted)) continue;
    std::optional<Element> seen = sight(*at);
    if (!seen) continue;
    if (found.size() == most) return found;
    walk.told = at->number;
    found.push_back(*std::move(seen));
  }
  walk.ended = true;
  return found;
}

size_t EndpointMap::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace farcall::epmapper

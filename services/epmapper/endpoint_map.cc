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
    if (!place.ok()) return EPT_S_INVALID_ENTRY;
    coming.push_back({element, *place, owner});
  }
  const std::lock_guard lock(mutex_);
  size_t of_user = coming.size();
  for (const Entry& known : entries_) {
    of_user += known.owner.uid == owner.uid ? 1 : 0;
    for (const Entry& each : coming)
      if (!may_touch(owner, known.owner) && rivals(known, each)) return EPT_S_CANT_PERFORM_OP;
  }
  if (of_user > k_most_of_one_user || entries_.size() + coming.size() > k_most_elements)
    return RPC_S_OUT_OF_RESOURCES;
  std::erase_if(entries_, [&](const Entry& known) {
    return std::any_of(coming.begin(), coming.end(), [&](const Entry& each) {
      return (replace && rivals(known, each)) ||
             (known.object == each.object && known.tower == each.tower);
    });
  });
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

std::vector<Element> EndpointMap::look_up(const InquiryTerms& terms, int32_t& status) const {
  const bool by_interface = (terms.type & RPC_C_EP_MATCH_BY_IF) != 0;
  const bool by_object = (terms.type & RPC_C_EP_MATCH_BY_OBJ) != 0;
  status = RPC_S_OK;
  if (terms.type > RPC_C_EP_MATCH_BY_BOTH) status = RPC_S_INVALID_ARG;
  if (by_interface &&
      (terms.version_option < RPC_C_VERS_ALL || terms.version_option > RPC_C_VERS_UPTO))
    status = RPC_S_INVALID_VERS_OPTION;
  std::vector<Element> found;
  if (status != RPC_S_OK) return found;
  const std::lock_guard lock(mutex_);
  for (const Entry& known : entries_) {
    if (by_object && known.object != terms.object) continue;
    if (by_interface &&
        (known.place.interface.uuid != terms.interface.uuid ||
         !version_fits(known.place.interface, terms.interface, terms.version_option)))
      continue;
    found.push_back(known);
  }
  return found;
}

std::vector<Element> EndpointMap::map(const Uuid& object, const TowerBytes& wanted,
                                      int32_t& status) const {
  const Result<wire::Tower> place = wire::decode_tower(wanted);
  status = place.ok() ? RPC_S_OK : EPT_S_INVALID_ENTRY;
  std::vector<Element> exact;
  std::vector<Element> general;
  if (!place.ok()) return exact;
  const std::lock_guard lock(mutex_);
  for (const Entry& known : entries_) {
    if (known.place.interface.uuid != place->interface.uuid ||
        !version_fits(known.place.interface, place->interface, RPC_C_VERS_COMPATIBLE) ||
        known.place.transfer_syntax != place->transfer_syntax ||
        !wire::same_protocols(known.tower, wanted))
      continue;
    if (known.object == object) exact.push_back(known);
    if (known.object.is_nil()) general.push_back(known);
  }
  return exact.empty() ? general : exact;
}

size_t EndpointMap::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace farcall::epmapper

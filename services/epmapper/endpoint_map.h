// EndpointMap: what an endpoint mapper knows: which interface is served where, for which objects, and
// by whom (C706 chapter 3.3 and appendix O).
//
// 1. An element belongs to the process that inserted it and goes with it. Only its user, and root,
//    may replace or remove it; a live element of another user keeps its interface, object and
//    protocol sequence to itself.
// 2. Bounded: elements of one user and in all.
// 3. Who looks something up walks: a few elements for each step. A walk tells each element that is
//    there from its beginning to its end once, and holds none of them meanwhile.
// Any thread. Statuses are RPC_S_* and EPT_S_*.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/uuid.h"
#include "wire/tower.h"

namespace farcall::epmapper {

using TowerBytes = std::vector<uint8_t>;

struct Owner {
  uid_t uid = 0;
  pid_t pid = 0;
};

struct Element {
  Uuid object;
  TowerBytes tower;
  std::string annotation;
};

// RPC_C_EP_* and RPC_C_VERS_*.
struct InquiryTerms {
  uint32_t type = 0;
  Uuid object;
  SyntaxId interface;
  uint32_t version_option = 1;
};

// Where ept_map wants to go.
struct Destination {
  Uuid object;
  TowerBytes tower;
  SyntaxId interface;
  SyntaxId transfer_syntax;
};

// What is looked for, and how far that has come.
struct Walk {
  std::variant<InquiryTerms, Destination> wanted;
  uint64_t told = 0;   // number of the last element that was told
  bool ended = false;  // there is no further one
};

// The element as the one who walks can use it; nothing when it cannot.
using Sight = std::function<std::optional<Element>(const Element&)>;

class EndpointMap {
 public:
  static constexpr size_t k_most_elements = 65536;
  static constexpr size_t k_most_of_one_user = 8192;

  explicit EndpointMap(size_t most = k_most_elements) : most_(most) {}

  // All elements or none. EPT_S_INVALID_ENTRY for a tower that is none, EPT_S_CANT_PERFORM_OP,
  // RPC_S_OUT_OF_RESOURCES.
  int32_t insert(const std::vector<Element>& elements, const Owner& owner, bool replace);
  // Those that are there. EPT_S_NOT_REGISTERED when none is, EPT_S_CANT_PERFORM_OP for others'.
  int32_t remove(const std::vector<Element>& elements, const Owner& owner);
  // The same by tower alone, for one object or for all.
  int32_t remove_tower(const TowerBytes& tower, const Uuid* object, const Owner& owner);
  void remove_owner(pid_t pid);

  // RPC_S_INVALID_ARG, RPC_S_INVALID_VERS_OPTION.
  static Result<Walk> look_up(const InquiryTerms& terms);
  // To where `tower` is served: same interface and major version, no smaller minor one, same transfer
  // syntax and protocols; for this object if there are such, else for none in particular.
  // EPT_S_INVALID_ENTRY.
  [[nodiscard]] Result<Walk> map(const Uuid& object, const TowerBytes& tower) const;
  // The next elements of a walk, `most` at most.
  std::vector<Element> next(Walk& walk, size_t most, const Sight& sight) const;
  [[nodiscard]] size_t size() const;

 private:
  struct Entry : Element {
    wire::Tower place;
    Owner owner;
    uint64_t number = 0;  // in the order of arrival
  };
  [[nodiscard]] static bool wanted(const Entry& entry, const InquiryTerms& terms);
  [[nodiscard]] static bool wanted(const Entry& entry, const Destination& destination);
  [[nodiscard]] static bool leads_to(const Entry& entry, const Destination& destination);
  [[nodiscard]] static bool rivals(const Entry& one, const Entry& other);
  template <class Doomed>
  int32_t remove_if(const Owner& owner, Doomed doomed);

  const size_t most_;
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;  // by number
  uint64_t last_number_ = 0;
};

}  // namespace farcall::epmapper

// AssociationGroups: the association groups of a server and how many connections each has.
//
// A client opens several connections under one group id ([MS-RPCE] 3.3.1.5.2); what belongs to the
// client as a whole (context handles, rundown) hangs on the group. Ids are random: only a member
// can know one, and joining a group that does not exist is refused. Any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace farcall::runtime {

class AssociationGroups {
 public:
  // `requested` 0: a new group. The id of the group the connection now belongs to; 0: there is no
  // such group, or memory is out.
  uint32_t join(uint32_t requested);
  // Once for each join() that succeeded. The last one ends the group.
  void leave(uint32_t id);
  [[nodiscard]] size_t size() const;

 private:
  uint32_t make();

  mutable std::mutex mutex_;
  std::unordered_map<uint32_t, uint32_t> connections_;
};

}  // namespace farcall::runtime

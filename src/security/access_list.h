// AccessList: who may use an interface, as the discretionary list of a security descriptor says it
// ([MS-DTYP] 2.4.4, 2.4.5, 2.4.6). A value; evaluated for one right, that to call.
#pragma once

#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "security/sid.h"

namespace farcall::security {

class AccessList {
 public:
  // The right to call: what an entry must name to be about it.
  static constexpr uint32_t k_call = 0x00000001;
  static constexpr uint32_t k_generic_execute = 0x20000000;
  static constexpr uint32_t k_generic_all = 0x10000000;

  // A self-relative descriptor. RPC_S_INVALID_ARG: it is malformed; RPC_S_CANNOT_SUPPORT: it is not
  // self-relative, or has entries of a kind that is not understood and so cannot be passed over.
  static Result<AccessList> from_descriptor(Bytes descriptor);

  // Of one entry, which allows `who`.
  static AccessList of(Sid who);

  // `token`: the SIDs of the caller. The first entry about one of them decides; when there is none,
  // nobody is admitted.
  [[nodiscard]] bool admits(std::span<const Sid> token) const;
  // Whether no token that has Everyone in it is kept out: there is no list, or its first entry
  // allows Everyone.
  [[nodiscard]] bool admits_everyone() const;

  friend bool operator==(const AccessList&, const AccessList&) = default;

 private:
  struct Entry {
    bool allow;
    Sid who;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  Result<void> read_list(Bytes list);
  Result<void> read_entry(Bytes entry);

  bool everyone_ = false;  // there is no list at all
  std::vector<Entry> entries_;
};

// The size of a self-relative descriptor that starts here, as far as its list reaches; read from the
// program's own memory.
size_t descriptor_size(const uint8_t* descriptor);

}  // namespace farcall::security

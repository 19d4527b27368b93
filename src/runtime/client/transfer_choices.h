// TransferChoices: which transfer syntax the servers of an association group take for an interface.
//
// Stub data is made before a connection is chosen, so the syntax must be known before; what a bind
// or alter_context has brought out is kept here for the calls that follow. Of an interface of which
// nothing is known the first of its syntaxes is used (docs/decisions/0006). Lives in the group;
// looked up without a lock by every call. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "protocol/client_call_record.h"

namespace farcall::runtime::client {

class TransferChoices {
 public:
  static constexpr uint8_t k_unknown = protocol::ClientCallRecord::k_any_transfer;

  TransferChoices() = default;
  TransferChoices(const TransferChoices&) = delete;
  TransferChoices& operator=(const TransferChoices&) = delete;
  ~TransferChoices();

  // An index into the interface's syntaxes, or k_unknown.
  [[nodiscard]] uint8_t find(const protocol::InterfaceOffer& interface) const;
  // Out of memory nothing is learnt.
  void learn(const protocol::InterfaceOffer& interface, const SyntaxId& transfer);
  // It was wrong: the server is another one now.
  void forget(const protocol::InterfaceOffer& interface);

 private:
  struct Entry {
    SyntaxId abstract;
    size_t syntaxes;  // interfaces of other stubs may offer others
    std::atomic<uint8_t> choice;
    Entry* next;
  };
  [[nodiscard]] Entry* look(const protocol::InterfaceOffer& interface) const;

  std::atomic<Entry*> first_{nullptr};
  std::mutex mutex_;  // of those who add
};

}  // namespace farcall::runtime::client

// AssociationGroup: everything that bindings to one endpoint share: its connections, call ids and
// the association group id at the server ([MS-RPCE] 3.3.1.5.6).
//
// Kept alive by the bindings that use it, by calls, and by its connections, idle ones included: so
// the connections of a program that makes and frees a binding for each call are used again until
// they have been idle for the linger time (AR-122). Synchronous connections are borrowed by
// callers; asynchronous calls go to the group's loop (AsyncConnections), which also runs the linger
// timer. Any thread, except what is marked.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "protocol/call_id_source.h"
#include "runtime/client/association_id.h"
#include "runtime/client/async_connections.h"
#include "runtime/client/auth_info.h"
#include "runtime/client/idle_connections.h"
#include "runtime/client/sync_connection.h"
#include "runtime/client/transfer_choices.h"
#include "runtime/runtime.h"
#include "transport/loop.h"
#include "transport/part.h"
#include "transport/protocol_sequence.h"
#include "transport/resolver.h"

namespace farcall::runtime::client {

class ClientCall;

// What makes bindings share a group.
struct GroupKey {
  std::string protseq;
  std::string network_address;
  std::string endpoint;
  std::string options;
  std::shared_ptr<const AuthInfo> auth;  // nullptr: unauthenticated
  friend bool operator==(const GroupKey& a, const GroupKey& b) {
    return a.protseq == b.protseq && a.network_address == b.network_address &&
           a.endpoint == b.endpoint && a.options == b.options && same_terms(a.auth, b.auth);
  }
};

class AssociationGroup : public std::enable_shared_from_this<AssociationGroup> {
 public:
  AssociationGroup(Runtime& runtime, transport::Resolver& resolver, GroupKey key,
                   transport::Destination server);
  AssociationGroup(const AssociationGroup&) = delete;
  AssociationGroup& operator=(const AssociationGroup&) = delete;
  ~AssociationGroup();

  // A binding's hold on the group, shared by all of them and by the calls they start.
  std::shared_ptr<AssociationGroup> use();

  [[nodiscard]] const GroupKey& key() const { return key_; }
  [[nodiscard]] const transport::Destination& server() const { return server_; }
  // Who calls through it; nullptr: nobody in particular.
  [[nodiscard]] security::Initiator* security() const {
    return key_.auth ? key_.auth->initiator.get() : nullptr;
  }
  [[nodiscard]] bool offers_header_signing() const {
    return !key_.auth || key_.auth->terms.policy.header_signing;
  }
  [[nodiscard]] Runtime& runtime() const { return runtime_; }
  [[nodiscard]] transport::Resolver& resolver() const { return resolver_; }
  [[nodiscard]] AssociationId& id() { return id_; }
  [[nodiscard]] TransferChoices& transfer_choices() { return transfer_choices_; }
  [[nodiscard]] protocol::CallIdSource& call_ids() { return call_ids_; }
  // The call ids are used up (D8): bindings go on in a new group.
  [[nodiscard]] bool retired() const { return call_ids_.nearly_exhausted(); }

  // False (RPC_C_OPT_DONT_LINGER): connections close when the last binding is gone.
  void set_linger(bool linger) { linger_.store(linger, std::memory_order_relaxed); }
  [[nodiscard]] Duration linger() const { return runtime_.limits().linger; }

  // While there are context handles a connection stays open, so that the server does not run them down.
  void add_context() { contexts_.fetch_add(1, std::memory_order_relaxed); }
  void drop_context() { contexts_.fetch_sub(1, std::memory_order_relaxed); }
  [[nodiscard]] bool has_contexts() const { return contexts_.load(std::memory_order_relaxed) != 0; }

  // A connection for one synchronous call: an idle one whose server is still there, or a new one.
  Result<std::unique_ptr<SyncConnection>> borrow();
  void give_back(std::unique_ptr<SyncConnection> connection);

  // The loop of the group's asynchronous connections. RPC_S_OUT_OF_RESOURCES.
  Result<transport::Loop&> loop();
  // On that loop.
  [[nodiscard]] AsyncConnections& async() { return async_; }

  // Ends calls and closes connections; returns when that is done. Not on the loop; nobody starts
  // calls meanwhile.
  void shut_down();

 private:
  // Work for the loop.
  enum Chore : uint8_t { k_arm_timer = 1, k_drop_idle = 2, k_shut_down = 4 };
  // What use() gives out points to its group but counts this.
  struct Use {
    std::shared_ptr<AssociationGroup> group;
    ~Use() { group->unused(); }
  };

  void unused();
  [[nodiscard]] bool ask(Chore chore);
  static void run_chores(transport::Task& task);
  void do_chores(uint8_t chores);
  static void run_timer(transport::Timer& timer);
  void drop_lingering();

  Runtime& runtime_;
  transport::Resolver& resolver_;
  const GroupKey key_;
  const transport::Destination server_;
  AssociationId id_;
  protocol::CallIdSource call_ids_;
  TransferChoices transfer_choices_;
  std::atomic<bool> linger_{true};
  std::atomic<bool> closed_{false};
  std::atomic<uint32_t> contexts_{0};

  std::mutex mutex_;  // use_, the choice of the loop, chores_self_
  std::weak_ptr<Use> use_;
  std::atomic<transport::Loop*> loop_{nullptr};

  IdleConnections idle_;
  AsyncConnections async_;

  std::atomic<uint8_t> chores_{0};
  std::shared_ptr<AssociationGroup> chores_self_;  // while the task is posted
  transport::Part<transport::Task, AssociationGroup> chores_task_;
  // While idle connections linger the timer is, or is about to be, armed.
  std::atomic<bool> lingering_{false};
  std::shared_ptr<AssociationGroup> timer_self_;  // on the loop
  transport::Part<transport::Timer, AssociationGroup> timer_;
  std::atomic<bool> shut_down_done_{false};
};

}  // namespace farcall::runtime::client

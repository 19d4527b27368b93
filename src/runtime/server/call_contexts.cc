// What a call does to its context handles. The table checks and locks; here is the order in which things happen.
#include "runtime/server/call_contexts.h"

#include <cstring>
#include <functional>
#include <new>

#include "runtime/server/server_call.h"
#include "runtime/server/server_connection.h"
#include "security/provider.h"

namespace farcall::runtime {
namespace {

constexpr int32_t k_error_more_writes = 1120;  // ERROR_MORE_WRITES

// Who has authenticated over ncalrpc is who the mechanism says, as in caller_of() and token_of().
ContextCaller context_caller_of(const ServerCall& call) {
  if (call.security()) {
    const security::Facts& facts = call.security()->facts();
    return {facts.mechanism, facts.client_name, std::nullopt};
  }
  const auto& credentials = call.connection().origin().credentials;
  if (!credentials) return {};
  return {0, {}, credentials->uid};
}

}  // namespace

CallContexts* CallContexts::of(ServerCall& call) {
  if (call.contexts) return call.contexts;
  void* memory = call.arena().allocate(sizeof(CallContexts));
  if (memory) call.contexts = new (memory) CallContexts(call);
  return call.contexts;
}

CallContexts::CallContexts(ServerCall& call)
    : call_(call), table_(call.connection().association_group()->contexts()) {
  waiter_.owner = this;
  waiter_.wake = wake;
}

ContextKind CallContexts::kind(const void* type) const {
  const InterfaceSpec& spec = call_.interface().spec();
  return {spec.handle, type, spec.run_down};
}

void* CallContexts::value(const Use& use) {
  void* pointer = nullptr;
  std::memcpy(&pointer, use.parameter.slot, sizeof pointer);
  return pointer;
}

// Ordered by handle; those that did not come in are last.
void CallContexts::insert(Use& use) {
  Use** at = &first_;
  if (use.handle)
    while (*at && (*at)->handle && std::less<>()((*at)->handle, use.handle)) at = &(*at)->next;
  else
    while (*at) at = &(*at)->next;
  use.next = *at;
  *at = &use;
}

Status CallContexts::receive(const Parameter& parameter, const std::optional<Uuid>& id) {
  void* memory = call_.arena().allocate(sizeof(Use));
  if (!memory) return Status{RPC_S_OUT_OF_MEMORY};
  Use* use = new (memory) Use{.parameter = parameter, .made = {}};
  void* user_context = nullptr;
  if (id && id->is_nil() && !parameter.out) return Status{RPC_X_SS_IN_NULL_CONTEXT};
  if (id && !id->is_nil()) {
    RPC_TRY(ContextHandle & handle,
            table_.hold(*id, kind(parameter.type), context_caller_of(call_)));
    use->handle = &handle;
    user_context = table_.user_context(handle);
  }
  std::memcpy(parameter.slot, &user_context, sizeof user_context);
  insert(*use);
  locking_ = first_;
  return Status{};
}

// Goes on where it stopped. A handle that stands in the call twice is locked once, with the stronger lock.
bool CallContexts::lock() {
  if (waiter_.granted && locking_) {  // woken
    locking_->held = waiter_.wanted;
    locking_ = locking_->next;
  }
  const bool shared_only = call_.connection().core().dont_serialize_contexts.load();
  for (; locking_ && locking_->handle; locking_ = locking_->next) {
    ContextLock wanted = locking_->parameter.lock;
    Use* last = locking_;
    while (last->next && last->next->handle == locking_->handle) {
      last = last->next;
      if (last->parameter.lock == ContextLock::exclusive) wanted = ContextLock::exclusive;
    }
    locking_ = last;
    waiter_.wanted = shared_only ? ContextLock::shared : wanted;
    call_.add_reference();  // of the parked call
    if (!table_.lock(*locking_->handle, waiter_)) return false;
    call_.drop_reference();
    locking_->held = waiter_.wanted;
  }
  waiter_.granted = false;
  locking_ = nullptr;
  // The one before may have changed what the handle leads to.
  for (Use* use = first_; use && use->handle; use = use->next) {
    void* const user_context = table_.user_context(*use->handle);
    std::memcpy(use->parameter.slot, &user_context, sizeof user_context);
  }
  return true;
}

void CallContexts::wake(ContextWaiter& waiter) {
  ServerCall& call = static_cast<Waiter&>(waiter).owner->call_;
  call.connection().core().dispatcher.resume(call);
}

bool CallContexts::lost() const {
  for (const Use* use = first_; use && use->handle; use = use->next)
    if (!table_.is_open(*use->handle)) return true;
  return false;
}

Result<Uuid> CallContexts::send(const void* slot) {
  Use* use = first_;
  while (use && use->parameter.slot != slot) use = use->next;
  if (!use) return Status{RPC_S_INTERNAL_ERROR};
  void* const user_context = value(*use);
  if (!user_context) return Uuid{};
  if (use->handle) return table_.id(*use->handle);
  if (use->made.is_nil()) {
    RPC_TRY(use->made,
            table_.make(kind(use->parameter.type), context_caller_of(call_), user_context));
  }
  return use->made;
}

void CallContexts::end(ContextEnd how) {
  call_.contexts = nullptr;
  for (Use* use = first_; use; use = use->next) end(*use, how);
  first_ = nullptr;
}

void CallContexts::end(Use& use, ContextEnd how) {
  void* const user_context = use.parameter.out ? value(use) : nullptr;
  if (use.handle) {
    // What the manager did to a handle that was there stands, whatever became of the call.
    if (use.parameter.out && !user_context)
      table_.close(*use.handle);
    else if (use.parameter.out)
      table_.set_user_context(*use.handle, user_context);
    table_.release(*use.handle, use.held);
  } else if (how == ContextEnd::not_sent && user_context) {
    // No client will ever know it.
    if (!use.made.is_nil()) table_.forget(use.made);
    const ContextKind of = kind(use.parameter.type);
    if (of.run_down) of.run_down(of.type, user_context);
  }
}

CallContexts::Use* CallContexts::find(void* user_context, bool& known) {
  known = false;
  for (Use* use = first_; use; use = use->next) {
    if (value(*use) != user_context &&
        !(use->handle && table_.user_context(*use->handle) == user_context))
      continue;
    known = true;
    if (use->handle && use->held != ContextLock::none) return use;
  }
  return nullptr;
}

Status CallContexts::lock_exclusive(void* user_context) {
  bool known = false;
  Use* use = find(user_context, known);
  if (!use) return Status{known ? RPC_S_OK : RPC_X_SS_CONTEXT_MISMATCH};
  if (use->held == ContextLock::exclusive) return Status{};
  const bool kept = table_.upgrade(*use->handle);
  use->held = ContextLock::exclusive;
  return Status{kept ? RPC_S_OK : k_error_more_writes};
}

Status CallContexts::lock_shared(void* user_context) {
  bool known = false;
  Use* use = find(user_context, known);
  if (!use) return Status{known ? RPC_S_OK : RPC_X_SS_CONTEXT_MISMATCH};
  if (use->held == ContextLock::shared) return Status{};
  table_.downgrade(*use->handle);
  use->held = ContextLock::shared;
  return Status{};
}

}  // namespace farcall::runtime

// Bindings: parts, options, endpoint, and the table that tells handles from other pointers.
#include "runtime/client/binding.h"

#include "runtime/client/association_group_table.h"
#include "runtime/client/protocol_sequence.h"

namespace farcall::runtime::client {

Binding::Binding(StringBinding parts, const Uuid& object)
    : parts_(std::move(parts)), object_(object) {}

// A copy shares the association but nothing that can be changed later (SDK RpcBindingCopy).
Binding::Binding(const Binding& other) {
  const std::lock_guard lock(other.mutex_);
  parts_ = other.parts_;
  object_ = other.object_;
  noncausal_ = other.noncausal_;
  unique_ = other.unique_;
  call_timeout_ms_ = other.call_timeout_ms_;
  com_timeout_ = other.com_timeout_;
  auth_ = other.auth_;
  if (!unique_) group_ = other.group_;
}

// An endpoint that the interface's IDL names for the binding's protocol sequence. Requires the lock.
std::optional<std::string> Binding::own_endpoint(const InterfacePlace& interface) const {
  for (const InterfaceEndpoint& candidate : interface.endpoints)
    if (candidate.protseq == parts_.protseq &&
        check_endpoint(candidate.protseq, candidate.endpoint).ok())
      return std::string(candidate.endpoint);
  return std::nullopt;
}

// Requires the lock.
EndpointQuestion Binding::make_question(const InterfacePlace& interface) const {
  return {parts_.protseq, parts_.network_address, *interface.id, object_};
}

std::optional<EndpointQuestion> Binding::question(const InterfacePlace& interface) const {
  const std::lock_guard lock(mutex_);
  if (!parts_.endpoint.empty() || group_ || !interface.id || own_endpoint(interface))
    return std::nullopt;
  return make_question(interface);
}

void Binding::set_endpoint(const std::string& endpoint) {
  const std::lock_guard lock(mutex_);
  if (parts_.endpoint.empty() && !group_) parts_.endpoint = endpoint;
}

namespace {

// Asks the mapper, then the name service: a Resolver's job.
transport::Destination found_when_called(EndpointQuestion question, EndpointLookup lookup) {
  transport::Destination server;
  server.find = [question = std::move(question), lookup]() -> Result<transport::AddressList> {
    RPC_TRY(const std::string endpoint, lookup(question));
    RPC_TRY(const auto& protseq, supported_protseq(question.protseq));
    RPC_TRY(transport::Destination at, protseq.destination(question.network_address, endpoint));
    if (at.needs_lookup()) return transport::Resolver::system_lookup(at.host, at.port);
    return std::move(at.addresses);
  };
  return server;
}

}  // namespace

Result<CallTarget> Binding::target(AssociationGroupTable& groups, const InterfacePlace& interface) {
  const std::lock_guard lock(mutex_);
  if (!group_ || group_->retired()) {
    if (parts_.endpoint.empty())
      if (const auto own = own_endpoint(interface)) parts_.endpoint = *own;
    GroupKey key{parts_.protseq, parts_.network_address, parts_.endpoint, parts_.options,
                 auth_};
    if (!parts_.endpoint.empty()) {
      RPC_TRY(group_, groups.group_for(std::move(key), unique_));
    } else {
      if (!interface.lookup || !interface.id) return Status{EPT_S_NOT_REGISTERED};
      RPC_TRY(group_, groups.group_for(std::move(key), found_when_called(make_question(interface),
                                                                         interface.lookup)));
    }
    if (dont_linger_) group_->set_linger(false);
  }
  return CallTarget{group_, object_, call_timeout_ms_, com_timeout_, noncausal_};
}

Uuid Binding::object() const {
  const std::lock_guard lock(mutex_);
  return object_;
}

void Binding::set_object(const Uuid& object) {
  const std::lock_guard lock(mutex_);
  object_ = object;
}

void Binding::set_auth(std::shared_ptr<const AuthInfo> auth) {
  const std::lock_guard lock(mutex_);
  auth_ = std::move(auth);
  group_.reset();  // connections speak for one identity
}

std::shared_ptr<const AuthInfo> Binding::auth() const {
  const std::lock_guard lock(mutex_);
  return auth_;
}

std::string Binding::network_address() const {
  const std::lock_guard lock(mutex_);
  return parts_.network_address;
}

void Binding::reset() {
  const std::lock_guard lock(mutex_);
  parts_.endpoint.clear();
  group_.reset();
}

Result<std::string> Binding::to_string() const {
  const std::lock_guard lock(mutex_);
  StringBinding parts = parts_;
  parts.object_uuid = object_.is_nil() ? std::string{} : farcall::to_string(object_);
  return compose_string_binding(parts);
}

Status Binding::set_option(BindingOption option, uintptr_t value) {
  const std::lock_guard lock(mutex_);
  switch (option) {
    case BindingOption::noncausal:
      noncausal_ = value != 0;
      return Status{};
    case BindingOption::unique_binding:
      if (unique_ != (value != 0)) group_.reset();
      unique_ = value != 0;
      return Status{};
    case BindingOption::call_timeout:
      call_timeout_ms_ =
          value > UINT32_MAX - 1 ? 0 : static_cast<uint32_t>(value);  // INFINITE: none
      return Status{};
    case BindingOption::dont_linger:
      if (!group_) return Status{RPC_S_WRONG_KIND_OF_BINDING};  // needs a call made (AR-081)
      dont_linger_ = value != 0;
      group_->set_linger(!dont_linger_);
      return Status{};
  }
  return Status{RPC_S_CANNOT_SUPPORT};
}

Result<uintptr_t> Binding::option(BindingOption option) const {
  const std::lock_guard lock(mutex_);
  switch (option) {
    case BindingOption::noncausal:
      return uintptr_t{noncausal_};
    case BindingOption::unique_binding:
      return uintptr_t{unique_};
    case BindingOption::call_timeout:
      return uintptr_t{call_timeout_ms_};
    case BindingOption::dont_linger:
      return uintptr_t{dont_linger_};
  }
  return Status{RPC_S_CANNOT_SUPPORT};
}

bool Binding::is_local() const {
  const std::lock_guard lock(mutex_);
  return parts_.protseq == "ncalrpc";
}

Status Binding::set_com_timeout(uint32_t timeout) {
  if (timeout > k_infinite_com_timeout) return Status{RPC_S_INVALID_TIMEOUT};
  const std::lock_guard lock(mutex_);
  com_timeout_ = static_cast<ComTimeout>(timeout);
  return Status{};
}

ComTimeout Binding::com_timeout() const {
  const std::lock_guard lock(mutex_);
  return com_timeout_.value_or(k_default_com_timeout);
}

Result<void*> BindingTable::from_string(std::string_view text) {
  RPC_TRY(StringBinding parts, parse_string_binding(text));
  RPC_TRY(check_protseq(parts.protseq));
  RPC_TRY(check_network_address(parts.protseq, parts.network_address));
  RPC_TRY(check_endpoint(parts.protseq, parts.endpoint));
  Uuid object;
  if (!parts.object_uuid.empty()) {
    RPC_TRY(object, parse_uuid(parts.object_uuid));
  }
  Binding* binding = bindings_.make(std::move(parts), object);
  if (!binding) return Status{RPC_S_OUT_OF_MEMORY};
  return static_cast<void*>(binding);
}

Result<void*> BindingTable::copy(const Binding& original) {
  Binding* binding = bindings_.make(original);
  if (!binding) return Status{RPC_S_OUT_OF_MEMORY};
  return static_cast<void*>(binding);
}

Result<void*> BindingTable::copy(const Binding& original,
                                 const std::shared_ptr<AssociationGroup>& group) {
  RPC_TRY(void* const handle, copy(original));
  auto* binding = static_cast<Binding*>(handle);  // nobody else knows it yet
  binding->group_ = group;
  return handle;
}

Status BindingTable::why_not(const void* handle) const {
  const OtherKind test = other_kind_.load(std::memory_order_acquire);
  return Status{test && test(handle) ? RPC_S_WRONG_KIND_OF_BINDING : RPC_S_INVALID_BINDING};
}

Result<BindingRef> BindingTable::find(const void* handle) {
  Binding* found = nullptr;
  bindings_.visit(handle, [&](Binding& binding) {
    if (!binding.open_) return;
    binding.references_.fetch_add(1, std::memory_order_relaxed);
    found = &binding;
  });
  if (!found) return why_not(handle);
  return BindingRef{*this, *found};
}

Status BindingTable::free(void* handle) {
  Binding* closed = nullptr;
  bindings_.visit(handle, [&](Binding& binding) {
    if (std::exchange(binding.open_, false)) closed = &binding;
  });
  if (!closed) return why_not(handle);
  release(*closed);
  return Status{};
}

void BindingTable::release(Binding& binding) {
  if (binding.references_.fetch_sub(1, std::memory_order_acq_rel) == 1) bindings_.destroy(&binding);
}

}  // namespace farcall::runtime::client

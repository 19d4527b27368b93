// The RpcBinding* functions: a program's binding handles, and what they tell of a server's calls.
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>

#include <new>

#include "capi/guard.h"
#include "capi/process.h"
#include "capi/server_call.h"
#include "capi/text.h"
#include "runtime/client/string_binding.h"
#include "runtime/sdk_identity.h"
#include "runtime/server/call_origin.h"
#include "stub/client_operation.h"

using namespace farcall;
using capi::Process;
using runtime::client::BindingOption;
using runtime::client::BindingRef;

namespace {

Result<BindingRef> find(RPC_BINDING_HANDLE handle) {
  return Process::get().bindings().find(handle);
}

template <class Unit>
RPC_STATUS from_text(const Unit* text, RPC_BINDING_HANDLE* out) {
  return capi::guard([&]() -> Result<void> {
    if (!out) return Status{RPC_S_INVALID_ARG};
    *out = nullptr;
    if (!text) return Status{RPC_S_INVALID_STRING_BINDING};
    RPC_TRY(*out, Process::get().bindings().from_string(capi::from_text(text)));
    return {};
  });
}

// The client of a call: its address without an endpoint, and the object it called.
Result<std::string> client_of_call(RPC_BINDING_HANDLE handle) {
  runtime::client::StringBinding parts;
  RPC_TRY(capi::with_server_call(handle, [&](const runtime::ServerCall& call) -> Result<void> {
    const runtime::CallOrigin origin = runtime::origin_of(call);
    parts.protseq = origin.protseq;
    parts.network_address = origin.client_address;
    if (call.request().object) parts.object_uuid = to_string(*call.request().object);
    return {};
  }));
  return runtime::client::compose_string_binding(parts);
}

Result<std::string> binding_text(RPC_BINDING_HANDLE handle) {
  Result<BindingRef> binding = find(handle);
  if (binding.ok()) return (*binding)->to_string();
  if (binding.status().code == RPC_S_WRONG_KIND_OF_BINDING) return client_of_call(handle);
  return binding.status();
}

template <class Unit>
RPC_STATUS to_text(RPC_BINDING_HANDLE handle, Unit** out) {
  return capi::guard([&]() -> Result<void> {
    if (out) *out = nullptr;
    RPC_TRY(const std::string text, binding_text(handle));
    return capi::give_text(text, out);
  });
}

Result<Uuid> object_of(RPC_BINDING_HANDLE handle) {
  Result<BindingRef> binding = find(handle);
  if (binding.ok()) return (*binding)->object();
  if (binding.status().code != RPC_S_WRONG_KIND_OF_BINDING) return binding.status();
  Uuid object;
  RPC_TRY(capi::with_server_call(handle, [&](const runtime::ServerCall& call) -> Result<void> {
    object = call.request().object.value_or(Uuid{});
    return {};
  }));
  return object;
}

// Options that concern other protocol sequences give RPC_S_CANNOT_SUPPORT, as do numbers that are none.
Result<BindingOption> option_from(ULONG option) {
  switch (option) {
    case RPC_C_OPT_BINDING_NONCAUSAL:
    case RPC_C_OPT_UNIQUE_BINDING:
    case RPC_C_OPT_CALL_TIMEOUT:
    case RPC_C_OPT_DONT_LINGER:
      return static_cast<BindingOption>(option);
    default:
      return Status{RPC_S_CANNOT_SUPPORT};
  }
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcBindingFromStringBindingA(RPC_CSTR StringBinding,
                                                  RPC_BINDING_HANDLE* Binding) {
  return from_text(StringBinding, Binding);
}

RPC_STATUS RPC_ENTRY RpcBindingFromStringBindingW(RPC_WSTR StringBinding,
                                                  RPC_BINDING_HANDLE* Binding) {
  return from_text(StringBinding, Binding);
}

RPC_STATUS RPC_ENTRY RpcBindingToStringBindingA(RPC_BINDING_HANDLE Binding,
                                                RPC_CSTR* StringBinding) {
  return to_text(Binding, StringBinding);
}

RPC_STATUS RPC_ENTRY RpcBindingToStringBindingW(RPC_BINDING_HANDLE Binding,
                                                RPC_WSTR* StringBinding) {
  return to_text(Binding, StringBinding);
}

RPC_STATUS RPC_ENTRY RpcBindingCopy(RPC_BINDING_HANDLE SourceBinding,
                                    RPC_BINDING_HANDLE* DestinationBinding) {
  return capi::guard([&]() -> Result<void> {
    if (!DestinationBinding) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(BindingRef source, find(SourceBinding));
    RPC_TRY(*DestinationBinding, Process::get().bindings().copy(*source));
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcBindingFree(RPC_BINDING_HANDLE* Binding) {
  return capi::guard([&]() -> Result<void> {
    if (!Binding) return Status{RPC_S_INVALID_BINDING};
    RPC_TRY(Process::get().bindings().free(*Binding));
    *Binding = nullptr;
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcBindingReset(RPC_BINDING_HANDLE Binding) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(BindingRef binding, find(Binding));
    binding->reset();
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcBindingInqObject(RPC_BINDING_HANDLE Binding, UUID* ObjectUuid) {
  return capi::guard([&]() -> Result<void> {
    if (!ObjectUuid) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(const Uuid object, object_of(Binding));
    runtime::put_uuid(object, ObjectUuid);
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcBindingSetObject(RPC_BINDING_HANDLE Binding, UUID* ObjectUuid) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(BindingRef binding, find(Binding));
    binding->set_object(runtime::uuid_value(ObjectUuid));
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcBindingSetOption(RPC_BINDING_HANDLE hBinding, ULONG option,
                                         ULONG_PTR optionValue) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(BindingRef binding, find(hBinding));
    RPC_TRY(const BindingOption which, option_from(option));
    return binding->set_option(which, optionValue);
  });
}

RPC_STATUS RPC_ENTRY RpcBindingInqOption(RPC_BINDING_HANDLE hBinding, ULONG option,
                                         ULONG_PTR* pOptionValue) {
  return capi::guard([&]() -> Result<void> {
    if (!pOptionValue) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(BindingRef binding, find(hBinding));
    RPC_TRY(const BindingOption which, option_from(option));
    RPC_TRY(*pOptionValue, binding->option(which));
    return {};
  });
}

// With an asynchronous handle the binding goes on by itself and is collected as a call is.
RPC_STATUS RPC_ENTRY RpcBindingBind(PRPC_ASYNC_STATE pAsync, RPC_BINDING_HANDLE Binding,
                                    RPC_IF_HANDLE IfSpec) {
  return capi::guard([&]() -> Status {
    if (!pAsync) return stub::bind_and_wait(Binding, IfSpec);
    return Process::get().client_async().begin_bind(pAsync, Binding, IfSpec);
  });
}

// The connection stays for the linger time; nothing else was held.
RPC_STATUS RPC_ENTRY RpcBindingUnbind(RPC_BINDING_HANDLE Binding) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(BindingRef binding, find(Binding));
    return Status{binding->is_local() ? RPC_S_OK : RPC_S_CANNOT_SUPPORT};
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtSetComTimeout(RPC_BINDING_HANDLE Binding, unsigned int Timeout) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(BindingRef binding, find(Binding));
    return binding->set_com_timeout(Timeout);
  });
}

RPC_STATUS RPC_ENTRY RpcMgmtInqComTimeout(RPC_BINDING_HANDLE Binding, unsigned int* Timeout) {
  return capi::guard([&]() -> Result<void> {
    if (!Timeout) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(BindingRef binding, find(Binding));
    *Timeout = binding->com_timeout();
    return {};
  });
}

// The result leads to the client's computer, not to an endpoint there.
RPC_STATUS RPC_ENTRY RpcBindingServerFromClient(RPC_BINDING_HANDLE ClientBinding,
                                                RPC_BINDING_HANDLE* ServerBinding) {
  return capi::guard([&]() -> Result<void> {
    if (!ServerBinding) return Status{RPC_S_INVALID_ARG};
    *ServerBinding = nullptr;
    if (find(ClientBinding).ok()) return Status{RPC_S_WRONG_KIND_OF_BINDING};
    RPC_TRY(const std::string text, client_of_call(ClientBinding));
    RPC_TRY(*ServerBinding, Process::get().bindings().from_string(text));
    return {};
  });
}

}  // extern "C"

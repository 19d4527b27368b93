// RpcStringBindingCompose and RpcStringBindingParse, both text forms over one body.
#include "runtime/client/string_binding.h"

#include <farcall/sdk/rpc.h>

#include "capi/guard.h"
#include "capi/text.h"

using namespace farcall;
using runtime::client::StringBinding;

namespace {

template <class Unit>
RPC_STATUS compose(Unit* object, Unit* protseq, Unit* address, Unit* endpoint, Unit* options,
                   Unit** out) {
  return capi::guard([&]() -> Result<void> {
    if (out) *out = nullptr;
    const StringBinding parts{capi::from_text(object), capi::from_text(protseq),
                              capi::from_text(address), capi::from_text(endpoint),
                              capi::from_text(options)};
    RPC_TRY(const std::string text, runtime::client::compose_string_binding(parts));
    return capi::give_text(text, out);
  });
}

// All parts that were asked for, or none.
template <class Unit>
Result<void> give_parts(const StringBinding& parts, Unit** object, Unit** protseq, Unit** address,
                        Unit** endpoint, Unit** options) {
  RPC_TRY(capi::give_text(parts.object_uuid, object));
  RPC_TRY(capi::give_text(parts.protseq, protseq));
  RPC_TRY(capi::give_text(parts.network_address, address));
  RPC_TRY(capi::give_text(parts.endpoint, endpoint));
  return capi::give_text(parts.options, options);
}

template <class Unit>
RPC_STATUS parse(Unit* text, Unit** object, Unit** protseq, Unit** address, Unit** endpoint,
                 Unit** options) {
  Unit** const all[] = {object, protseq, address, endpoint, options};
  return capi::guard([&]() -> Result<void> {
    for (Unit** out : all)
      if (out) *out = nullptr;
    if (!text) return Status{RPC_S_INVALID_STRING_BINDING};
    RPC_TRY(const StringBinding parts,
            runtime::client::parse_string_binding(capi::from_text(text)));
    const Result<void> given = give_parts(parts, object, protseq, address, endpoint, options);
    if (!given.ok())
      for (Unit** out : all) capi::free_text(out);
    return given;
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcStringBindingComposeA(RPC_CSTR ObjUuid, RPC_CSTR Protseq,
                                              RPC_CSTR NetworkAddr, RPC_CSTR Endpoint,
                                              RPC_CSTR Options, RPC_CSTR* StringBinding) {
  return compose(ObjUuid, Protseq, NetworkAddr, Endpoint, Options, StringBinding);
}

RPC_STATUS RPC_ENTRY RpcStringBindingComposeW(RPC_WSTR ObjUuid, RPC_WSTR Protseq,
                                              RPC_WSTR NetworkAddr, RPC_WSTR Endpoint,
                                              RPC_WSTR Options, RPC_WSTR* StringBinding) {
  return compose(ObjUuid, Protseq, NetworkAddr, Endpoint, Options, StringBinding);
}

RPC_STATUS RPC_ENTRY RpcStringBindingParseA(RPC_CSTR StringBinding, RPC_CSTR* ObjUuid,
                                            RPC_CSTR* Protseq, RPC_CSTR* NetworkAddr,
                                            RPC_CSTR* Endpoint, RPC_CSTR* NetworkOptions) {
  return parse(StringBinding, ObjUuid, Protseq, NetworkAddr, Endpoint, NetworkOptions);
}

RPC_STATUS RPC_ENTRY RpcStringBindingParseW(RPC_WSTR StringBinding, RPC_WSTR* ObjUuid,
                                            RPC_WSTR* Protseq, RPC_WSTR* NetworkAddr,
                                            RPC_WSTR* Endpoint, RPC_WSTR* NetworkOptions) {
  return parse(StringBinding, ObjUuid, Protseq, NetworkAddr, Endpoint, NetworkOptions);
}

}  // extern "C"

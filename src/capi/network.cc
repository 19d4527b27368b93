// Which protocol sequences there are: RpcNetworkIsProtseqValid, RpcNetworkInqProtseqs.
#include <farcall/sdk/rpc.h>

#include <cstdlib>

#include "capi/guard.h"
#include "capi/text.h"
#include "runtime/client/protocol_sequence.h"

using namespace farcall;

namespace {

template <class Unit>
RPC_STATUS is_valid(const Unit* protseq) {
  return capi::guard([&] { return runtime::client::check_protseq(capi::from_text(protseq)); });
}

template <class Vector>
RPC_STATUS free_vector(Vector** vector) {
  if (!vector) return RPC_S_INVALID_ARG;
  if (*vector)
    for (unsigned i = 0; i < (*vector)->Count; ++i) std::free((*vector)->Protseq[i]);
  std::free(*vector);
  *vector = nullptr;
  return RPC_S_OK;
}

template <class Vector>
RPC_STATUS inquire(Vector** out) {
  return capi::guard([&]() -> Result<void> {
    if (!out) return Status{RPC_S_INVALID_ARG};
    *out = nullptr;
    const auto all = transport::protocol_sequences();
    auto* vector =
        static_cast<Vector*>(std::calloc(1, sizeof(Vector) + all.size() * sizeof(void*)));
    if (!vector) return Status{RPC_S_OUT_OF_MEMORY};
    for (const transport::ProtocolSequence* each : all) {
      const Result<void> given = capi::give_text(each->name, &vector->Protseq[vector->Count]);
      if (!given.ok()) {
        free_vector(&vector);
        return given;
      }
      ++vector->Count;
    }
    *out = vector;
    return {};
  });
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcNetworkIsProtseqValidA(RPC_CSTR Protseq) {
  return is_valid(Protseq);
}

RPC_STATUS RPC_ENTRY RpcNetworkIsProtseqValidW(RPC_WSTR Protseq) {
  return is_valid(Protseq);
}

RPC_STATUS RPC_ENTRY RpcNetworkInqProtseqsA(RPC_PROTSEQ_VECTORA** ProtseqVector) {
  return inquire(ProtseqVector);
}

RPC_STATUS RPC_ENTRY RpcNetworkInqProtseqsW(RPC_PROTSEQ_VECTORW** ProtseqVector) {
  return inquire(ProtseqVector);
}

RPC_STATUS RPC_ENTRY RpcProtseqVectorFreeA(RPC_PROTSEQ_VECTORA** ProtseqVector) {
  return free_vector(ProtseqVector);
}

RPC_STATUS RPC_ENTRY RpcProtseqVectorFreeW(RPC_PROTSEQ_VECTORW** ProtseqVector) {
  return free_vector(ProtseqVector);
}

}  // extern "C"

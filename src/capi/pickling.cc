// The Mes functions of midles.h: handles that say where pickled data goes or comes from.
#include <farcall/sdk/midles.h>

#include <cstring>

#include "capi/guard.h"
#include "capi/process.h"

using namespace farcall;
using stub::PickleHandle;
using stub::PickleTarget;

namespace {

// Whether what the operation needs is there. A buffer starts at a multiple of 8, of 16 for NDR64.
Status check(const PickleTarget& target) {
  const bool decodes = target.operation == MES_DECODE;
  if (target.operation < MES_ENCODE || target.operation > MES_ENCODE_NDR64)
    return Status{RPC_S_INVALID_ARG};
  if (target.style == MES_INCREMENTAL_HANDLE) {
    const bool complete = decodes ? target.read != nullptr : target.alloc && target.write;
    return Status{complete ? RPC_S_OK : RPC_S_INVALID_ARG};
  }
  if (!decodes && !target.encoded_size) return Status{RPC_S_INVALID_ARG};
  if (target.style == MES_DYNAMIC_BUFFER_HANDLE && !decodes)
    return Status{target.made_buffer ? RPC_S_OK : RPC_S_INVALID_ARG};
  if (!target.buffer) return Status{RPC_S_INVALID_ARG};
  const uintptr_t alignment = target.operation == MES_ENCODE_NDR64 ? 16 : 8;
  const bool aligned = (reinterpret_cast<uintptr_t>(target.buffer) & (alignment - 1)) == 0;
  return Status{aligned ? RPC_S_OK : RPC_X_INVALID_BUFFER};
}

RPC_STATUS create(const PickleTarget& target, handle_t* handle) {
  return capi::guard([&]() -> Result<void> {
    if (!handle) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(check(target));
    if (target.encoded_size) *target.encoded_size = 0;
    *handle = capi::Process::get().pickles().add(target);
    return {};
  });
}

Result<std::shared_ptr<PickleHandle>> find(handle_t handle) {
  auto found = capi::Process::get().pickles().find(handle);
  if (!found) return Status{RPC_S_INVALID_ARG};
  return found;
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY MesEncodeIncrementalHandleCreate(void* UserState, MIDL_ES_ALLOC AllocFn,
                                                      MIDL_ES_WRITE WriteFn, handle_t* pHandle) {
  return create({.style = MES_INCREMENTAL_HANDLE,
                 .operation = MES_ENCODE,
                 .state = UserState,
                 .alloc = AllocFn,
                 .write = WriteFn},
                pHandle);
}

RPC_STATUS RPC_ENTRY MesDecodeIncrementalHandleCreate(void* UserState, MIDL_ES_READ ReadFn,
                                                      handle_t* pHandle) {
  return create({.style = MES_INCREMENTAL_HANDLE,
                 .operation = MES_DECODE,
                 .state = UserState,
                 .read = ReadFn},
                pHandle);
}

RPC_STATUS RPC_ENTRY MesIncrementalHandleReset(handle_t Handle, void* UserState,
                                               MIDL_ES_ALLOC AllocFn, MIDL_ES_WRITE WriteFn,
                                               MIDL_ES_READ ReadFn, MIDL_ES_CODE Operation) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const auto handle, find(Handle));
    const PickleTarget& before = handle->target();
    const PickleTarget target{.style = MES_INCREMENTAL_HANDLE,
                              .operation = Operation,
                              .state = UserState,
                              .alloc = AllocFn ? AllocFn : before.alloc,
                              .write = WriteFn ? WriteFn : before.write,
                              .read = ReadFn ? ReadFn : before.read};
    RPC_TRY(check(target));
    handle->reset(target);
    return {};
  });
}

RPC_STATUS RPC_ENTRY MesEncodeFixedBufferHandleCreate(char* pBuffer, ULONG BufferSize,
                                                      ULONG* pEncodedSize, handle_t* pHandle) {
  return create({.style = MES_FIXED_BUFFER_HANDLE,
                 .operation = MES_ENCODE,
                 .buffer = pBuffer,
                 .size = BufferSize,
                 .encoded_size = pEncodedSize},
                pHandle);
}

RPC_STATUS RPC_ENTRY MesEncodeDynBufferHandleCreate(char** pBuffer, ULONG* pEncodedSize,
                                                    handle_t* pHandle) {
  return create({.style = MES_DYNAMIC_BUFFER_HANDLE,
                 .operation = MES_ENCODE,
                 .made_buffer = pBuffer,
                 .encoded_size = pEncodedSize},
                pHandle);
}

RPC_STATUS RPC_ENTRY MesDecodeBufferHandleCreate(char* pBuffer, ULONG BufferSize,
                                                 handle_t* pHandle) {
  return create({.style = MES_FIXED_BUFFER_HANDLE,
                 .operation = MES_DECODE,
                 .buffer = pBuffer,
                 .size = BufferSize},
                pHandle);
}

// *pBuffer is read where there is a buffer, and set where one is made.
RPC_STATUS RPC_ENTRY MesBufferHandleReset(handle_t Handle, ULONG HandleStyle,
                                          MIDL_ES_CODE Operation, char** pBuffer, ULONG BufferSize,
                                          ULONG* pEncodedSize) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const auto handle, find(Handle));
    if (!pBuffer ||
        (HandleStyle != MES_FIXED_BUFFER_HANDLE && HandleStyle != MES_DYNAMIC_BUFFER_HANDLE))
      return Status{RPC_S_INVALID_ARG};
    PickleTarget target{.style = static_cast<MIDL_ES_HANDLE_STYLE>(HandleStyle),
                        .operation = Operation};
    if (Operation != MES_DECODE) target.encoded_size = pEncodedSize;
    if (Operation != MES_DECODE && HandleStyle == MES_DYNAMIC_BUFFER_HANDLE) {
      target.made_buffer = pBuffer;
    } else {
      target.style = MES_FIXED_BUFFER_HANDLE;
      target.buffer = *pBuffer;
      target.size = BufferSize;
    }
    RPC_TRY(check(target));
    if (target.encoded_size) *target.encoded_size = 0;
    handle->reset(target);
    return {};
  });
}

RPC_STATUS RPC_ENTRY MesHandleFree(handle_t Handle) {
  return capi::guard([&] {
    return Status{capi::Process::get().pickles().remove(Handle) ? RPC_S_OK : RPC_S_INVALID_ARG};
  });
}

RPC_STATUS RPC_ENTRY MesInqProcEncodingId(handle_t Handle, PRPC_SYNTAX_IDENTIFIER pInterfaceId,
                                          ULONG* pProcNum) {
  return capi::guard([&]() -> Result<void> {
    if (!pInterfaceId || !pProcNum) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(const auto handle, find(Handle));
    if (!handle->encodes()) RPC_TRY(stub::next_procedure(*handle));
    if (!handle->procedure) return Status{RPC_X_INVALID_ES_ACTION};
    static_assert(sizeof *pInterfaceId == ndr::k_syntax_id_size);
    std::memcpy(pInterfaceId, handle->procedure->interface, sizeof *pInterfaceId);
    *pProcNum = handle->procedure->number;
    return {};
  });
}

}  // extern "C"

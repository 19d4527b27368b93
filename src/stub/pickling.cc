// Pickling: what stubs of [encode] and [decode] call (pickle.h). Frames are marshalled as those of calls are; headers
// and padding ([MS-RPCE] 2.2.6, 2.2.7) are put around here. Nothing is alive when an exception leaves.
#include <farcall/stub/exceptions.h>
#include <farcall/stub/pickle.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/arena.h"
#include "base/error_record.h"
#include "ndr/marshal_buffer.h"
#include "ndr/pickling.h"
#include "ndr/unmarshal_memory.h"
#include "runtime/runtime.h"
#include "stub/client_allocator.h"
#include "stub/environment.h"
#include "stub/pickle_handle.h"

namespace farcall::stub {
namespace {

using HandleRef = std::shared_ptr<PickleHandle>;

Result<HandleRef> find(void* handle) {
  HandleRef found = environment().pickles->find(handle);
  if (!found) return Status{RPC_S_INVALID_ARG};
  return found;
}

// {uuid, version} of the interface that a stub was made for, little-endian as it lies in memory.
ndr::SyntaxIdBytes interface_id(const ClientOperation& operation) {
  const auto* spec = static_cast<const RPC_CLIENT_INTERFACE*>(*operation.interface->if_handle);
  static_assert(sizeof spec->InterfaceId == ndr::k_syntax_id_size);
  return ndr::SyntaxIdBytes(reinterpret_cast<const uint8_t*>(&spec->InterfaceId),
                            ndr::k_syntax_id_size);
}

bool is_primitive(const ClientOperation& type) {
  return (type.flags & k_op_primitive) != 0;
}

Result<ndr::Marshalled> marshal(const ClientOperation& operation, const PickleHandle& handle,
                                const void* frame) {
  if (!handle.encodes() || !operation.put_in) return Status{RPC_X_INVALID_ES_ACTION};
  ndr::MarshalBuffer buffer(environment().runtime->buffers());
  const int32_t raised =
      call_guarded([&] { operation.put_in(handle.encoded_syntax(), buffer.output(), frame); });
  if (raised != RPC_S_OK) return Status{raised};
  RPC_TRY(ndr::Marshalled data, buffer.take());
  if (data.length > UINT32_MAX / 2) return Status{RPC_X_INVALID_BOUND};
  return data;
}

Status unmarshal(const ClientOperation& operation, SyntaxKind syntax, bool swapped, Bytes data,
                 void* frame) {
  runtime::Runtime& runtime = *environment().runtime;
  Arena arena(runtime.buffers());
  const UserAllocator user = client_allocator(operation.interface->user);
  ndr::UnmarshalMemory memory(arena, user, runtime.limits());
  StubInput input = memory.open(data, swapped);
  const int32_t raised = call_guarded([&] { operation.get_out(syntax, input, frame); });
  if (raised != RPC_S_OK) return Status{raised};
  if (input.status != RPC_S_OK) return Status{input.status};
  memory.commit();
  return Status{};
}

// Fills `out` from `at` on with marshalled data and zeros up to its end.
void put_padded(MutableBytes out, size_t at, const ndr::Marshalled& data) {
  std::memcpy(out.data() + at, data.block.data() + data.offset, data.length);
  std::memset(out.data() + at + data.length, 0, out.size() - at - data.length);
}

// -- types

ndr::TypeFormat format_to_write(const PickleHandle& handle) {
  return handle.format ? *handle.format : ndr::TypeFormat::for_syntax(handle.encoded_syntax());
}

size_t whole_size(const PickleHandle& handle, const ndr::TypeFormat& format, bool primitive,
                  size_t length) {
  return (handle.format ? 0 : format.common_size()) + format.private_size(primitive) +
         format.padded(length);
}

Result<size_t> size_of_type(const ClientOperation& type, void* where, const void* frame) {
  RPC_TRY(const HandleRef handle, find(where));
  RPC_TRY(const ndr::Marshalled data, marshal(type, *handle, frame));
  return whole_size(*handle, format_to_write(*handle), is_primitive(type), data.length);
}

Result<void> encode_type(const ClientOperation& type, void* where, const void* frame) {
  RPC_TRY(const HandleRef handle, find(where));
  RPC_TRY(const ndr::Marshalled data, marshal(type, *handle, frame));
  const ndr::TypeFormat format = format_to_write(*handle);
  const bool primitive = is_primitive(type);
  const UserAllocator user = client_allocator(type.interface->user);
  RPC_TRY(const MutableBytes out,
          handle->claim(whole_size(*handle, format, primitive, data.length), user));
  uint8_t* at = out.data();
  if (!handle->format) {
    ndr::put_common_header(at, format, interface_id(type));
    at += format.common_size();
  }
  if (const size_t size = format.private_size(primitive)) {
    ndr::put_private_header(at, format, static_cast<uint32_t>(format.padded(data.length)));
    at += size;
  }
  put_padded(out, static_cast<size_t>(at - out.data()), data);
  handle->format = format;
  return handle->commit(out, user);
}

Result<void> read_common_header(PickleHandle& handle) {
  RPC_TRY(const Bytes first, handle.read(ndr::k_version_size));
  RPC_TRY(ndr::TypeFormat format, ndr::read_version(first));
  if (const size_t more = format.common_size() - ndr::k_version_size) {
    RPC_TRY(const Bytes rest, handle.read(more));
    RPC_TRY(ndr::read_transfer_syntax(rest, format));
  }
  handle.format = format;
  return {};
}

// A primitive type of version 1 has no length in front: its own is that of NDR 2.0, at most 8 bytes.
Result<void> decode_type(const ClientOperation& type, void* where, void* frame) {
  RPC_TRY(const HandleRef handle, find(where));
  if (handle->encodes() || !type.get_out) return Status{RPC_X_INVALID_ES_ACTION};
  if (!handle->format) RPC_TRY(read_common_header(*handle));
  const ndr::TypeFormat format = *handle->format;
  size_t length = format.alignment();
  if (const size_t size = format.private_size(is_primitive(type))) {
    RPC_TRY(const Bytes header, handle->read(size));
    length = ndr::read_private_header(header.data(), format);
  }
  RPC_TRY(const Bytes data, handle->read(length));
  handle->align(format.alignment());
  return unmarshal(type, format.syntax, format.swapped, data, frame);
}

// -- procedures

Result<void> encode_procedure(const ClientOperation& operation, PickleHandle& handle,
                              const void* frame) {
  RPC_TRY(const ndr::Marshalled data, marshal(operation, handle, frame));
  const size_t padded = (data.length + 7) & ~size_t{7};
  const UserAllocator user = client_allocator(operation.interface->user);
  RPC_TRY(const MutableBytes out, handle.claim(ndr::k_procedure_header_size + padded, user));
  ndr::ProcedureHeader header;
  header.syntax = handle.encoded_syntax();
  const ndr::SyntaxIdBytes interface = interface_id(operation);
  std::copy(interface.begin(), interface.end(), header.interface);
  header.number = operation.opnum;
  header.length = static_cast<uint32_t>(padded);
  ndr::put_procedure_header(out.data(), header);
  put_padded(out, ndr::k_procedure_header_size, data);
  handle.procedure = header;
  return handle.commit(out, user);
}

// The data must be of the stub's interface; which of its operations wrote it does not matter, as one that encodes may
// have another that decodes beside it.
Result<void> decode_procedure(const ClientOperation& operation, PickleHandle& handle, void* frame) {
  if (!operation.get_out) return Status{RPC_X_INVALID_ES_ACTION};
  RPC_TRY(next_procedure(handle));
  constexpr size_t k_uuid_and_major = 18;
  if (std::memcmp(handle.procedure->interface, interface_id(operation).data(), k_uuid_and_major))
    return Status{RPC_S_UNKNOWN_IF};
  const ndr::ProcedureHeader header = *std::exchange(handle.procedure, std::nullopt);
  RPC_TRY(const Bytes data, handle.read(header.length));
  handle.align(8);
  return unmarshal(operation, header.syntax, header.swapped, data, frame);
}

Result<void> pickle_procedure(const ClientOperation& operation, void* where, void* frame) {
  RPC_TRY(const HandleRef handle, find(where));
  return handle->encodes() ? encode_procedure(operation, *handle, frame)
                           : decode_procedure(operation, *handle, frame);
}

void end(Status status) {
  if (status.ok()) return;
  publish_error(status);
  raise(status.code);
}

}  // namespace

Result<void> next_procedure(PickleHandle& handle) {
  if (handle.procedure) return {};
  RPC_TRY(const Bytes bytes, handle.read(ndr::k_procedure_header_size));
  RPC_TRY(handle.procedure, ndr::read_procedure_header(bytes));
  return {};
}

inline namespace v1 {

size_t pickle_size(const ClientOperation& type, void* handle, const void* frame) {
  Status status;
  size_t size = 0;
  {
    const Result<size_t> found = size_of_type(type, handle, frame);
    status = found.status();
    if (found.ok()) size = *found;
  }
  end(status);
  return size;
}

void pickle_encode(const ClientOperation& type, void* handle, const void* frame) {
  end(encode_type(type, handle, frame).status());
}

void pickle_decode(const ClientOperation& type, void* handle, void* frame) {
  end(decode_type(type, handle, frame).status());
}

void pickle(const ClientOperation& operation, void* handle, void* frame) {
  end(pickle_procedure(operation, handle, frame).status());
}

// There is no communication that could fail: what goes wrong is a fault, unless that has no place of its own.
void pickle(const ClientOperation& operation, void* handle, void* frame,
            const StatusTargets& targets) {
  const Status status = pickle_procedure(operation, handle, frame).status();
  uint32_t* const target = targets.fault ? targets.fault : targets.comm;
  if (!status.ok()) *target = static_cast<uint32_t>(status.code);
}

}  // namespace v1
}  // namespace farcall::stub

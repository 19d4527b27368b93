// [in] pipes are pulled dry before the request ends, [out] pipes are pushed as the response comes; each from left to
// right (rules-for-multiple-pipes).
#include "stub/client_pipes.h"

#include <farcall/stub/exceptions.h>

#include <utility>

#include "stub/pipe_order.h"

namespace farcall::stub {
namespace {

constexpr size_t k_request_block = 32u << 10;

}  // namespace

ClientPipes::ClientPipes(const ClientOperation& operation, void* frame, BufferPool& pool)
    : operation_(operation), frame_(frame), out_(pool), in_(pool) {}

bool ClientPipes::has(uint8_t direction) const {
  uint16_t at = 0;
  return current(at, direction);
}

bool ClientPipes::current(uint16_t& at, uint8_t direction) const {
  while (at < operation_.pipes.count && !(operation_.pipes.parameters[at].flags & direction)) ++at;
  return at < operation_.pipes.count;
}

Status ClientPipes::check() const {
  for (uint16_t i = 0; i < operation_.pipes.count; ++i) {
    const PipeParameter& parameter = operation_.pipes.parameters[i];
    if (parameter.flags & k_pipe_pointer &&
        !*reinterpret_cast<void**>(static_cast<uint8_t*>(frame_) + parameter.offset))
      return Status{RPC_X_NULL_REF_POINTER};
    const PipeStruct& pipe = pipe_struct(parameter, frame_);
    const bool in = (parameter.flags & k_pipe_in) != 0, out = (parameter.flags & k_pipe_out) != 0;
    if (!pipe.alloc || (in && !pipe.pull) || (out && !pipe.push))
      return Status{RPC_X_INVALID_PIPE_OBJECT};
  }
  return Status{};
}

Result<ClientPipes::Room> ClientPipes::allocate(const PipeParameter& parameter, size_t bytes) {
  PipeStruct& pipe = pipe_struct(parameter, frame_);
  void* memory = nullptr;
  size_t got = 0;
  touched_ = true;
  const int32_t raised = call_guarded([&] {
    with_count(parameter, [&]<class Count>(Count given) {
      const auto alloc = reinterpret_cast<typename SyncRoutines<Count>::Alloc>(pipe.alloc);
      alloc(pipe.state, static_cast<Count>(bytes), &memory, &given);
      got = given;
    });
  });
  if (raised != RPC_S_OK) return Status{raised};
  const size_t number = got / parameter.element->memory_size;
  if (!memory || number == 0) return Status{RPC_X_PIPE_APP_MEMORY};
  return Room{memory, number};
}

// One chunk of the program's.
Status ClientPipes::pull_one() {
  const PipeParameter& parameter = operation_.pipes.parameters[pulling_];
  PipeStruct& pipe = pipe_struct(parameter, frame_);
  const size_t wanted = elements_in(*parameter.element, k_pipe_portion);
  RPC_TRY(const Room room, allocate(parameter, wanted * parameter.element->memory_size));
  size_t number = 0;
  const int32_t raised = call_guarded([&] {
    with_count(parameter, [&]<class Count>(Count pulled) {
      const auto pull = reinterpret_cast<typename SyncRoutines<Count>::Pull>(pipe.pull);
      pull(pipe.state, room.elements, static_cast<Count>(room.number), &pulled);
      number = pulled;
    });
  });
  if (raised != RPC_S_OK) return Status{raised};
  if (number > room.number) return Status{RPC_X_PIPE_DISCIPLINE_ERROR};
  ndr::put_chunk(out_.output(), *parameter.element, syntax_, room.elements, number);
  if (number == 0) ++pulling_;
  return Status{out_.output().status};
}

Status ClientPipes::next_request_data(protocol::StubData& data, bool& last) {
  bool more = current(pulling_, k_pipe_in);
  while (more && out_.gathered() < k_request_block) {
    RPC_TRY(pull_one());
    more = current(pulling_, k_pipe_in);
  }
  last = !more;
  RPC_TRY(ndr::Marshalled block, out_.cut(last));
  data = {std::move(block.block), block.offset, block.length};
  return Status{};
}

Status ClientPipes::response_data(Bytes data, bool big_endian) {
  big_endian_ = big_endian;
  if (!in_.append(data)) return Status{RPC_S_OUT_OF_MEMORY};
  while (current(pushing_, k_pipe_out)) {
    const size_t before = in_.size();
    const uint16_t pipe = pushing_;
    RPC_TRY(deliver());
    if (in_.size() == before && pushing_ == pipe) break;  // nothing whole is left
  }
  return Status{};
}

// Elements or the end of the current [out] pipe, as far as they have come.
Status ClientPipes::deliver() {
  using Kind = ndr::ChunkReader::Pulled::Kind;
  const PipeParameter& parameter = operation_.pipes.parameters[pushing_];
  PipeStruct& pipe = pipe_struct(parameter, frame_);
  if (!room_.elements) {
    const size_t wanted = elements_in(*parameter.element, k_pipe_portion);
    RPC_TRY(room_, allocate(parameter, wanted * parameter.element->memory_size));
  }
  RPC_TRY(const auto pulled, reader_.pull(in_, *parameter.element, syntax_, big_endian_,
                                          room_.elements, room_.number));
  if (pulled.kind == Kind::nothing_yet) return Status{};
  const Room room = std::exchange(room_, {});
  if (pulled.kind == Kind::end) {
    ++pushing_;
    reader_ = {};
  }
  return Status{call_guarded([&] {
    with_count(parameter, [&]<class Count>(Count) {
      const auto push = reinterpret_cast<typename SyncRoutines<Count>::Push>(pipe.push);
      push(pipe.state, room.elements, static_cast<Count>(pulled.number));
    });
  })};
}

Result<Bytes> ClientPipes::behind() const {
  uint16_t at = pushing_;
  if (current(at, k_pipe_out)) return Status{RPC_X_BAD_STUB_DATA};
  return in_.bytes();
}

}  // namespace farcall::stub

// Towers. Identifiers: C706 appendix I; those of Microsoft's protocol sequences: [MS-RPCE] 2.2.1.2.4
// and what Windows and Samba put on the wire.
#include "wire/tower.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "wire/cursor.h"

namespace farcall::wire {
namespace {

constexpr uint8_t k_uuid_floor = 0x0d;
constexpr uint8_t k_ncadg = 0x0a;
constexpr uint8_t k_ncacn = 0x0b;
constexpr uint8_t k_ncalrpc = 0x0c;
constexpr size_t k_most_floors = 16;

// How the right part of a floor is written.
enum class Form : uint8_t { none, port, ipv4, text, opaque };

struct FloorKind {
  uint8_t identifier;
  Form form;
};

struct Stack {
  std::string_view protseq;
  uint8_t rpc_protocol;
  FloorKind endpoint;
  FloorKind address;  // Form::none: there is no such floor
};

constexpr Stack k_stacks[] = {
    {"ncacn_ip_tcp", k_ncacn, {0x07, Form::port}, {0x09, Form::ipv4}},
    {"ncadg_ip_udp", k_ncadg, {0x08, Form::port}, {0x09, Form::ipv4}},
    {"ncacn_np", k_ncacn, {0x0f, Form::text}, {0x11, Form::text}},
    {"ncacn_http", k_ncacn, {0x1f, Form::port}, {0x09, Form::ipv4}},
    {"ncalrpc", k_ncalrpc, {0x10, Form::text}, {0, Form::none}},
    {"ncacn_unix_stream", k_ncacn, {0x20, Form::text}, {0, Form::none}},
    {"ncacn_nb_nb", k_ncacn, {0x12, Form::opaque}, {0x11, Form::opaque}},
    {"ncacn_nb_tcp", k_ncacn, {0x07, Form::port}, {0x11, Form::opaque}},
    {"ncacn_nb_ipx", k_ncacn, {0x14, Form::opaque}, {0x11, Form::opaque}},
    {"ncacn_spx", k_ncacn, {0x13, Form::opaque}, {0x0e, Form::opaque}},
    {"ncadg_ipx", k_ncadg, {0x0e, Form::opaque}, {0, Form::none}},
    {"ncacn_at_dsp", k_ncacn, {0x16, Form::opaque}, {0x18, Form::opaque}},
    {"ncacn_vns_spp", k_ncacn, {0x1a, Form::opaque}, {0x1c, Form::opaque}},
    {"ncacn_dnet_nsp", k_ncacn, {0x04, Form::opaque}, {0x06, Form::opaque}},
};
constexpr std::string_view k_without_towers[] = {"ncadg_mq", "ncacn_hvsocket"};

struct Floor {
  Bytes left;
  Bytes right;
  [[nodiscard]] uint8_t identifier() const { return left[0]; }
};

Result<Floor> take_floor(Cursor& in) {
  RPC_TRY(const uint16_t left_size, in.u16());
  RPC_TRY(const Bytes left, in.take(left_size));
  RPC_TRY(const uint16_t right_size, in.u16());
  RPC_TRY(const Bytes right, in.take(right_size));
  if (left.empty()) return Status{RPC_S_PROTOCOL_ERROR};
  return Floor{left, right};
}

// At least interface, transfer syntax and protocol.
Result<std::vector<Floor>> floors_of(Bytes tower) {
  const Status invalid{EPT_S_INVALID_ENTRY};
  Cursor in{tower};
  const Result<uint16_t> count = in.u16();
  if (!count.ok() || *count < 3 || *count > k_most_floors) return invalid;
  std::vector<Floor> floors;
  for (uint16_t i = 0; i < *count; ++i) {
    const Result<Floor> floor = take_floor(in);
    if (!floor.ok()) return invalid;
    floors.push_back(*floor);
  }
  return floors;
}

Result<SyntaxId> syntax_of(const Floor& floor) {
  if (floor.identifier() != k_uuid_floor || floor.left.size() != 19 || floor.right.size() != 2)
    return Status{EPT_S_INVALID_ENTRY};
  return SyntaxId{load_uuid(floor.left.data() + 1, false), load_u16(floor.left.data() + 17, false),
                  load_u16(floor.right.data(), false)};
}

const Stack* stack_of(std::span<const Floor> below) {
  for (const Stack& stack : k_stacks) {
    const bool addressed = stack.address.form != Form::none;
    if (below.size() == (addressed ? 3u : 2u) && below[0].identifier() == stack.rpc_protocol &&
        below[1].identifier() == stack.endpoint.identifier &&
        (!addressed || below[2].identifier() == stack.address.identifier))
      return &stack;
  }
  return nullptr;
}

// Text ends at its zero, at the latest with the floor.
std::optional<std::string> text_of(Form form, Bytes right) {
  switch (form) {
    case Form::port:
      if (right.size() != 2) return std::nullopt;
      if (right[0] == 0 && right[1] == 0) return "";
      return std::to_string(right[0] << 8 | right[1]);
    case Form::ipv4: {
      if (right.size() != 4) return std::nullopt;
      if (std::all_of(right.begin(), right.end(), [](uint8_t byte) { return byte == 0; }))
        return "";
      std::string text;
      for (const uint8_t byte : right) text += (text.empty() ? "" : ".") + std::to_string(byte);
      return text;
    }
    case Form::text: {
      const auto zero = std::find(right.begin(), right.end(), uint8_t{0});
      return std::string(right.begin(), zero);
    }
    case Form::none:
    case Form::opaque:
      return "";
  }
  return std::nullopt;
}

// Nothing when it is no number of `form`.
std::optional<std::array<uint8_t, 4>> numbers(std::string_view text, char separator, size_t count,
                                              unsigned largest) {
  std::array<uint8_t, 4> bytes{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (size_t i = 0; i < count; ++i) {
    unsigned value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || value > largest) return std::nullopt;
    if (count == 1) {
      bytes = {static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)};
    } else {
      bytes[i] = static_cast<uint8_t>(value);
    }
    at = next;
    if (i + 1 < count && (at == end || *at++ != separator)) return std::nullopt;
  }
  if (at != end) return std::nullopt;
  return bytes;
}

void write_floor(Pen& out, uint8_t identifier, Bytes right) {
  out.u16(1);
  out.u8(identifier);
  out.u16(static_cast<uint16_t>(right.size()));
  out.bytes(right);
}

void write_syntax_floor(Pen& out, const SyntaxId& syntax) {
  out.u16(19);
  out.u8(k_uuid_floor);
  out.uuid(syntax.uuid);
  out.u16(syntax.major);
  out.u16(2);
  out.u16(syntax.minor);
}

Result<void> write_kind(Pen& out, const FloorKind& kind, std::string_view text, bool lenient) {
  std::optional<std::array<uint8_t, 4>> bytes = std::array<uint8_t, 4>{};
  size_t size = 0;
  switch (kind.form) {
    case Form::none:
      return {};
    case Form::port:
      size = 2;
      if (!text.empty()) bytes = numbers(text, ' ', 1, 65535);
      break;
    case Form::ipv4:
      size = 4;
      if (!text.empty()) bytes = numbers(text, '.', 4, 255);
      break;
    case Form::text: {
      if (text.size() > k_max_tower) return Status{RPC_S_BUFFER_TOO_SMALL};
      std::vector<uint8_t> with_zero(text.begin(), text.end());
      with_zero.push_back(0);
      write_floor(out, kind.identifier, with_zero);
      return {};
    }
    case Form::opaque:
      return Status{RPC_S_INVALID_RPC_PROTSEQ};
  }
  if (!bytes && lenient) bytes = std::array<uint8_t, 4>{};
  if (!bytes) return Status{RPC_S_INVALID_ENDPOINT_FORMAT};
  write_floor(out, kind.identifier, Bytes{*bytes}.first(size));
  return {};
}

}  // namespace

Result<Tower> decode_tower(Bytes tower) {
  RPC_TRY(const std::vector<Floor> floors, floors_of(tower));
  Tower result;
  RPC_TRY(result.interface, syntax_of(floors[0]));
  RPC_TRY(result.transfer_syntax, syntax_of(floors[1]));
  const std::span<const Floor> below = std::span(floors).subspan(2);
  const Stack* stack = stack_of(below);
  if (!stack) return result;
  const auto endpoint = text_of(stack->endpoint.form, below[1].right);
  const auto address = stack->address.form == Form::none
                           ? std::optional<std::string>("")
                           : text_of(stack->address.form, below[2].right);
  if (!endpoint || !address) return Status{EPT_S_INVALID_ENTRY};
  result.protseq = stack->protseq;
  result.endpoint = *endpoint;
  result.address = *address;
  return result;
}

Result<size_t> encode_tower(MutableBytes out, const Tower& tower) {
  const auto stack = std::find_if(std::begin(k_stacks), std::end(k_stacks),
                                  [&](const Stack& each) { return each.protseq == tower.protseq; });
  if (stack == std::end(k_stacks)) return Status{RPC_S_INVALID_RPC_PROTSEQ};
  Pen pen{out};
  pen.u16(stack->address.form == Form::none ? 4 : 5);
  write_syntax_floor(pen, tower.interface);
  write_syntax_floor(pen, tower.transfer_syntax);
  constexpr std::array<uint8_t, 2> k_minor_version{};
  write_floor(pen, stack->rpc_protocol, k_minor_version);
  RPC_TRY(write_kind(pen, stack->endpoint, tower.endpoint, false));
  RPC_TRY(write_kind(pen, stack->address, tower.address, true));
  return pen.finish();
}

bool same_protocols(Bytes one, Bytes other) {
  const Result<std::vector<Floor>> a = floors_of(one);
  const Result<std::vector<Floor>> b = floors_of(other);
  if (!a.ok() || !b.ok() || a->size() != b->size()) return false;
  for (size_t i = 2; i < a->size(); ++i)
    if (!std::equal((*a)[i].left.begin(), (*a)[i].left.end(), (*b)[i].left.begin(),
                    (*b)[i].left.end()))
      return false;
  return true;
}

bool is_known_protseq(std::string_view name) {
  const auto named = [&](const Stack& stack) { return stack.protseq == name; };
  return std::any_of(std::begin(k_stacks), std::end(k_stacks), named) ||
         std::find(std::begin(k_without_towers), std::end(k_without_towers), name) !=
             std::end(k_without_towers);
}

}  // namespace farcall::wire

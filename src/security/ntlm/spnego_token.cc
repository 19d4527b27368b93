// A walk over DER without recursion: each level is taken from the one above it, and nothing may be
// left over.
#include "security/ntlm/spnego_token.h"

#include <algorithm>
#include <array>

namespace farcall::security::ntlm {
namespace {

constexpr Status k_malformed{RPC_S_SEC_PKG_ERROR};
constexpr size_t k_max_mech_types = 16;

enum Tag : uint8_t {
  octet_string = 0x04,
  object_identifier = 0x06,
  sequence = 0x30,
  framed = 0x60,   // RFC 2743 3.1: [APPLICATION 0]
  field_0 = 0xa0,  // of NegTokenInit, and NegTokenInit itself
  response = 0xa1
};

constexpr std::array<uint8_t, 6> k_spnego_oid = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x02};

// Takes elements off the front of what is left.
class Der {
 public:
  explicit Der(Bytes bytes) : left_(bytes) {}
  [[nodiscard]] bool empty() const { return left_.empty(); }
  [[nodiscard]] uint8_t tag() const { return left_.empty() ? 0 : left_[0]; }

  // The contents of the next element, which must have this tag.
  Result<Bytes> take(uint8_t tag) {
    if (left_.size() < 2 || left_[0] != tag) return k_malformed;
    left_ = left_.subspan(1);
    RPC_TRY(const size_t size, length());
    if (size > left_.size()) return k_malformed;
    const Bytes contents = left_.first(size);
    left_ = left_.subspan(size);
    return contents;
  }

  // The only element there is.
  static Result<Bytes> sole(Bytes bytes, uint8_t tag) {
    Der der{bytes};
    RPC_TRY(const Bytes contents, der.take(tag));
    if (!der.empty()) return k_malformed;
    return contents;
  }

 private:
  // Definite, in as few bytes as it can be, at most 3: tokens are shorter than a PDU.
  Result<size_t> length() {
    const uint8_t first = left_[0];
    left_ = left_.subspan(1);
    if (first < 0x80) return size_t{first};
    const size_t count = first & 0x7fu;
    if (count == 0 || count > 3 || count > left_.size()) return k_malformed;
    size_t value = 0;
    for (const uint8_t byte : left_.first(count)) value = value << 8 | byte;
    left_ = left_.subspan(count);
    const bool shortest = value >= 0x80 && value >> (8 * (count - 1)) != 0;
    if (!shortest) return k_malformed;
    return value;
  }

  Bytes left_;
};

Result<void> read_mech_types(Bytes field, SpnegoToken& token) {
  RPC_TRY(const Bytes list, Der::sole(field, Tag::sequence));
  Der der{list};
  while (!der.empty()) {
    RPC_TRY(const Bytes oid, der.take(Tag::object_identifier));
    if (token.mech_types.size() == k_max_mech_types) return k_malformed;
    token.mech_types.push_back(oid);
  }
  return {};
}

// Fields [0] to [3], each at most once and in order; `read` says what becomes of one.
template <class Read>
Result<void> read_fields(Bytes body, Read read) {
  Der der{body};
  uint8_t next = Tag::field_0;
  while (!der.empty()) {
    const uint8_t tag = der.tag();
    if (tag < next || tag > Tag::field_0 + 3) return k_malformed;
    RPC_TRY(const Bytes field, der.take(tag));
    RPC_TRY(read(static_cast<uint8_t>(tag - Tag::field_0), field));
    next = static_cast<uint8_t>(tag + 1);
  }
  return {};
}

Result<void> read_mechanism_token(Bytes field, SpnegoToken& token) {
  RPC_TRY(token.mechanism_token, Der::sole(field, Tag::octet_string));
  return {};
}

// Of the other fields only the frame is checked: flags, state, the MIC over the list.
Result<SpnegoToken> read_init(Bytes body) {
  SpnegoToken token;
  token.initial = true;
  RPC_TRY(read_fields(body, [&](uint8_t number, Bytes field) -> Result<void> {
    if (number == 0) return read_mech_types(field, token);
    if (number == 2) return read_mechanism_token(field, token);
    return {};
  }));
  if (token.mech_types.empty()) return k_malformed;
  return token;
}

Result<SpnegoToken> read_response(Bytes body) {
  SpnegoToken token;
  RPC_TRY(read_fields(body, [&](uint8_t number, Bytes field) -> Result<void> {
    if (number == 2) return read_mechanism_token(field, token);
    token.mic = token.mic || number == 3;
    return {};
  }));
  return token;
}

}  // namespace

Result<SpnegoToken> read_spnego_token(Bytes token) {
  if (!token.empty() && token[0] == Tag::response) {
    RPC_TRY(const Bytes choice, Der::sole(token, Tag::response));
    RPC_TRY(const Bytes body, Der::sole(choice, Tag::sequence));
    return read_response(body);
  }
  RPC_TRY(const Bytes frame, Der::sole(token, Tag::framed));
  Der der{frame};
  RPC_TRY(const Bytes oid, der.take(Tag::object_identifier));
  if (!std::ranges::equal(oid, k_spnego_oid)) return k_malformed;
  RPC_TRY(const Bytes choice, der.take(Tag::field_0));
  if (!der.empty()) return k_malformed;
  RPC_TRY(const Bytes body, Der::sole(choice, Tag::sequence));
  return read_init(body);
}

}  // namespace farcall::security::ntlm

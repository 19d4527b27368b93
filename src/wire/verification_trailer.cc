// Codec of the verification trailer. Every length is the peer's; an unknown command is skipped by
// it unless SEC_VT_MUST_PROCESS_COMMAND is set.
#include "wire/verification_trailer.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "wire/cursor.h"
#include "wire/presentation.h"

namespace farcall::wire {
namespace {

constexpr std::array<uint8_t, 8> k_signature{0x8a, 0xe3, 0x13, 0x71, 0x02, 0xf4, 0x36, 0x71};

constexpr uint16_t k_command_mask = 0x3fff;
constexpr uint16_t k_command_end = 0x4000;
constexpr uint16_t k_must_process = 0x8000;
constexpr uint16_t k_bitmask_1 = 1;
constexpr uint16_t k_pcontext = 2;
constexpr uint16_t k_header2 = 3;

constexpr size_t k_bitmask_length = 4;
constexpr size_t k_pcontext_length = 2 * k_syntax_size;
constexpr size_t k_header2_length = 16;
constexpr size_t k_command_header = 4;

// Where it is looked for: no trailer of known commands is longer, and padding is short.
constexpr size_t k_searched = 1024;

constexpr Status k_malformed{RPC_S_ACCESS_DENIED};

class CommandWriter {
 public:
  CommandWriter(Pen& pen, size_t count) : pen_(pen), left_(count) {}
  void begin(uint16_t command, size_t length) {
    --left_;
    pen_.u16(left_ == 0 ? command | k_command_end : command);
    pen_.u16(static_cast<uint16_t>(length));
  }

 private:
  Pen& pen_;
  size_t left_;
};

Result<void> read_bitmask(VerificationTrailer& trailer, Bytes body, bool big_endian) {
  if (trailer.bitmask || body.size() != k_bitmask_length) return k_malformed;
  trailer.bitmask = load_u32(body.data(), big_endian);
  return {};
}

Result<void> read_pcontext(VerificationTrailer& trailer, Bytes body, bool big_endian) {
  if (trailer.pcontext || body.size() != k_pcontext_length) return k_malformed;
  trailer.pcontext = VerificationTrailer::Presentation{
      load_syntax(body.data(), big_endian), load_syntax(body.data() + k_syntax_size, big_endian)};
  return {};
}

Result<void> read_header2(VerificationTrailer& trailer, Bytes body, bool big_endian) {
  if (trailer.header2 || body.size() != k_header2_length) return k_malformed;
  VerificationTrailer::Header header;
  header.ptype = static_cast<PduType>(body[0]);
  std::copy_n(body.begin() + 4, header.drep.size(), header.drep.begin());
  header.call_id = load_u32(body.data() + 8, big_endian);
  header.p_cont_id = load_u16(body.data() + 12, big_endian);
  header.opnum = load_u16(body.data() + 14, big_endian);
  trailer.header2 = header;
  return {};
}

Result<VerificationTrailer> decode_commands(Cursor in, bool big_endian) {
  VerificationTrailer trailer;
  for (;;) {
    const Result<uint16_t> command = in.u16();
    const Result<uint16_t> length = command ? in.u16() : command;
    const Result<Bytes> body = length ? in.take(*length) : length.status();
    if (!body) return k_malformed;
    switch (*command & k_command_mask) {
      case k_bitmask_1:
        RPC_TRY(read_bitmask(trailer, *body, big_endian));
        break;
      case k_pcontext:
        RPC_TRY(read_pcontext(trailer, *body, big_endian));
        break;
      case k_header2:
        RPC_TRY(read_header2(trailer, *body, big_endian));
        break;
      default:
        if (*command & k_must_process) return k_malformed;
    }
    if (*command & k_command_end) return trailer;
  }
}

}  // namespace

size_t verification_trailer_size(const VerificationTrailer& trailer) {
  size_t size = 0;
  if (trailer.bitmask) size += k_command_header + k_bitmask_length;
  if (trailer.pcontext) size += k_command_header + k_pcontext_length;
  if (trailer.header2) size += k_command_header + k_header2_length;
  return size ? k_signature.size() + size : 0;
}

void encode_verification_trailer(MutableBytes out, const VerificationTrailer& trailer) {
  assert(!trailer.empty() && out.size() >= verification_trailer_size(trailer));
  Pen pen{out};
  pen.bytes(k_signature);
  CommandWriter commands{pen, size_t{trailer.bitmask.has_value()} + trailer.pcontext.has_value() +
                                  trailer.header2.has_value()};
  if (trailer.bitmask) {
    commands.begin(k_bitmask_1, k_bitmask_length);
    pen.u32(*trailer.bitmask);
  }
  if (trailer.pcontext) {
    commands.begin(k_pcontext, k_pcontext_length);
    write_syntax(pen, trailer.pcontext->interface);
    write_syntax(pen, trailer.pcontext->transfer);
  }
  if (trailer.header2) {
    commands.begin(k_header2, k_header2_length);
    pen.u32(static_cast<uint8_t>(trailer.header2->ptype));  // and Reserved1, Reserved2
    pen.bytes(trailer.header2->drep);
    pen.u32(trailer.header2->call_id);
    pen.u16(trailer.header2->p_cont_id);
    pen.u16(trailer.header2->opnum);
  }
}

Result<VerifiedStub> cut_verification_trailer(Bytes stub_data, bool big_endian) {
  size_t at = stub_data.size() > k_searched ? stub_data.size() - k_searched : 0;
  for (at = (at + 3) & ~size_t{3}; at + k_signature.size() <= stub_data.size(); at += 4) {
    if (std::memcmp(stub_data.data() + at, k_signature.data(), k_signature.size()) != 0) continue;
    RPC_TRY(const VerificationTrailer trailer,
            decode_commands(Cursor{stub_data.subspan(at + k_signature.size()), big_endian},
                            big_endian));
    return VerifiedStub{stub_data.first(at), trailer};
  }
  return VerifiedStub{stub_data, std::nullopt};
}

}  // namespace farcall::wire

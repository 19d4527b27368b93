// The pieces of a PDU as the library wants them. Anything but GSS_S_COMPLETE is a failure: PDUs that
// come late, twice or after a gap are reported as successes with a remark.
#include "security/gss/kerberos_protection.h"

#include <algorithm>
#include <array>

namespace farcall::security::gss {
namespace {

constexpr uint8_t k_enctype_rc4 = 23;
constexpr uint8_t k_enctype_rc4_exp = 24;
// The library's answer for these two is that of a sealed PDU.
constexpr uint16_t k_rc4_mic_length = 37;

class Pieces {
 public:
  // Header and trailer are covered only if that was negotiated; they are never changed.
  void sign_only(Bytes bytes, bool covered) {
    if (covered)
      add(GSS_IOV_BUFFER_TYPE_SIGN_ONLY, const_cast<uint8_t*>(bytes.data()), bytes.size());
  }
  // At least one, be it empty: the library does not seal without.
  void data(MutableBytes bytes) { add(GSS_IOV_BUFFER_TYPE_DATA, bytes.data(), bytes.size()); }
  void token(bool seals, MutableBytes bytes) {
    add(seals ? GSS_IOV_BUFFER_TYPE_HEADER : GSS_IOV_BUFFER_TYPE_MIC_TOKEN, bytes.data(),
        bytes.size());
  }
  [[nodiscard]] gss_iov_buffer_desc* get() { return pieces_.data(); }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] gss_iov_buffer_desc& last() { return pieces_[static_cast<size_t>(count_ - 1)]; }

 private:
  void add(OM_uint32 type, uint8_t* data, size_t size) {
    pieces_[static_cast<size_t>(count_++)] = {type, {size, data}};
  }
  std::array<gss_iov_buffer_desc, 5> pieces_{};
  int count_ = 0;
};

size_t token_length(gss_ctx_id_t context, bool seals) {
  std::array<uint8_t, 16> sample{};
  Pieces pieces;
  pieces.data(sample);
  pieces.token(seals, {});
  OM_uint32 minor = 0;
  int sealed = 0;
  const OM_uint32 major = seals ? library().wrap_iov_length(&minor, context, 1, GSS_C_QOP_DEFAULT,
                                                            &sealed, pieces.get(), pieces.count())
                                : library().get_mic_iov_length(&minor, context, GSS_C_QOP_DEFAULT,
                                                               pieces.get(), pieces.count());
  const bool usable = major == GSS_S_COMPLETE && (!seals || sealed);
  return usable ? pieces.last().buffer.length : 0;
}

}  // namespace

std::unique_ptr<KerberosProtection> KerberosProtection::create(Context context, bool seals,
                                                               uint8_t enctype) {
  size_t length = token_length(context.get(), seals);
  if (!seals && (enctype == k_enctype_rc4 || enctype == k_enctype_rc4_exp))
    length = k_rc4_mic_length;
  if (length == 0 || length > k_max_auth_length) return nullptr;
  return std::unique_ptr<KerberosProtection>(
      new KerberosProtection(std::move(context), seals, static_cast<uint16_t>(length)));
}

bool KerberosProtection::protect(const OutgoingPdu& pdu, bool sign_headers) {
  Pieces pieces;
  pieces.sign_only(pdu.header, sign_headers);
  pieces.data(pdu.stub);
  if (!pdu.pad.empty()) pieces.data(pdu.pad);
  pieces.sign_only(pdu.sec_trailer, sign_headers);
  pieces.token(seals_, pdu.auth_value);
  OM_uint32 minor = 0;
  int sealed = 0;
  const OM_uint32 major = seals_ ? library().wrap_iov(&minor, context_.get(), 1, GSS_C_QOP_DEFAULT,
                                                      &sealed, pieces.get(), pieces.count())
                                 : library().get_mic_iov(&minor, context_.get(), GSS_C_QOP_DEFAULT,
                                                         pieces.get(), pieces.count());
  return major == GSS_S_COMPLETE && (!seals_ || sealed) &&
         pieces.last().buffer.length == pdu.auth_value.size();
}

bool KerberosProtection::unprotect(const IncomingPdu& pdu, MutableBytes data, bool sign_headers) {
  const Bytes received = pdu.cut.trailer.auth_value;
  if (received.size() != auth_length_) return false;
  // Unsealing works in the token too.
  std::array<uint8_t, k_max_auth_length> copy;
  std::ranges::copy(received, copy.begin());
  Pieces pieces;
  pieces.sign_only(pdu.header, sign_headers);
  pieces.data(data);
  pieces.sign_only(pdu.cut.sec_trailer, sign_headers);
  pieces.token(seals_, MutableBytes{copy}.first(received.size()));
  OM_uint32 minor = 0;
  int sealed = 0;
  const OM_uint32 major = seals_ ? library().unwrap_iov(&minor, context_.get(), &sealed, nullptr,
                                                        pieces.get(), pieces.count())
                                 : library().verify_mic_iov(&minor, context_.get(), nullptr,
                                                            pieces.get(), pieces.count());
  return major == GSS_S_COMPLETE && (!seals_ || sealed);
}

}  // namespace farcall::security::gss

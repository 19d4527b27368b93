// Kerberos' signing and sealing through the library's calls for data in pieces (RFC 4121 with DCE
// style). One thread at a time: the library derives keys when they are first needed.
#pragma once

#include <optional>

#include "security/gss/handles.h"
#include "security/protection.h"

namespace farcall::security::gss {

class KerberosProtection final : public Protection {
 public:
  // None: the library cannot say how long its tokens are, or they are too long for us.
  static std::unique_ptr<KerberosProtection> create(Context context, bool seals, uint8_t enctype);

  [[nodiscard]] uint16_t auth_length() const override { return auth_length_; }
  bool protect(const OutgoingPdu& pdu, bool sign_headers) override;
  bool unprotect(const IncomingPdu& pdu, MutableBytes data, bool sign_headers) override;

 private:
  KerberosProtection(Context context, bool seals, uint16_t auth_length)
      : context_(std::move(context)), seals_(seals), auth_length_(auth_length) {}

  Context context_;
  bool seals_;
  uint16_t auth_length_;
};

}  // namespace farcall::security::gss

// Object identifiers of mechanisms, name types and options, as the library's own variables have
// them; those are data, which a library that is loaded late does not offer.
#pragma once

#include "security/gss/library.h"

namespace farcall::security::gss {

// What the library takes as gss_OID is never written to.
struct Oid {
  template <size_t N>
  constexpr explicit Oid(const char (&encoded)[N]) : text(encoded), size(N - 1) {}
  const char* text;
  unsigned size;
  [[nodiscard]] gss_OID_desc desc() const { return {size, const_cast<char*>(text)}; }
};

inline constexpr Oid k_oid_spnego{"\x2b\x06\x01\x05\x05\x02"};
inline constexpr Oid k_oid_ntlm{"\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a"};
inline constexpr Oid k_oid_kerberos{"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"};

inline constexpr Oid k_name_user{"\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x01"};
inline constexpr Oid k_name_host_based{"\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x04"};
inline constexpr Oid k_name_principal{"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01"};

// GSS_C_INQ_SSPI_SESSION_KEY and GSS_KRB5_CRED_NO_CI_FLAGS_X.
inline constexpr Oid k_session_key{"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x05\x05"};
inline constexpr Oid k_no_ci_flags{"\x2a\x85\x70\x2b\x0d\x1d"};

}  // namespace farcall::security::gss

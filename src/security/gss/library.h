// The GSSAPI library, loaded when a program first asks for a mechanism: one that never does pays
// neither for libgssapi_krb5 nor for the five libraries behind it. Functions lose their `gss_`.
// MIT's library finds the NTLM plugin by itself. Any thread.
#pragma once

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>

namespace farcall::security::gss {

#define FARCALL_GSS_FUNCTIONS(X)                                                                   \
  X(accept_sec_context)                                                                            \
  X(acquire_cred)                                                                                  \
  X(acquire_cred_from)                                                                             \
  X(acquire_cred_with_password) X(add_oid_set_member) X(create_empty_oid_set)                      \
      X(delete_sec_context) X(display_name) X(display_status) X(get_mic) X(get_mic_iov)            \
          X(get_mic_iov_length) X(get_name_attribute) X(import_name) X(indicate_mechs)             \
              X(init_sec_context) X(inquire_context) X(inquire_cred) X(inquire_sec_context_by_oid) \
                  X(krb5_export_lucid_sec_context) X(krb5_free_lucid_sec_context) X(localname)     \
                      X(release_buffer) X(release_buffer_set) X(release_cred) X(release_name)      \
                          X(release_oid_set) X(set_cred_option) X(set_neg_mechs)                   \
                              X(test_oid_set_member) X(unwrap_iov) X(verify_mic_iov) X(wrap_iov)   \
                                  X(wrap_iov_length)

struct Library {
#define FARCALL_GSS_MEMBER(name) decltype(&::gss_##name) name;
  FARCALL_GSS_FUNCTIONS(FARCALL_GSS_MEMBER)
#undef FARCALL_GSS_MEMBER
};

// Null when it is not installed.
[[nodiscard]] const Library* find_library();
// Only where something has been made by it already.
[[nodiscard]] inline const Library& library() {
  return *find_library();
}

}  // namespace farcall::security::gss

// Names, keys and authorization data of a context.
#include "security/gss/session.h"

#include <string_view>

#include "security/pac.h"

namespace farcall::security::gss {
namespace {

constexpr std::string_view k_logon_info = "urn:mspac:logon-info";

bool is(gss_OID found, const Oid& wanted) {
  return found != GSS_C_NO_OID &&
         std::string_view(static_cast<const char*>(found->elements), found->length) ==
             std::string_view(wanted.text, wanted.size);
}

// Only what the ticket's signatures vouch for.
std::optional<Account> account_of(gss_name_t client) {
  gss_buffer_desc attribute = lend(k_logon_info);
  OM_uint32 minor = 0;
  int authenticated = 0;
  int complete = 0;
  int more = -1;
  Buffer value;
  Buffer display_value;
  const OM_uint32 major =
      library().get_name_attribute(&minor, client, &attribute, &authenticated, &complete,
                                   value.out(), display_value.out(), &more);
  if (major != GSS_S_COMPLETE || !authenticated) return std::nullopt;
  return read_logon_info(value.bytes());
}

std::optional<std::string> local_user_of(gss_name_t client) {
  OM_uint32 minor = 0;
  Buffer text;
  if (library().localname(&minor, client, GSS_C_NO_OID, text.out()) != GSS_S_COMPLETE)
    return std::nullopt;
  return std::string(text.text());
}

}  // namespace

std::optional<SessionKey> session_key(gss_ctx_id_t context, Mechanism mechanism) {
  gss_OID_desc query = k_session_key.desc();
  OM_uint32 minor = 0;
  BufferSet set;
  if (library().inquire_sec_context_by_oid(&minor, context, &query, set.out()) != GSS_S_COMPLETE ||
      !set || set.get()->count == 0)
    return std::nullopt;
  const gss_buffer_desc* const elements = set.get()->elements;
  SessionKey found;
  found.key = Secret{{static_cast<const char*>(elements[0].value), elements[0].length}};
  if (mechanism == Mechanism::ntlm) return found;
  // The second names the encryption type, as the last arc of an identifier.
  if (set.get()->count < 2 || elements[1].length == 0) return std::nullopt;
  found.enctype = static_cast<const uint8_t*>(elements[1].value)[elements[1].length - 1];
  return found;
}

std::optional<Facts> facts_of(gss_ctx_id_t context, const Agreement& wanted, bool is_client) {
  const Mechanism mechanism = wanted.mechanism;
  OM_uint32 minor = 0;
  Name client;
  Name server;
  OM_uint32 lifetime = 0;
  gss_OID agreed = GSS_C_NO_OID;  // the library's own
  OM_uint32 flags = 0;
  int open = 0;
  // NTLM's plugin has no name for its server, and does not survive being asked.
  gss_name_t* const server_out = mechanism == Mechanism::ntlm ? nullptr : server.out();
  const OM_uint32 major = library().inquire_context(&minor, context, client.out(), server_out,
                                                    &lifetime, &agreed, &flags, nullptr, &open);
  if (major != GSS_S_COMPLETE || !open || !is(agreed, oid_of(mechanism)) ||
      (flags & wanted.flags) != wanted.flags)
    return std::nullopt;

  Facts facts;
  facts.mechanism = static_cast<uint8_t>(mechanism);
  facts.client_name = display(client.get());
  if (flags & GSS_C_IDENTIFY_FLAG) facts.impersonation = Impersonation::identify;
  if (mechanism == Mechanism::ntlm) return facts;

  facts.server_name = display(server.get());
  facts.mutual = (flags & GSS_C_MUTUAL_FLAG) != 0;
  if (lifetime != GSS_C_INDEFINITE)
    facts.expiry = std::chrono::system_clock::now() + std::chrono::seconds(lifetime);
  if (is_client) return facts;
  facts.account = account_of(client.get());
  facts.local_user = local_user_of(client.get());
  return facts;
}

}  // namespace farcall::security::gss

// The probe. SPNEGO has reset the plugin's streams after its own signatures, not the numbers, so
// that ours begin where the plugin's stand.
#include "security/ntlm/take_over.h"

#include <algorithm>
#include <optional>

#include "security/ntlm/ntlm_protection.h"
#include "wire/cursor.h"

namespace farcall::security::ntlm {
namespace {

constexpr uint8_t k_probe[] = {'f', 'a', 'r', 'c', 'a', 'l', 'l'};

std::optional<uint32_t> next_sequence(gss_ctx_id_t context, const Key& key, bool client) {
  gss_buffer_desc probe = gss::lend(Bytes{k_probe});
  OM_uint32 minor = 0;
  gss::Buffer signature;
  if (gss::library().get_mic(&minor, context, GSS_C_QOP_DEFAULT, &probe, signature.out()) !=
          GSS_S_COMPLETE ||
      signature.bytes().size() != sizeof(Token))
    return std::nullopt;
  const uint32_t sequence = wire::load_u32(signature.bytes().last(4).data(), false);
  const Bytes parts[] = {k_probe};
  Direction ours{key, client, sequence};
  if (!equal(ours.sign(parts, {}), signature.bytes())) return std::nullopt;
  return sequence;
}

}  // namespace

std::unique_ptr<Protection> take_over(gss::Context context, const Secret& session_key, bool client,
                                      bool seals) {
  Key key;
  if (session_key.text().size() != key.size()) return nullptr;
  std::ranges::copy(session_key.text(), key.begin());
  const std::optional<uint32_t> sequence = next_sequence(context.get(), key, client);
  if (!sequence) return nullptr;
  return std::make_unique<NtlmProtection>(key, client, *sequence, seals);
}

}  // namespace farcall::security::ntlm

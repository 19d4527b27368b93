// The library calls what it tells of a context lucid. It deletes the context then.
#include "security/kerberos/take_over.h"

#include "security/kerberos/cfx_protection.h"

namespace farcall::security::kerberos {
namespace {

constexpr uint8_t k_aes128_sha1 = 17;
constexpr uint8_t k_aes256_sha1 = 18;
constexpr OM_uint32 k_version = 1;
constexpr OM_uint32 k_rfc_4121 = 1;

class Lucid {
 public:
  explicit Lucid(gss::Context context) {
    OM_uint32 minor = 0;
    void* told = nullptr;
    if (gss::library().krb5_export_lucid_sec_context(&minor, context.out(), k_version, &told) ==
        GSS_S_COMPLETE)
      told_ = static_cast<gss_krb5_lucid_context_v1_t*>(told);
  }
  Lucid(const Lucid&) = delete;
  Lucid& operator=(const Lucid&) = delete;
  ~Lucid() {
    OM_uint32 minor = 0;
    if (told_) gss::library().krb5_free_lucid_sec_context(&minor, told_);
  }
  [[nodiscard]] const gss_krb5_lucid_context_v1_t* get() const { return told_; }

 private:
  gss_krb5_lucid_context_v1_t* told_ = nullptr;
};

}  // namespace

bool can_take_over(uint8_t enctype) {
  return enctype == k_aes128_sha1 || enctype == k_aes256_sha1;
}

std::unique_ptr<Protection> take_over(gss::Context context, bool seals, uint64_t peer_signatures) {
  const Lucid lucid{std::move(context)};
  const auto* const told = lucid.get();
  if (!told || told->version != k_version || told->protocol != k_rfc_4121) return nullptr;
  const bool subkey = told->cfx_kd.have_acceptor_subkey != 0;
  const gss_krb5_lucid_key_t& key = subkey ? told->cfx_kd.acceptor_subkey : told->cfx_kd.ctx_key;
  const size_t size = key.type == k_aes256_sha1 ? 32 : key.type == k_aes128_sha1 ? 16 : 0;
  if (size == 0 || key.length != size) return nullptr;
  const Session session{{static_cast<const uint8_t*>(key.data), size},
                        subkey,
                        told->initiate != 0,
                        told->send_seq,
                        told->recv_seq + peer_signatures};  // the number that the peer began with
  return std::make_unique<CfxProtection>(session, seals);
}

}  // namespace farcall::security::kerberos

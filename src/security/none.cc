// Protection at level none ([MS-RPCE] 3.3.1.5.2.2): PDUs pass unchanged. A trailer that comes all
// the same was never negotiated, so its PDU is refused, as Windows and Samba refuse it.
#include "security/none.h"

namespace farcall::security {
namespace {

class NoneContext final : public SecurityContext {
 public:
  Result<Step> step(Bytes token) override {
    if (!token.empty()) return Status{RPC_S_ACCESS_DENIED};
    return Step{};
  }
  [[nodiscard]] const std::string& failure() const override {
    static const std::string& none_yet = *new std::string;
    return none_yet;
  }
  void sign_headers(bool) override {}
  [[nodiscard]] Sizes sizes() const override { return {}; }
  [[nodiscard]] const Facts& facts() const override {
    static const Facts& nobody = *new Facts;
    return nobody;
  }
  [[nodiscard]] wire::AuthTrailer trailer() const override { return {}; }
  Result<void> protect(const OutgoingPdu&) override { return {}; }
  Result<ClearStub> unprotect(const IncomingPdu& pdu, BufferPool&) override {
    if (pdu.cut.authenticated()) return Status{RPC_S_ACCESS_DENIED};
    return ClearStub{pdu.cut.body, {}};
  }
};

}  // namespace

SecurityContext& none() {
  // Never destroyed: loops still run when the process exits.
  static NoneContext& context = *new NoneContext;
  return context;
}

}  // namespace farcall::security

// FARCALL_EPMAPPER and the well-known endpoints of the mapper ([MS-RPCE] 2.1.1: TCP port 135).
#include "wellknown/epm_address.h"

#include <cstdlib>
#include <optional>

#include "base/log.h"
#include "runtime/client/protocol_sequence.h"
#include "runtime/client/string_binding.h"

namespace farcall::wellknown {
namespace {

using runtime::client::k_ncacn_ip_tcp;
using runtime::client::k_ncalrpc;
using runtime::client::StringBinding;

constexpr std::string_view k_port = "135";

// Nothing when the variable is not set.
Result<std::optional<StringBinding>> configured() {
  const char* text = std::getenv("FARCALL_EPMAPPER");
  if (!text || !*text) return std::optional<StringBinding>{};
  Result<StringBinding> parts =
      runtime::client::parse_string_binding(std::string(k_ncacn_ip_tcp) + ':' + text);
  const bool fits = parts.ok() && parts->options.empty() && !parts->endpoint.empty() &&
                    runtime::client::check_endpoint(k_ncacn_ip_tcp, parts->endpoint).ok();
  if (fits) return std::optional<StringBinding>(*parts);
  log(Level::error, "epmapper.configuration", "FARCALL_EPMAPPER=%s is not host[port]", text);
  return Status{RPC_S_INVALID_STRING_BINDING};
}

std::string local_name(std::string_view port) {
  return port == k_port ? "epmapper" : "epmapper-" + std::string(port);
}

Result<std::string> local_binding(std::string_view port) {
  return runtime::client::compose_string_binding(
      {{}, std::string(k_ncalrpc), {}, local_name(port), {}});
}

}  // namespace

Result<std::string> mapper_for(std::string_view protseq, std::string_view network_address) {
  RPC_TRY(std::optional<StringBinding> chosen, configured());
  if (protseq == k_ncalrpc) return local_binding(chosen ? chosen->endpoint : k_port);
  if (!chosen)
    chosen = StringBinding{
        {}, std::string(k_ncacn_ip_tcp), std::string(network_address), std::string(k_port), {}};
  return runtime::client::compose_string_binding(*chosen);
}

Result<std::string> local_mapper() {
  RPC_TRY(const std::optional<StringBinding> chosen, configured());
  return local_binding(chosen ? chosen->endpoint : k_port);
}

}  // namespace farcall::wellknown

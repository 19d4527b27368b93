// The protocol sequences of the SDK ("Protocol Sequence Constants") and the formats of their
// endpoints and addresses.
#include "runtime/client/protocol_sequence.h"

#include <algorithm>
#include <iterator>

namespace farcall::runtime::client {
namespace {

// Well-formed names that this library does not speak.
constexpr std::string_view k_unsupported[] = {
    "ncacn_np",       "ncacn_http",    "ncalrpc",      "ncadg_ip_udp",  "ncacn_spx",
    "ncadg_ipx",      "ncacn_nb_tcp",  "ncacn_nb_ipx", "ncacn_nb_nb",   "ncacn_at_dsp",
    "ncacn_dnet_nsp", "ncacn_vns_spp", "ncadg_mq",     "ncacn_hvsocket"};

constexpr size_t k_max_host_name = 255;  // RFC 1035 2.3.4

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_' || c == ':' || c == '%';  // colon and percent: IPv6 with a zone
}

}  // namespace

Status check_protseq(std::string_view protseq) {
  if (protseq == k_ncacn_ip_tcp) return Status{};
  const bool known = std::find(std::begin(k_unsupported), std::end(k_unsupported), protseq) !=
                     std::end(k_unsupported);
  return Status{known ? RPC_S_PROTSEQ_NOT_SUPPORTED : RPC_S_INVALID_RPC_PROTSEQ};
}

Status check_endpoint(std::string_view, std::string_view endpoint) {
  const Status invalid{RPC_S_INVALID_ENDPOINT_FORMAT};
  if (endpoint.empty()) return Status{};
  if (endpoint.size() > 5) return invalid;
  unsigned port = 0;
  for (const char c : endpoint) {
    if (c < '0' || c > '9') return invalid;
    port = port * 10 + static_cast<unsigned>(c - '0');
  }
  return port >= 1 && port <= 65535 ? Status{} : invalid;
}

Status check_network_address(std::string_view, std::string_view address) {
  const bool well_formed = address.size() <= k_max_host_name &&
                           std::all_of(address.begin(), address.end(), is_host_character);
  return well_formed ? Status{} : Status{RPC_S_INVALID_NET_ADDR};
}

}  // namespace farcall::runtime::client

// The transfer syntax of registered towers is NDR 2.0: what every server speaks.
#include "wellknown/binding_tower.h"

#include "wire/tower.h"

namespace farcall::wellknown {

Result<std::vector<uint8_t>> tower_of(const runtime::client::StringBinding& binding,
                                      const SyntaxId& interface) {
  std::vector<uint8_t> tower(wire::k_max_tower);
  RPC_TRY(const size_t size,
          wire::encode_tower(tower, {interface, k_ndr20, binding.protseq, binding.endpoint,
                                     binding.network_address}));
  tower.resize(size);
  return tower;
}

Result<TowerPlace> place_of(const std::vector<uint8_t>& bytes, const Uuid& object) {
  RPC_TRY(const wire::Tower tower, wire::decode_tower(bytes));
  TowerPlace place{tower.interface, {}};
  if (tower.protseq.empty()) return place;
  RPC_TRY(place.binding,
          runtime::client::compose_string_binding({object.is_nil() ? "" : to_string(object),
                                                   tower.protseq,
                                                   tower.address,
                                                   tower.endpoint,
                                                   {}}));
  return place;
}

}  // namespace farcall::wellknown

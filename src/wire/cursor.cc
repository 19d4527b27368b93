// UUIDs on the wire: the three integer fields in the sender's byte order, the last eight octets as
// they are (C706 appendix A).
#include "wire/cursor.h"

namespace farcall::wire {

Uuid load_uuid(const uint8_t* at, bool big_endian) {
  Uuid uuid;
  uuid.data1 = load_u32(at, big_endian);
  uuid.data2 = load_u16(at + 4, big_endian);
  uuid.data3 = load_u16(at + 6, big_endian);
  std::memcpy(uuid.data4.data(), at + 8, uuid.data4.size());
  return uuid;
}

void store_uuid(uint8_t* at, const Uuid& uuid) {
  store_u32(at, uuid.data1);
  store_u16(at + 4, uuid.data2);
  store_u16(at + 6, uuid.data3);
  std::memcpy(at + 8, uuid.data4.data(), uuid.data4.size());
}

}  // namespace farcall::wire

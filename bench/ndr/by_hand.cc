// NDR 2.0 as one would write it for this struct alone: only the lengths are checked, nothing grows. The floor.
#include <cstring>

#include "codec.h"

namespace bench {
namespace {

class ByHand final : public Codec {
 public:
  size_t encode(std::span<const Row> rows) override {
    uint8_t* at = bytes_.data();
    const auto put = [&](const auto& value) {
      std::memcpy(at, &value, sizeof value);
      at += sizeof value;
    };
    put(static_cast<uint32_t>(rows.size()));
    put(static_cast<uint32_t>(rows.size()));
    for (const Row& row : rows) {
      put(row.number);
      put(row.weight);
      put(uint64_t{0x20000});  // the referent, and the gap in front of the next struct
    }
    at -= 4;
    for (const Row& row : rows) {
      at = bytes_.data() + ((at - bytes_.data() + 3) & ~ptrdiff_t{3});
      const auto length = static_cast<uint32_t>(std::strlen(row.name) + 1);
      put(length);
      put(uint32_t{0});
      put(length);
      std::memcpy(at, row.name, length);
      at += length;
    }
    used_ = static_cast<size_t>(at - bytes_.data());
    return used_;
  }

  bool decode() override {
    const uint8_t* at = bytes_.data();
    const uint8_t* const end = at + used_;
    uint32_t count = 0;
    std::memcpy(&count, at, 4);
    at += 8;
    rows_.resize(count);
    if (static_cast<size_t>(end - at) < 24 * size_t{count} - 4) return false;
    for (Row& row : rows_) {
      std::memcpy(&row.number, at, 8);
      std::memcpy(&row.weight, at + 8, 8);
      at += 24;
    }
    at -= 4;
    for (Row& row : rows_) {
      at = bytes_.data() + ((at - bytes_.data() + 3) & ~ptrdiff_t{3});
      uint32_t length = 0;
      if (static_cast<size_t>(end - at) < 12) return false;
      std::memcpy(&length, at + 8, 4);
      at += 12;
      if (length > static_cast<size_t>(end - at)) return false;
      row.name = reinterpret_cast<const char*>(at);
      at += length;
    }
    return true;
  }

  std::vector<Row> decoded() override { return rows_; }

 private:
  std::vector<uint8_t> bytes_ = std::vector<uint8_t>(1 << 20);
  size_t used_ = 0;
  std::vector<Row> rows_;
};

}  // namespace

std::unique_ptr<Codec> by_hand() {
  return std::make_unique<ByHand>();
}

}  // namespace bench

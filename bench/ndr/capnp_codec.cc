// Cap'n Proto: built in a segment that is large enough. It has no step of its own for reading, so reading is what a program
// does to get at every field.
#include <capnp/message.h>
#include <capnp/serialize.h>

#include <optional>

#include "codec.h"
#include "items.capnp.h"

namespace bench {
namespace {

class CapNProto final : public Codec {
 public:
  size_t encode(std::span<const Row> rows) override {
    message_.reset();
    message_.emplace(kj::arrayPtr(segment_.data(), segment_.size()));
    auto items = message_->initRoot<bench_items_capnp::Items>().initItems(
        static_cast<unsigned>(rows.size()));
    unsigned at = 0;
    for (const Row& row : rows) {
      auto item = items[at++];
      item.setNumber(row.number);
      item.setWeight(row.weight);
      item.setName(row.name);
    }
    return capnp::computeSerializedSizeInWords(*message_) * sizeof(capnp::word);
  }

  bool decode() override {
    const auto segments = message_->getSegmentsForOutput();
    capnp::SegmentArrayMessageReader reader(segments);
    rows_.clear();
    for (const auto item : reader.getRoot<bench_items_capnp::Items>().getItems())
      rows_.push_back({item.getNumber(), item.getWeight(), item.getName().cStr()});
    return true;
  }

  std::vector<Row> decoded() override { return rows_; }

 private:
  std::vector<capnp::word> segment_ = std::vector<capnp::word>(1 << 17);
  std::optional<capnp::MallocMessageBuilder> message_;
  std::vector<Row> rows_;
};

}  // namespace

std::unique_ptr<Codec> cap_n_proto() {
  return std::make_unique<CapNProto>();
}

}  // namespace bench

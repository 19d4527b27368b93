// Protocol Buffers: a message on an arena that is reused, to and from a flat array.
#include <google/protobuf/arena.h>

#include "codec.h"
#include "items.pb.h"

namespace bench {
namespace {

class Protobuf final : public Codec {
 public:
  size_t encode(std::span<const Row> rows) override {
    arena_.Reset();
    auto* const message = google::protobuf::Arena::CreateMessage<bench_items::Items>(&arena_);
    message->mutable_items()->Reserve(static_cast<int>(rows.size()));
    for (const Row& row : rows) {
      bench_items::Item& item = *message->add_items();
      item.set_number(row.number);
      item.set_weight(row.weight);
      item.set_name(row.name);
    }
    const size_t size = message->ByteSizeLong();
    if (bytes_.size() < size) bytes_.resize(size);
    used_ = size;
    return message->SerializeToArray(bytes_.data(), static_cast<int>(size)) ? size : 0;
  }

  bool decode() override {
    arena_.Reset();
    message_ = google::protobuf::Arena::CreateMessage<bench_items::Items>(&arena_);
    return message_->ParseFromArray(bytes_.data(), static_cast<int>(used_));
  }

  std::vector<Row> decoded() override {
    std::vector<Row> rows;
    for (const bench_items::Item& item : message_->items())
      rows.push_back({item.number(), item.weight(), item.name().c_str()});
    return rows;
  }

 private:
  std::vector<uint8_t> bytes_;
  size_t used_ = 0;
  google::protobuf::Arena arena_;
  bench_items::Items* message_ = nullptr;
};

}  // namespace

std::unique_ptr<Codec> protobuf() {
  return std::make_unique<Protobuf>();
}

}  // namespace bench

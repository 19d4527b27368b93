// Semaphore: CreateSemaphore's object, a count between 0 and a maximum.
#pragma once

#include <optional>

#include "base/sync/waitable.h"

namespace farcall::sync {

class Semaphore final : public Waitable {
 public:
  static constexpr ObjectType k_type = ObjectType::semaphore;

  // 0 <= initial <= maximum, 0 < maximum.
  Semaphore(int32_t initial, int32_t maximum)
      : Waitable(k_type), count_(initial), maximum_(maximum) {}

  // The count before, or nothing (and no change) when the maximum would be exceeded. how_many > 0.
  std::optional<int32_t> release_count(int32_t how_many);

 private:
  [[nodiscard]] bool signalled(const ThreadObject&) const override { return count_ > 0; }
  void consume(Waiter&) override { --count_; }

  int32_t count_;
  const int32_t maximum_;
};

}  // namespace farcall::sync

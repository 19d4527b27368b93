// FunctionTable: what the unwind tables (.eh_frame) say of the function at an address.
#pragma once

#include <unwind.h>

#include <cstdint>

namespace farcall::stub {

// The call instruction that the function of `context` is at.
uintptr_t call_site_of(_Unwind_Context* context);

class FunctionTable {
 public:
  static FunctionTable at(uintptr_t pc);

  // 0 when the function has none, or no table.
  [[nodiscard]] uintptr_t personality() const { return personality_; }
  // False when both are certainly different functions. A compiler may put the unlikely half of a function elsewhere,
  // with a table of its own.
  [[nodiscard]] bool may_be_part_of(const FunctionTable& other) const;

 private:
  void read_cie(const uint8_t* cie);
  [[nodiscard]] bool surely_starts_function() const;

  const uint8_t* fde_ = nullptr;
  const void* start_ = nullptr;
  uintptr_t personality_ = 0;
  uint8_t pointer_encoding_ = 0;
  bool has_augmentation_ = false;
};

}  // namespace farcall::stub

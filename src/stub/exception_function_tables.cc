// Reads one FDE and its CIE (Linux Standard Base, "Exception Frames"; DWARF call frame information).
#include "stub/exception_function_tables.h"

#include "stub/exception_table_reader.h"

extern "C" {
// libgcc's own interface, not in unwind.h.
struct dwarf_eh_bases {
  void* text;
  void* data;
  void* function;
};
const void* _Unwind_Find_FDE(void* pc, dwarf_eh_bases* bases);
}

namespace farcall::stub {

uintptr_t call_site_of(_Unwind_Context* context) {
  int is_interrupted = 0;  // by a signal: not behind a call
  const uintptr_t next = _Unwind_GetIPInfo(context, &is_interrupted);
  return is_interrupted != 0 ? next : next - 1;
}

FunctionTable FunctionTable::at(uintptr_t pc) {
  FunctionTable table;
  dwarf_eh_bases bases{};
  table.fde_ = static_cast<const uint8_t*>(_Unwind_Find_FDE(reinterpret_cast<void*>(pc), &bases));
  if (!table.fde_) return table;
  table.start_ = bases.function;
  int32_t distance;
  std::memcpy(&distance, table.fde_ + 4, sizeof distance);
  table.read_cie(table.fde_ + 4 - distance);
  return table;
}

void FunctionTable::read_cie(const uint8_t* cie) {
  TableReader start(cie + 8);  // behind length and id
  const uint8_t version = start.u8();
  const auto* augmentation = reinterpret_cast<const char*>(start.at());
  has_augmentation_ = augmentation[0] == 'z';
  if (!has_augmentation_) return;
  TableReader in(start.at() + std::strlen(augmentation) + 1);
  in.uleb();  // code alignment
  in.sleb();  // data alignment
  if (version == 1)
    in.u8();  // return address column
  else
    in.uleb();
  in.uleb();  // augmentation length
  for (const char* letter = augmentation + 1; *letter != '\0'; ++letter) {
    if (*letter == 'L') in.u8();
    if (*letter == 'R') pointer_encoding_ = in.u8();
    if (*letter != 'P') continue;
    const uint8_t encoding = in.u8();
    personality_ = in.pointer(encoding);
  }
}

// x86-64: a function begins with the frame that its caller made and moves the stack pointer first, so its first rule is a
// DW_CFA_def_cfa_offset behind its first instruction. The part of a function with a frame pointer (which a function with a
// try block has) that stands elsewhere begins with a rule that names the frame pointer.
bool FunctionTable::surely_starts_function() const {
#if defined(__x86_64__)
  enum : uint8_t {
    k_nop = 0x00,
    k_advance1 = 0x02,
    k_def_cfa_offset = 0x0e,
    k_advance = 0x40
  };  // DW_CFA_*
  uint32_t length;
  std::memcpy(&length, fde_, sizeof length);
  const uint8_t* end = fde_ + 4 + length;
  TableReader in(fde_ + 8);
  in.pointer(pointer_encoding_);         // start
  in.pointer(pointer_encoding_ & 0x0f);  // size
  if (has_augmentation_) in.skip(in.uleb());
  if (!in.ok()) return false;
  if (in.at() >= end || *in.at() == k_nop) return true;  // no rules at all
  const uint8_t first = in.u8();
  if (first == k_advance1) in.skip(1);
  const bool advances = first == k_advance1 || (first & 0xc0) == k_advance;
  return advances && in.at() < end && *in.at() == k_def_cfa_offset;
#else
  return false;
#endif
}

bool FunctionTable::may_be_part_of(const FunctionTable& other) const {
  return !fde_ || start_ == other.start_ || !surely_starts_function();
}

}  // namespace farcall::stub

// Reads the call-site, action and type tables of one function. They are data of the program itself, written by the
// compiler; an encoding that GCC and Clang do not use for C++ on Linux ends the search without a handler.
#include "stub/exception_tables.h"

#include <farcall/stub/exceptions.h>

#include <cstdint>
#include <cstring>
#include <exception>
#include <typeinfo>

extern "C" {
// libgcc's own interface, not in unwind.h.
struct dwarf_eh_bases {
  void* text;
  void* data;
  void* function;
};
const void* _Unwind_Find_FDE(void* pc, dwarf_eh_bases* bases);
_Unwind_Reason_Code __gxx_personality_v0(int, _Unwind_Action, _Unwind_Exception_Class,
                                         _Unwind_Exception*, _Unwind_Context*);
}

namespace farcall::stub {
namespace {

enum : uint8_t {  // DW_EH_PE_*: how a pointer is written
  k_absolute = 0x00,
  k_uleb128 = 0x01,
  k_udata2 = 0x02,
  k_udata4 = 0x03,
  k_udata8 = 0x04,
  k_sdata2 = 0x0a,
  k_sdata4 = 0x0b,
  k_sdata8 = 0x0c,
  k_pc_relative = 0x10,
  k_indirect = 0x80,
  k_omitted = 0xff,
};

class TableReader {
 public:
  explicit TableReader(const uint8_t* at) : at_(at) {}
  [[nodiscard]] const uint8_t* at() const { return at_; }
  [[nodiscard]] bool ok() const { return ok_; }

  uint8_t u8() { return *at_++; }
  uintptr_t uleb() {
    unsigned shift = 0;
    return leb(shift);
  }
  intptr_t sleb() {
    unsigned shift = 0;
    uintptr_t value = leb(shift);
    if (shift < 64 && (at_[-1] & 0x40) != 0) value |= ~uintptr_t{0} << shift;
    return static_cast<intptr_t>(value);
  }
  uintptr_t pointer(uint8_t encoding) {
    const auto here = reinterpret_cast<uintptr_t>(at_);
    uintptr_t value = plain(encoding & 0x0f);
    const uint8_t base = encoding & 0x70;
    if (base != 0 && base != k_pc_relative) ok_ = false;
    if (!ok_ || value == 0) return 0;
    if (base == k_pc_relative) value += here;
    if ((encoding & k_indirect) != 0)
      std::memcpy(&value, reinterpret_cast<const void*>(value), sizeof value);
    return value;
  }

 private:
  uintptr_t leb(unsigned& shift) {
    uintptr_t value = 0;
    uint8_t byte;
    do {
      byte = u8();
      if (shift < 64) value |= static_cast<uintptr_t>(byte & 0x7f) << shift;
      shift += 7;
    } while ((byte & 0x80) != 0);
    return value;
  }
  template <class T>
  uintptr_t fixed() {
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return static_cast<uintptr_t>(static_cast<intptr_t>(value));
  }
  uintptr_t plain(uint8_t format) {
    switch (format) {
      case k_absolute:
        return fixed<uintptr_t>();
      case k_uleb128:
        return uleb();
      case k_udata2:
        return fixed<uint16_t>();
      case k_udata4:
        return fixed<uint32_t>();
      case k_udata8:
        return fixed<uint64_t>();
      case k_sdata2:
        return fixed<int16_t>();
      case k_sdata4:
        return fixed<int32_t>();
      case k_sdata8:
        return fixed<int64_t>();
      default:
        ok_ = false;
        return 0;
    }
  }

  const uint8_t* at_;
  bool ok_ = true;
};

size_t size_of(uint8_t encoding) {
  switch (encoding & 0x07) {
    case k_udata2:
      return 2;
    case k_udata4:
      return 4;
    default:
      return 8;
  }
}

// The personality routine of the function at `pc`, from the CIE of its unwind table.
uintptr_t personality_at(uintptr_t pc) {
  dwarf_eh_bases bases{};
  const auto* fde =
      static_cast<const uint8_t*>(_Unwind_Find_FDE(reinterpret_cast<void*>(pc), &bases));
  if (!fde) return 0;
  int32_t distance;
  std::memcpy(&distance, fde + 4, sizeof distance);
  TableReader cie(fde + 4 - distance + 8);  // behind length and id
  const uint8_t version = cie.u8();
  const auto* augmentation = reinterpret_cast<const char*>(cie.at());
  if (augmentation[0] != 'z') return 0;
  TableReader in(cie.at() + std::strlen(augmentation) + 1);
  in.uleb();  // code alignment
  in.sleb();  // data alignment
  if (version == 1)
    in.u8();  // return address column
  else
    in.uleb();
  in.uleb();  // augmentation length
  for (const char* letter = augmentation + 1; *letter != '\0'; ++letter) {
    if (*letter == 'P') {
      const uint8_t encoding = in.u8();
      return in.pointer(encoding);
    }
    if (*letter == 'R' || *letter == 'L') in.u8();
  }
  return 0;
}

struct Lsda {
  const uint8_t* types = nullptr;
  uint8_t type_encoding = k_omitted;
  const uint8_t* actions = nullptr;
  uint8_t call_site_encoding = 0;
  const uint8_t* call_sites = nullptr;
};

bool read_header(const uint8_t* start, Lsda& lsda) {
  TableReader in(start);
  if (const uint8_t encoding = in.u8(); encoding != k_omitted)
    in.pointer(encoding);  // landing pads' base
  lsda.type_encoding = in.u8();
  if (lsda.type_encoding == k_omitted) return false;  // cleanups only
  const uintptr_t offset = in.uleb();
  lsda.types = in.at() + offset;
  lsda.call_site_encoding = in.u8();
  const uintptr_t length = in.uleb();
  lsda.call_sites = in.at();
  lsda.actions = in.at() + length;
  return in.ok();
}

// The first action of the call site that `offset` (from the function's start) lies in; 0 when it has none.
uintptr_t action_at(const Lsda& lsda, uintptr_t offset) {
  TableReader in(lsda.call_sites);
  while (in.ok() && in.at() < lsda.actions) {
    const uintptr_t start = in.pointer(lsda.call_site_encoding);
    const uintptr_t length = in.pointer(lsda.call_site_encoding);
    const uintptr_t landing_pad = in.pointer(lsda.call_site_encoding);
    const uintptr_t action = in.uleb();
    if (offset < start) return 0;  // sorted
    if (offset < start + length) return landing_pad == 0 ? 0 : action;
  }
  return 0;
}

bool is_rpc_clause(const Lsda& lsda, uintptr_t filter) {
  TableReader in(lsda.types - filter * size_of(lsda.type_encoding));
  const uintptr_t address = in.pointer(lsda.type_encoding);
  if (address == 0) return false;  // catch (...)
  const auto& type = *reinterpret_cast<const std::type_info*>(address);
  return type == typeid(RpcException) || type == typeid(std::exception);
}

}  // namespace

bool catches_rpc_exception(_Unwind_Context* context) {
  const auto* table = reinterpret_cast<const uint8_t*>(_Unwind_GetLanguageSpecificData(context));
  if (!table) return false;
  int before = 0;
  const uintptr_t pc = _Unwind_GetIPInfo(context, &before) - (before == 0 ? 1 : 0);
  if (personality_at(pc) != reinterpret_cast<uintptr_t>(&__gxx_personality_v0)) return false;

  Lsda lsda;
  if (!read_header(table, lsda)) return false;
  uintptr_t action = action_at(lsda, pc - _Unwind_GetRegionStart(context));
  if (action == 0) return false;
  const uint8_t* record = lsda.actions + action - 1;
  for (;;) {
    TableReader in(record);
    const intptr_t filter = in.sleb();
    const uint8_t* next = in.at();
    const intptr_t distance = in.sleb();
    if (filter > 0 && is_rpc_clause(lsda, static_cast<uintptr_t>(filter))) return true;
    if (distance == 0) return false;
    record = next + distance;
  }
}

}  // namespace farcall::stub

// Reads the call-site, action and type tables of one function. They are data of the program itself, written by the
// compiler; an encoding that GCC and Clang do not use for C++ on Linux ends the search without a handler.
#include "stub/exception_handler_tables.h"

#include <farcall/stub/exceptions.h>

#include <exception>
#include <typeinfo>

#include "stub/exception_function_tables.h"
#include "stub/exception_table_reader.h"

extern "C" _Unwind_Reason_Code __gxx_personality_v0(int, _Unwind_Action, _Unwind_Exception_Class,
                                                    _Unwind_Exception*, _Unwind_Context*);

namespace farcall::stub {
namespace {

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
  const uintptr_t pc = call_site_of(context);
  if (FunctionTable::at(pc).personality() != reinterpret_cast<uintptr_t>(&__gxx_personality_v0))
    return false;

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

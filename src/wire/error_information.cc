// [MS-EERR] 2.2.1 in NDR 2.0, by hand: few types, and every count is compared with what is left.
//
//   ExtendedErrorInfo: max count of Params; (8) Next, ComputerName, ProcessID, (8) TimeStamp,
//     GeneratingComponent, Status, DetectionLocation, Flags, nLen, (8) Params[]
//   ComputerName: Type, its copy as discriminant, and for 1 a counted string
//   Param: (8) Type, its copy, and the value
// Pointees follow the structure in order: first the next record with all of its own, then strings.
#include "wire/error_information.h"

#include <algorithm>
#include <optional>

#include "wire/cursor.h"

namespace farcall::wire {
namespace {

constexpr size_t k_pickling_header = 16;
constexpr size_t k_most_parameters = 4;
constexpr size_t k_longest_string = 1024;
constexpr uint16_t k_name_present = 1;
constexpr uint16_t k_name_absent = 2;
using Type = ErrorParameterType;

// -- reading ------------------------------------------------------------------------------------

class In {
 public:
  In(Bytes body, bool big_endian) : size_(body.size()), cursor_(body, big_endian) {}

  void align(size_t to) {
    const size_t used = size_ - cursor_.left();
    (void)bytes((to - used % to) % to);
  }
  uint16_t u16() {
    align(2);
    return take(cursor_.u16());
  }
  uint32_t u32() {
    align(4);
    return take(cursor_.u32());
  }
  // Two halves, in the peer's order.
  int64_t i64(bool big_endian) {
    align(8);
    const uint64_t first = u32();
    const uint64_t second = u32();
    return static_cast<int64_t>(big_endian ? first << 32 | second : second << 32 | first);
  }
  Bytes bytes(size_t count) {
    Result<Bytes> taken = cursor_.take(count);
    if (taken.ok()) return *taken;
    ok_ = false;
    return {};
  }
  void fail() { ok_ = false; }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  template <class T>
  T take(const Result<T>& value) {
    if (value.ok()) return *value;
    ok_ = false;
    return {};
  }
  const size_t size_;
  Cursor cursor_;
  bool ok_ = true;
};

// A counted string or blob whose elements come later.
struct Owed {
  uint16_t count = 0;
  bool present = false;
};

class Reader {
 public:
  Reader(Bytes body, bool big_endian, const Limits& limits)
      : in_(body, big_endian), big_endian_(big_endian), limits_(limits) {}

  ErrorChain read() {
    ErrorChain chain;
    if (in_.u32() != 0) read_record(chain, 0);
    if (!in_.ok()) chain.clear();
    return chain;
  }

 private:
  void read_record(ErrorChain& chain, size_t index) {
    if (index >= limits_.max_error_records) return in_.fail();
    const uint32_t max_count = in_.u32();
    in_.align(8);
    const bool next = in_.u32() != 0;
    const Owed name = read_name();
    ErrorRecord record;
    record.process_id = in_.u32();
    record.time = in_.i64(big_endian_);
    record.component = in_.u32();
    record.status = in_.u32();
    record.location = in_.u16();
    record.flags = in_.u16();
    const uint16_t count = in_.u16();
    if (!in_.ok() || count != max_count || count > k_most_parameters) return in_.fail();
    Owed owed[k_most_parameters];
    for (size_t i = 0; i < count && in_.ok(); ++i)
      owed[i] = read_parameter(record.parameters.emplace_back());
    if (!in_.ok()) return;
    chain.push_back(std::move(record));
    if (next) read_record(chain, index + 1);
    // `chain` may have moved its records meanwhile.
    if (in_.ok() && name.present) chain[index].computer_name = read_wide(name);
    for (size_t i = 0; i < count && in_.ok(); ++i) read_owed(owed[i], chain[index].parameters[i]);
  }

  Owed read_name() {
    const uint16_t type = in_.u16();
    const uint16_t discriminant = in_.u16();
    if (type != discriminant || (type != k_name_present && type != k_name_absent)) in_.fail();
    return in_.ok() && type == k_name_present ? read_counted() : Owed{};
  }

  Owed read_counted() {
    in_.align(4);
    const uint16_t count = in_.u16();
    const bool present = in_.u32() != 0;
    if (count > k_longest_string) in_.fail();
    return {count, present};
  }

  Owed read_parameter(ErrorParameter& parameter) {
    in_.align(8);
    const uint16_t type = in_.u16();
    if (in_.u16() != type) in_.fail();
    parameter.type = static_cast<Type>(type);
    switch (parameter.type) {
      case Type::ansi_string:
      case Type::unicode_string:
      case Type::binary:
        return read_counted();
      case Type::long_value:
        parameter.number = static_cast<int32_t>(in_.u32());
        break;
      case Type::short_value:
        parameter.number = static_cast<int16_t>(in_.u16());
        break;
      case Type::pointer_value:
        parameter.number = in_.i64(big_endian_);
        break;
      case Type::none:
        break;
      default:
        in_.fail();
    }
    return {};
  }

  // The elements of what a parameter owes.
  void read_owed(const Owed& owed, ErrorParameter& parameter) {
    if (!owed.present) return;
    if (parameter.type == Type::unicode_string) {
      parameter.text = read_wide(owed);
      return;
    }
    if (in_.u32() != owed.count) return in_.fail();
    const Bytes bytes = in_.bytes(owed.count);
    parameter.bytes.assign(bytes.begin(), bytes.end());
    if (parameter.type == Type::ansi_string)
      parameter.bytes.resize(std::min(parameter.bytes.size(), parameter.bytes.find('\0')));
  }

  std::u16string read_wide(const Owed& owed) {
    std::u16string text;
    if (in_.u32() != owed.count) in_.fail();
    for (size_t i = 0; i < owed.count && in_.ok(); ++i) text.push_back(in_.u16());
    return text.substr(0, text.find(u'\0'));
  }

  In in_;
  const bool big_endian_;
  const Limits& limits_;
};

// -- writing ------------------------------------------------------------------------------------

class Out {
 public:
  explicit Out(std::vector<uint8_t>& bytes) : bytes_(bytes), start_(bytes.size()) {}
  void align(size_t to) {
    while ((bytes_.size() - start_) % to) bytes_.push_back(0);
  }
  void u16(uint64_t value) { put(value, 2); }
  void u32(uint64_t value) { put(value, 4); }
  void u64(uint64_t value) { put(value, 8); }
  void referent(bool present) { u32(present ? next_referent() : 0); }
  void bytes(std::string_view value) { bytes_.insert(bytes_.end(), value.begin(), value.end()); }

 private:
  void put(uint64_t value, size_t size) {
    align(size);
    for (size_t i = 0; i < size; ++i) bytes_.push_back(static_cast<uint8_t>(value >> (8 * i)));
  }
  uint32_t next_referent() { return referent_ += 4; }

  std::vector<uint8_t>& bytes_;
  const size_t start_;
  uint32_t referent_ = 0x20000 - 4;
};

std::string_view shortened(std::string_view text) {
  return text.substr(0, k_longest_string - 1);
}
std::u16string_view shortened(std::u16string_view text) {
  return text.substr(0, k_longest_string - 1);
}

void put_wide(Out& out, std::u16string_view text) {
  const std::u16string_view part = shortened(text);
  out.u32(part.size() + 1);
  for (const char16_t unit : part) out.u16(unit);
  out.u16(0);
}

void put_counted(Out& out, size_t count) {
  out.align(4);
  out.u16(count);
  out.referent(true);
}

void put_parameter(Out& out, const ErrorParameter& parameter) {
  out.align(8);
  out.u16(static_cast<uint16_t>(parameter.type));
  out.u16(static_cast<uint16_t>(parameter.type));
  switch (parameter.type) {
    case Type::ansi_string:
      return put_counted(out, shortened(parameter.bytes).size() + 1);
    case Type::unicode_string:
      return put_counted(out, shortened(parameter.text).size() + 1);
    case Type::binary:
      return put_counted(out, std::min(parameter.bytes.size(), k_longest_string));
    case Type::long_value:
      return out.u32(static_cast<uint32_t>(parameter.number));
    case Type::short_value:
      return out.u16(static_cast<uint16_t>(parameter.number));
    case Type::pointer_value:
      return out.u64(static_cast<uint64_t>(parameter.number));
    case Type::none:
      return;
  }
}

void put_owed(Out& out, const ErrorParameter& parameter) {
  switch (parameter.type) {
    case Type::unicode_string:
      return put_wide(out, parameter.text);
    case Type::ansi_string:
      out.u32(shortened(parameter.bytes).size() + 1);
      out.bytes(shortened(parameter.bytes));
      return out.bytes(std::string_view("\0", 1));
    case Type::binary: {
      const std::string_view part = std::string_view(parameter.bytes).substr(0, k_longest_string);
      out.u32(part.size());
      return out.bytes(part);
    }
    default:
      return;
  }
}

// The record, then the rest of the chain, then what the record owes.
void put_records(Out& out, const ErrorRecord* record, size_t left) {
  const size_t parameters = std::min(record->parameters.size(), k_most_parameters);
  const bool named = !record->computer_name.empty();
  out.u32(parameters);
  out.align(8);
  out.referent(left > 1);
  out.u16(named ? k_name_present : k_name_absent);
  out.u16(named ? k_name_present : k_name_absent);
  if (named) put_counted(out, shortened(record->computer_name).size() + 1);
  out.u32(record->process_id);
  out.u64(static_cast<uint64_t>(record->time));
  out.u32(record->component);
  out.u32(record->status);
  out.u16(record->location);
  out.u16(record->flags);
  out.u16(parameters);
  for (size_t i = 0; i < parameters; ++i) put_parameter(out, record->parameters[i]);
  if (left > 1) put_records(out, record + 1, left - 1);
  if (named) put_wide(out, record->computer_name);
  for (size_t i = 0; i < parameters; ++i) put_owed(out, record->parameters[i]);
}

std::vector<uint8_t> encode_all(const ErrorChain& chain) {
  // Version 1, little-endian, header length 8, filler; then the length of what follows.
  std::vector<uint8_t> pickled = {1, 0x10, 8, 0, 0xcc, 0xcc, 0xcc, 0xcc, 0, 0, 0, 0, 0, 0, 0, 0};
  Out out(pickled);
  out.referent(true);
  put_records(out, chain.data(), chain.size());
  out.align(8);
  store_u32(pickled.data() + 8, static_cast<uint32_t>(pickled.size() - k_pickling_header));
  return pickled;
}

}  // namespace

ErrorChain decode_error_information(Bytes pickled, const Limits& limits) {
  if (pickled.size() < k_pickling_header || pickled.size() > limits.max_error_info) return {};
  const bool big_endian = pickled[1] == 0;
  if (pickled[0] != 1 || (pickled[1] != 0x10 && pickled[1] != 0)) return {};
  const uint32_t length = load_u32(pickled.data() + 8, big_endian);
  const Bytes body = pickled.subspan(k_pickling_header);
  if (length > body.size()) return {};
  return Reader(body.first(length), big_endian, limits).read();
}

std::vector<uint8_t> encode_error_information(const ErrorChain& chain, size_t room,
                                              const Limits& limits) {
  const size_t most = std::min(room, limits.max_error_info);
  ErrorChain part = chain;
  if (part.size() > limits.max_error_records) {
    part.resize(limits.max_error_records);
    part.back().flags |= ErrorRecord::k_next_missing;
  }
  while (!part.empty()) {
    std::vector<uint8_t> encoded = encode_all(part);
    if (encoded.size() <= most) return encoded;
    part.pop_back();
    if (!part.empty()) part.back().flags |= ErrorRecord::k_next_missing;
  }
  return {};
}

}  // namespace farcall::wire

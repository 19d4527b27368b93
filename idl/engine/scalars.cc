#include "idl/engine/scalars.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "idl/engine/error.h"
#include "idl/engine/json.h"
#include "idl/engine/utf.h"

namespace farcall::idl::engine {
namespace {

bool is_float(const Shape& shape) {
  return shape.wire == Wire::f32 || shape.wire == Wire::f64;
}

bool is_signed(Wire wire) {
  return wire == Wire::i8 || wire == Wire::i16 || wire == Wire::i32 || wire == Wire::i64 ||
         wire == Wire::i3264;
}

bool is_number(const Value& value) {
  return value.kind == Value::Kind::number || value.kind == Value::Kind::negative;
}

bool is_enum(const Shape& shape) {
  return shape.type && resolved(*shape.type).kind == TypeKind::enumeration;
}

// A 16-bit enum is 0..32767 (C706 14.2.6), a v1_enum any 32 bits.
bool fits(const Shape& shape, unsigned size, const Value& value) {
  const uint64_t all = size == 8 ? UINT64_MAX : (uint64_t{1} << (8 * size)) - 1;
  if (shape.enum16) return value.kind == Value::Kind::number && value.number <= 0x7fff;
  if (!is_signed(shape.wire)) return value.kind == Value::Kind::number && value.number <= all;
  const uint64_t high = all >> 1;
  if (value.kind == Value::Kind::negative) return 0 - value.number <= high + 1;
  return value.number <= (is_enum(shape) ? all : high);
}

void check(const Shape& shape, unsigned size, const Value& value) {
  Value shown = value;
  shown.name = {};
  if (!fits(shape, size, value))
    throw Error(value, write_json(shown) + " is no value of " + idl::describe(*shape.type));
  if (!shape.range) return;
  const bool huge = value.kind == Value::Kind::number && value.number > INT64_MAX;
  const auto number = static_cast<int64_t>(value.number);
  if (huge || number < shape.range->low || number > shape.range->high)
    throw Error(value, write_json(shown) + " is not in the range from " +
                           std::to_string(shape.range->low) + " to " +
                           std::to_string(shape.range->high));
}

double real_of(const Shape& shape, const Value& value) {
  if (value.kind == Value::Kind::real) return value.real;
  if (value.kind == Value::Kind::number) return static_cast<double>(value.number);
  if (value.kind == Value::Kind::negative)
    return static_cast<double>(static_cast<int64_t>(value.number));
  const std::string text = value.kind == Value::Kind::text ? to_utf8(*value.text) : std::string();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  throw Error(value, "expected a number for " + idl::describe(*shape.type) + ", not " +
                         std::string(describe(value)));
}

uint64_t float_bits(const Shape& shape, const Value& value) {
  const double real = real_of(shape, value);
  if (shape.wire == Wire::f64) return std::bit_cast<uint64_t>(real);
  if (std::isfinite(real) && std::fabs(real) > std::numeric_limits<float>::max())
    throw Error(value, "too large for a float");
  return std::bit_cast<uint32_t>(static_cast<float>(real));
}

// The double with the fewest digits that is this float.
double widened(float value) {
  if (!std::isfinite(value)) return static_cast<double>(value);
  char text[32];
  const char* const end = std::to_chars(text, text + sizeof text, value).ptr;
  double wide = 0;
  std::from_chars(text, end, wide);
  return wide;
}

// A number that is written as a string, for JSON writers that have only doubles.
Value integer_of(const Shape& shape, const Value& value) {
  if (is_number(value)) return value;
  Value parsed = value;
  const bool hyper = shape.wire == Wire::i64 || shape.wire == Wire::u64;
  if (hyper && value.kind == Value::Kind::text && parse_integer(to_utf8(*value.text), parsed))
    return parsed;
  throw Error(value, "expected an integer for " + idl::describe(*shape.type) + ", not " +
                         std::string(describe(value)));
}

// A v1_enum is signed, unless an enumerator says that its values have the highest bit.
bool names_unsigned(const Shape& shape, uint64_t bits) {
  if (!is_enum(shape)) return false;
  for (const EnumValue& each : resolved(*shape.type).enumerated->values)
    if (each.value == static_cast<int64_t>(bits)) return true;
  return false;
}

}  // namespace

unsigned scalar_size(const Shape& shape, TransferSyntax syntax) {
  return static_cast<unsigned>(shape.info.in[syntax.layout].size);
}

uint64_t scalar_bits(const Shape& shape, const Value& value, TransferSyntax syntax) {
  if (is_float(shape)) return float_bits(shape, value);
  const Value integer = integer_of(shape, value);
  check(shape, scalar_size(shape, syntax), integer);
  return integer.number;
}

void set_scalar(const Shape& shape, uint64_t bits, TransferSyntax syntax, Value& value) {
  if (is_float(shape)) {
    value.kind = Value::Kind::real;
    value.real = shape.wire == Wire::f64
                     ? std::bit_cast<double>(bits)
                     : widened(std::bit_cast<float>(static_cast<uint32_t>(bits)));
    return;
  }
  const unsigned size = scalar_size(shape, syntax);
  value.kind = Value::Kind::number;
  value.number = bits;
  if (is_signed(shape.wire) && !shape.enum16 && !names_unsigned(shape, bits)) {
    const unsigned shift = 64 - 8 * size;
    const int64_t extended = static_cast<int64_t>(bits << shift) >> shift;
    value.number = static_cast<uint64_t>(extended);
    if (extended < 0) value.kind = Value::Kind::negative;
  }
  check(shape, size, value);
}

}  // namespace farcall::idl::engine

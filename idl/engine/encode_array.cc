// Arrays and strings (C706 14.3.3, 14.3.4, 14.3.5). The counts of all dimensions stand in front of the elements: the
// maxima of the open ones, in front of the whole construct, then offset and actual count of the varying ones. The
// actual count of a string stands with each string.
#include "idl/engine/encoder.h"
#include "idl/engine/nesting.h"
#include "idl/engine/utf.h"

namespace farcall::idl::engine {
namespace {

// The units of a [string], without its terminator.
std::u16string units_of(const Shape& array, const Value& value) {
  if (value.kind != Value::Kind::text)
    throw Error(value, "expected a string, not " + std::string(describe(value)));
  if (array.element->wire == Wire::u16) return *value.text;
  for (const char16_t unit : *value.text)
    if (unit > 0xff) throw Error(value, "a character above U+00FF does not fit a byte");
  return *value.text;
}

void check_range(const Shape& array, uint64_t size, const Value& value) {
  if (!array.range) return;
  if (size > INT64_MAX || static_cast<int64_t>(size) < array.range->low ||
      static_cast<int64_t>(size) > array.range->high)
    throw Error(value, "a size of " + std::to_string(size) + " is not in the range from " +
                           std::to_string(array.range->low) + " to " +
                           std::to_string(array.range->high));
}

}  // namespace

// The maximum counts in front of a construct.
void Encoder::maxima(const Shape& shape, const Value& value, const Scope& scope) {
  const Nesting nesting(depth_);
  if (shape.kind == Shape::Kind::array) {
    for (const Shape* each : dimensions(shape))
      if (each->conformant()) out_.put_word(maximum(*each, value, scope));
    return;
  }
  if (shape.kind != Shape::Kind::structure || !shape.info.conformant) return;
  const Member& last = conformant_member(*shape.structure);
  const Value* open = last.name.empty() ? &value : value.member(last.name);
  if (!open) throw Error(value, "member \"" + std::string(last.name) + "\" is missing");
  maxima(*last.shape, *open, {&value, shape.structure, nullptr});
}

uint64_t Encoder::count(const Count& count, const Value& value, const Scope& scope) {
  const auto number = evaluate(count, scope, full_);
  if (!number)
    throw Error(value, "the array needs " + names_in(*count.expr) + ", which is not given");
  if (*number < 0 || (syntax_.word() == 4 && *number > UINT32_MAX))
    throw Error(value, "a count of " + std::to_string(*number) + " cannot be sent");
  return static_cast<uint64_t>(*number);
}

// Of a [string] without size_is: what the text needs.
uint64_t Encoder::maximum(const Shape& array, const Value& value, const Scope& scope) {
  const uint64_t size = array.fixed  ? *array.fixed
                        : array.size ? count(array.size, value, scope)
                                     : units_of(array, value).size() + 1;
  check_range(array, size, value);
  return size;
}

Encoder::Extent Encoder::extent(const Shape& array, const Value& value, const Scope& scope) {
  Extent made;
  made.maximum = maximum(array, value, scope);
  if (array.first) made.first = count(array.first, value, scope);
  const bool last_is = array.length && array.length.plus_one;
  uint64_t end = made.maximum;
  if (array.length) end = count(array.length, value, scope) + (last_is ? 0 : made.first);
  if (made.first > made.maximum || end > made.maximum || end < made.first)
    throw Error(value, "elements " + std::to_string(made.first) + " to " + std::to_string(end) +
                           " are not within the array's " + std::to_string(made.maximum));
  made.number = end - made.first;
  return made;
}

void Encoder::array(const Shape& shape, const Value& value, const Scope& scope) {
  if (shape.string) return string(shape, value, scope);
  const std::vector<const Shape*> all = dimensions(shape);
  std::vector<Extent> extents;
  for (const Shape* each : all)
    if (!each->string) extents.push_back(extent(*each, value, scope));
  for (size_t i = 0; i < extents.size(); ++i)
    if (all[i]->varying()) {
      out_.put_word(extents[i].first);
      out_.put_word(extents[i].number);
    }
  elements(all, extents, 0, value, scope);
}

void Encoder::elements(const std::vector<const Shape*>& all, const std::vector<Extent>& extents,
                       size_t level, const Value& value, const Scope& scope) {
  const Nesting nesting(depth_);
  if (value.kind != Value::Kind::list)
    throw Error(value, "expected a list, not " + std::string(describe(value)));
  if (const uint64_t given = value.count(); given != extents[level].number)
    throw Error(value, "the list has " + std::to_string(given) + " elements, the expressions say " +
                           std::to_string(extents[level].number));
  for (const Value* each = value.child(); each; each = each->next)
    if (level + 1 < extents.size())
      elements(all, extents, level + 1, *each, scope);
    else
      flat(*all[level]->element, *each, scope);
}

// C706 14.3.4: offset 0, the actual count with the terminator, the units.
void Encoder::string(const Shape& shape, const Value& value, const Scope& scope) {
  const std::u16string units = units_of(shape, value);
  const uint64_t room = maximum(shape, value, scope);
  if (units.size() + 1 > room)
    throw Error(value, "the string with its terminator has " + std::to_string(units.size() + 1) +
                           " characters, there is room for " + std::to_string(room));
  const unsigned size = static_cast<unsigned>(shape.element->info.in[syntax_.layout].size);
  out_.put_word(0);
  out_.put_word(units.size() + 1);
  for (const char16_t unit : units) out_.put(unit, size);
  out_.put(0, size);
}

}  // namespace farcall::idl::engine

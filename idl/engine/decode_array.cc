// Arrays and strings; see encode_array.cc for how they travel.
#include "idl/engine/decoder.h"
#include "idl/engine/nesting.h"

namespace farcall::idl::engine {

void Decoder::maxima(const Shape& shape) {
  const Shape* at = &shape;
  while (at->kind == Shape::Kind::structure && at->info.conformant)
    at = conformant_member(*at->structure).shape;
  if (at->kind != Shape::Kind::array) return;
  for (const Shape* each : dimensions(*at))
    if (each->conformant()) maxima_.insert(maxima_.begin(), in_.get_word());
}

void Decoder::expect(const Count& count, std::string_view what, uint64_t received, uint64_t add,
                     const Value& value, const Scope& scope) {
  if (count) checks_.push_back({count.expr, count.plus_one, what, received, add, &value, scope});
}

uint64_t Decoder::maximum(const Shape& array, Value& value, const Scope& scope) {
  if (array.fixed) return *array.fixed;
  if (maxima_.empty()) throw Error(value, "an open array inside another construct");
  const uint64_t size = maxima_.back();
  maxima_.pop_back();
  expect(array.size, "maximum count", size, 0, value, scope);
  const bool huge = size > INT64_MAX;
  if (array.range && (huge || static_cast<int64_t>(size) < array.range->low ||
                      static_cast<int64_t>(size) > array.range->high))
    throw Error(value, "a size of " + std::to_string(size) + " is not in the range from " +
                           std::to_string(array.range->low) + " to " +
                           std::to_string(array.range->high));
  return size;
}

// The counts of one dimension, apart from its maximum.
Decoder::Extent Decoder::extent(const Shape& array, Value& value, const Scope& scope) {
  Extent made;
  made.maximum = made.number = maximum(array, value, scope);
  if (array.varying()) {
    made.first = in_.get_word();
    made.number = in_.get_word();
    const bool last_is = array.length && array.length.plus_one;
    expect(array.first, "offset", made.first, 0, value, scope);
    expect(array.length, "actual count", made.number, last_is ? made.first : 0, value, scope);
  }
  if (made.first > made.maximum || made.number > made.maximum - made.first)
    throw Error(value, "elements " + std::to_string(made.first) + " and " +
                           std::to_string(made.number) + " more are not within the array's " +
                           std::to_string(made.maximum));
  if (!array.first && made.first != 0) throw Error(value, "the offset is not 0");
  if (!array.length && !array.string && made.number != made.maximum - made.first)
    throw Error(value, "the actual count is not what the maximum count leaves");
  if (made.number > in_.remaining())
    throw Error(value, std::to_string(made.number) + " elements in " +
                           std::to_string(in_.remaining()) + " bytes");
  return made;
}

void Decoder::array(const Shape& shape, Value& value, const Scope& scope) {
  if (shape.string) return string(shape, value, scope);
  const std::vector<const Shape*> all = dimensions(shape);
  std::vector<Extent> extents;
  for (const Shape* each : all)
    if (!each->string) extents.push_back(extent(*each, value, scope));
  elements(all, extents, 0, value, scope);
}

void Decoder::elements(const std::vector<const Shape*>& all, const std::vector<Extent>& extents,
                       size_t level, Value& value, const Scope& scope) {
  const Nesting nesting(depth_);
  Document::open(value, Value::Kind::list);
  const Shape& element = *all[level]->element;
  const std::vector<uint64_t> maxima = maxima_;  // of the strings that are elements: one for all
  for (uint64_t i = 0; i < extents[level].number; ++i) {
    Value& each = document_.add(value);
    if (level + 1 < extents.size()) {
      elements(all, extents, level + 1, each, scope);
    } else {
      if (!maxima.empty()) maxima_ = maxima;
      flat(element, each, scope);
    }
  }
}

void Decoder::string(const Shape& shape, Value& value, const Scope& scope) {
  const Extent extent = this->extent(shape, value, scope);
  if (extent.number == 0) throw Error(value, "a string without a terminator");
  const unsigned size = static_cast<unsigned>(shape.element->info.in[syntax_.layout].size);
  std::u16string units;
  for (uint64_t i = 0; i < extent.number; ++i) units += static_cast<char16_t>(in_.get(size));
  if (units.back() != 0) throw Error(value, "a string without a terminator");
  units.pop_back();
  document_.set_text(value, std::move(units));
}

}  // namespace farcall::idl::engine

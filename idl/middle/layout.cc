#include "idl/middle/layout.h"

#include <algorithm>

namespace farcall::idl {
namespace {

uint64_t round_up(uint64_t value, uint64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

// C706 14.3.3: elements follow each other, each at its alignment; counts of 4 bytes stand in front.
WireInfo array_info(const Shape& shape) {
  const WireInfo& element = shape.element->info;
  WireInfo info;
  info.alignment = shape.varying() ? std::max(4u, element.alignment) : element.alignment;
  info.has_pointers = element.has_pointers;
  info.conformant = shape.conformant();
  info.fixed = shape.fixed && !shape.varying() && element.fixed;
  if (info.fixed)
    info.size = round_up(element.size, element.alignment) * (*shape.fixed - 1) + element.size;
  return info;
}

// The structs whose own bytes or pointees are part of `shape`.
void collect(const Shape& shape, std::vector<const StructType*>& out) {
  for (const Shape* at = &shape; at;) {
    if (at->kind == Shape::Kind::structure) {
      out.push_back(at->structure);
      return;
    }
    at = at->kind == Shape::Kind::pointer ? at->target
         : at->kind == Shape::Kind::array ? at->element
                                          : nullptr;
  }
}

// Whether `start` reaches itself.
bool reaches_itself(const StructType& start) {
  std::vector<const StructType*> open{&start}, seen;
  while (!open.empty()) {
    const StructType* at = open.back();
    open.pop_back();
    for (const Member& each : at->members) {
      if (!each.shape) continue;
      std::vector<const StructType*> next;
      collect(*each.shape, next);
      for (const StructType* type : next) {
        if (type == &start) return true;
        if (std::find(seen.begin(), seen.end(), type) != seen.end()) continue;
        seen.push_back(type);
        open.push_back(type);
      }
    }
  }
  return false;
}

}  // namespace

void lay_out(Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::scalar:
      shape.info.alignment = wire_size(shape.wire);
      shape.info.size = wire_size(shape.wire);
      break;
    case Shape::Kind::structure:
      shape.info = shape.structure->wire;
      break;
    case Shape::Kind::pointer:  // a referent; what it points to is laid out for itself
      lay_out(*shape.target);
      shape.info = {4, true, 4, true, false};
      break;
    case Shape::Kind::array:
      lay_out(*shape.element);
      shape.info = array_info(shape);
      break;
  }
}

// A struct is aligned to its most aligned member; there is no padding at its end (C706 14.3.6). The maximum count of
// a conformant tail stands in front of the outermost struct.
void lay_out(StructType& type) {
  WireInfo info;
  for (const Member& each : type.members) {
    if (!each.shape) continue;
    const WireInfo& member = each.shape->info;
    info.alignment = std::max(info.alignment, member.alignment);
    info.has_pointers |= member.has_pointers;
    info.conformant |= member.conformant;
    info.fixed &= member.fixed;
    info.size = round_up(info.size, member.alignment) + member.size;
  }
  if (!info.fixed) info.size = 0;
  type.wire = info;
}

void find_recursion(Model& model) {
  for (StructType& each : model.structs)
    each.recursive = each.wire.has_pointers && reaches_itself(each);
}

}  // namespace farcall::idl

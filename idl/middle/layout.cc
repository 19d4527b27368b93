// Everything is computed when a struct is defined, from members that are known by then: no recursion over types.
#include "idl/middle/layout.h"

#include <algorithm>
#include <unordered_map>

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

// A value whose bytes in memory are those on the wire, apart from byte order.
bool same_memory(const Shape& shape) {
  const Shape* at = &shape;
  while (at->kind == Shape::Kind::array) {
    if (!at->fixed || at->varying()) return false;
    at = at->element;
  }
  if (at->kind == Shape::Kind::structure) return at->structure->same_memory;
  return at->kind == Shape::Kind::scalar && !at->c_long && !at->enum16 && !at->range;
}

const StructType* struct_of(const Shape& shape) {
  const Shape* at = &shape;
  while (at->kind == Shape::Kind::pointer || at->kind == Shape::Kind::array)
    at = at->kind == Shape::Kind::pointer ? at->target : at->element;
  return at->kind == Shape::Kind::structure ? at->structure : nullptr;
}

// Tarjan's strongly connected components, with an explicit stack: types may be a long chain.
class Components {
 public:
  void visit(StructType& start) {
    if (nodes_.contains(&start)) return;
    push(start);
    while (!open_.empty()) {
      auto& [type, next] = open_.back();
      if (next < type->members.size()) {
        edge(*type, type->members[next++]);
      } else {
        StructType* done = type;
        open_.pop_back();
        finish(*done);
      }
    }
  }

 private:
  struct Node {
    unsigned index = 0;
    unsigned low = 0;
    bool on_stack = false;
  };

  void push(StructType& type) {
    const unsigned index = static_cast<unsigned>(nodes_.size()) + 1;
    nodes_[&type] = {index, index, true};
    stack_.push_back(&type);
    open_.emplace_back(&type, 0);
  }
  void edge(StructType& from, const Member& member) {
    auto* to = member.shape ? const_cast<StructType*>(struct_of(*member.shape)) : nullptr;
    if (!to) return;
    if (to == &from) from.recursive = true;
    const auto known = nodes_.find(to);
    if (known == nodes_.end()) return push(*to);
    if (known->second.on_stack)
      nodes_[&from].low = std::min(nodes_[&from].low, known->second.index);
  }
  void finish(StructType& type) {
    Node& node = nodes_[&type];
    if (!open_.empty()) {
      Node& parent = nodes_[open_.back().first];
      parent.low = std::min(parent.low, node.low);
    }
    if (node.low != node.index) return;
    const bool cycle = stack_.back() != &type;
    for (StructType* each = nullptr; each != &type;) {
      each = stack_.back();
      stack_.pop_back();
      nodes_[each].on_stack = false;
      each->recursive |= cycle;
    }
  }

  std::unordered_map<const StructType*, Node> nodes_;
  std::vector<StructType*> stack_;
  std::vector<std::pair<StructType*, size_t>> open_;
};

}  // namespace

void lay_out(Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::scalar:
      shape.info.alignment = shape.wire == Wire::none ? 1 : wire_size(shape.wire);
      shape.info.size = wire_size(shape.wire);
      break;
    case Shape::Kind::structure:
      shape.info = shape.structure->wire;
      break;
    case Shape::Kind::pointer:  // a referent
      if (shape.target) lay_out(*shape.target);
      shape.info = {4, true, 4, true, false};
      break;
    case Shape::Kind::array:
      if (!shape.element) break;  // had an error
      lay_out(*shape.element);
      shape.info = array_info(shape);
      break;
  }
}

// A struct is aligned to its most aligned member; there is no padding at its end (C706 14.3.6). The maximum count of
// a conformant tail stands in front of the outermost struct.
void lay_out(StructType& type) {
  WireInfo info;
  bool same = true;
  for (const Member& each : type.members) {
    if (!each.shape) continue;
    const WireInfo& member = each.shape->info;
    const uint64_t offset = round_up(info.size, member.alignment);
    same &= offset == info.size && same_memory(*each.shape);
    info.alignment = std::max(info.alignment, member.alignment);
    info.has_pointers |= member.has_pointers;
    info.conformant |= member.conformant;
    info.fixed &= member.fixed;
    info.size = offset + member.size;
    type.slack |= has_slack(*each.shape);
    const uint64_t windows = windows_alignment(*each.type);
    type.windows_alignment = std::max(type.windows_alignment, windows);
    type.windows_size = round_up(type.windows_size, windows) + windows_size(*each.type);
  }
  type.windows_size = round_up(type.windows_size, type.windows_alignment);
  type.same_memory = same && info.fixed && info.size != 0 && info.size % info.alignment == 0;
  if (!info.fixed) info.size = 0;
  type.wire = info;
}

bool has_slack(const Shape& shape) {
  const Shape* at = &shape;
  for (; at->kind == Shape::Kind::array; at = at->element)
    if (at->fixed && at->varying()) return true;
  return at->kind == Shape::Kind::structure && at->structure->slack;
}

void finish_layout(Model& model) {
  Components components;
  for (StructType& each : model.structs) components.visit(each);
  for (Shape& each : model.shapes) lay_out(each);
}

}  // namespace farcall::idl

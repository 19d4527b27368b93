// Everything is computed when a struct is defined, from members that are known by then: no recursion over types.
#include "idl/middle/layout.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace farcall::idl {
namespace {

uint64_t round_up(uint64_t value, uint64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

// Referents and counts: 4 bytes in NDR 2.0 (C706 14.3), 8 in NDR64 ([MS-RPCE] 2.2.5.3).
unsigned count_size(Syntax syntax) {
  return syntax == Syntax::ndr20 ? 4 : 8;
}

unsigned scalar_size(const Shape& scalar, Syntax syntax) {
  if (scalar.enum16) return syntax == Syntax::ndr20 ? 2 : 4;
  if (scalar.wire == Wire::i3264 || scalar.wire == Wire::u3264) return count_size(syntax);
  return wire_size(scalar.wire);
}

// Whether a scalar's bytes in memory are those on the wire, apart from byte order.
bool same_memory(const Shape& scalar, Syntax syntax) {
  if (scalar.c_long || scalar.enum16 || scalar.range || scalar.wire == Wire::none) return false;
  return syntax == Syntax::ndr64 || (scalar.wire != Wire::i3264 && scalar.wire != Wire::u3264);
}

void lay_out_scalar(Shape& shape) {
  for (const Syntax syntax : k_syntaxes) {
    const unsigned size = scalar_size(shape, syntax);
    shape.info.in[syntax] = {std::max(1u, size), size, same_memory(shape, syntax)};
  }
}

// C706 14.3.3: elements follow each other, each at its alignment; counts stand in front.
WireInfo array_info(const Shape& shape) {
  const WireInfo& element = shape.element->info;
  WireInfo info;
  info.has_pointers = element.has_pointers;
  info.conformant = shape.conformant() || element.conformant;
  info.fixed = shape.fixed && !shape.varying() && element.fixed;
  for (const Syntax syntax : k_syntaxes) {
    const WireLayout& one = element.in[syntax];
    WireLayout& made = info.in[syntax];
    made.alignment = shape.varying() ? std::max(count_size(syntax), one.alignment) : one.alignment;
    made.same_memory = info.fixed && one.same_memory;
    if (info.fixed) made.size = round_up(one.size, one.alignment) * (*shape.fixed - 1) + one.size;
  }
  return info;
}

// What travels in the place of a converted value is put there whole; of a user's pointer the referent is. Either way
// there may be something to free, as behind a pointer.
WireInfo converted_info(const Shape& shape) {
  WireInfo info;
  info.fixed = false;
  info.has_pointers = true;
  for (const Syntax syntax : k_syntaxes)
    info.in[syntax].alignment = shape.target ? shape.target->info.in[syntax].alignment : 1;
  return info;
}

// NDR 2.0: discriminant and arm stand at their own alignments; with [ms_union] arms at the largest of all arms.
// NDR64 ([MS-RPCE] 2.2.5.3.4.4): union and arm start at the largest alignment of discriminant and arms. Either way a
// struct around it is aligned to that (C706 14.2.2).
void lay_out_union(StructType& type) {
  UnionParts& parts = *type.union_parts;
  WireInfo info;
  info.fixed = false;
  PerSyntax<unsigned> arms{1, 1}, largest{1, 1};
  for (const Member& each : type.members) {
    if (!each.shape) continue;
    info.has_pointers |= each.shape->info.has_pointers;
    for (const Syntax syntax : k_syntaxes)
      arms[syntax] = std::max(arms[syntax], each.shape->info.in[syntax].alignment);
    type.slack |= has_slack(*each.shape);
    type.windows_alignment = std::max(type.windows_alignment, windows_alignment(*each.type));
    type.windows_size = std::max(type.windows_size, windows_size(*each.type));
  }
  type.windows_size = round_up(type.windows_size, type.windows_alignment);
  for (const Syntax syntax : k_syntaxes) {
    const unsigned tag = parts.discriminant ? parts.discriminant->info.in[syntax].alignment : 1;
    largest[syntax] = std::max(arms[syntax], tag);
    info.in[syntax].alignment = largest[syntax];
  }
  parts.start = {
      parts.encapsulated || !parts.discriminant ? 1 : parts.discriminant->info.in.ndr20.alignment,
      largest.ndr64};
  parts.arm_alignment = {parts.ms_union ? arms.ndr20 : 1, largest.ndr64};
  type.wire = info;
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
      return lay_out_scalar(shape);
    case Shape::Kind::structure:
    case Shape::Kind::union_:
      shape.info = shape.structure->wire;
      return;
    case Shape::Kind::pointer:  // a referent
      if (shape.target) lay_out(*shape.target);
      shape.info = {true, !shape.ignored, false, {{4, 4, false}, {8, 8, false}}};
      return;
    case Shape::Kind::array:
      if (!shape.element) return;  // had an error
      lay_out(*shape.element);
      shape.info = array_info(shape);
      return;
    case Shape::Kind::
        context_handle:  // C706 14.3.13.4: attributes and a uuid, aligned as a struct of these
      shape.info = {true, false, false, {{4, 20, false}, {4, 20, false}}};
      return;
    case Shape::Kind::pipe:
      shape.info = {false, false, false, {{4, 0, false}, {8, 0, false}}};
      return;
    case Shape::Kind::converted:
      if (shape.target) lay_out(*shape.target);
      shape.info = converted_info(shape);
      return;
  }
}

// A struct is aligned to its most aligned member. There is no padding at its end in NDR 2.0 (C706 14.3.6); in NDR64
// it is padded to its alignment. The maximum count of a conformant tail stands in front of the outermost struct.
void lay_out(StructType& type) {
  if (type.union_parts) return lay_out_union(type);
  WireInfo info;
  for (const Syntax syntax : k_syntaxes) info.in[syntax].same_memory = true;
  for (const Member& each : type.members) {
    if (!each.shape) continue;
    const WireInfo& member = each.shape->info;
    info.has_pointers |= member.has_pointers;
    info.conformant |= member.conformant;
    info.fixed &= member.fixed;
    for (const Syntax syntax : k_syntaxes) {
      const WireLayout& one = member.in[syntax];
      WireLayout& made = info.in[syntax];
      const uint64_t offset = round_up(made.size, one.alignment);
      made.same_memory &= offset == made.size && one.same_memory;
      made.alignment = std::max(made.alignment, one.alignment);
      made.size = offset + one.size;
    }
    type.slack |= has_slack(*each.shape);
    const uint64_t windows = windows_alignment(*each.type);
    type.windows_alignment = std::max(type.windows_alignment, windows);
    type.windows_size = round_up(type.windows_size, windows) + windows_size(*each.type);
  }
  type.windows_size = round_up(type.windows_size, type.windows_alignment);
  for (const Syntax syntax : k_syntaxes) {
    WireLayout& made = info.in[syntax];
    made.same_memory &= info.fixed && made.size != 0 && made.size % made.alignment == 0;
    if (syntax == Syntax::ndr64) made.size = round_up(made.size, made.alignment);
    if (!info.fixed) made.size = 0;
  }
  type.wire = info;
}

bool has_slack(const Shape& shape) {
  const Shape* at = &shape;
  for (; at->kind == Shape::Kind::array; at = at->element)
    if (at->fixed && at->varying()) return true;
  return at->structure && at->structure->slack;
}

namespace {
// Until nothing changes: each round takes it one struct further.
void mark_reached(Model& model) {
  for (bool changed = true; std::exchange(changed, false);)
    for (StructType& each : model.structs) {
      const bool full = each.reaches_full, converted = each.reaches_converted;
      for (const Member& member : each.members) {
        if (!member.shape) continue;
        each.reaches_full |= reaches_full(*member.shape);
        each.reaches_converted |= reaches_converted(*member.shape);
      }
      changed |= full != each.reaches_full || converted != each.reaches_converted;
    }
}
}  // namespace

void finish_layout(Model& model) {
  Components components;
  for (StructType& each : model.structs) components.visit(each);
  for (Shape& each : model.shapes) lay_out(each);
  mark_reached(model);
}

}  // namespace farcall::idl

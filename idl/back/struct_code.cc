#include "idl/back/struct_code.h"

#include <algorithm>

namespace farcall::idl {
namespace {

// The struct that a shape ends in, through pointers and arrays.
const StructType* struct_of(const Shape& shape) {
  const Shape* at = &shape;
  while (at->kind == Shape::Kind::pointer || at->kind == Shape::Kind::array)
    at = at->kind == Shape::Kind::pointer ? at->target : at->element;
  return at->kind == Shape::Kind::structure ? at->structure : nullptr;
}

}  // namespace

// Marks all structs that are reached, without recursion: types may be deep.
void StructCode::use(const Shape& shape, StructUse how) {
  std::vector<const StructType*> open;
  if (const StructType* type = struct_of(shape)) open.push_back(type);
  while (!open.empty()) {
    const StructType* type = open.back();
    open.pop_back();
    StructUse& known = uses_[type];
    const bool news = (how.put && !known.put) || (how.get && !known.get) ||
                      (how.reuse && !known.reuse) || (how.release && !known.release);
    if (!news) continue;
    known.put |= how.put;
    known.get |= how.get;
    known.reuse |= how.reuse;
    known.release |= how.release;
    for (const Member& each : type->members)
      if (const StructType* next = struct_of(*each.shape)) open.push_back(next);
  }
}

// Depth first, an explicit stack: a struct after those it contains.
void StructCode::visit(const StructType& start) {
  std::vector<std::pair<const StructType*, size_t>> open{{&start, 0}};
  std::vector<const StructType*>& order = order_;
  std::map<const StructType*, bool> seen;
  for (const StructType* each : order) seen[each] = true;
  if (seen[&start]) return;
  seen[&start] = true;
  while (!open.empty()) {
    auto& [type, next] = open.back();
    if (next == type->members.size()) {
      order.push_back(type);
      open.pop_back();
      continue;
    }
    const StructType* inner = struct_of(*type->members[next++].shape);
    if (!inner || seen[inner]) continue;
    seen[inner] = true;
    open.emplace_back(inner, 0);
  }
}

void StructCode::emit() {
  std::vector<const StructType*> all;
  for (const auto& [type, how] : uses_) all.push_back(type);
  std::sort(all.begin(), all.end(), [](const StructType* a, const StructType* b) {
    return std::tuple(a->at.file, a->at.line, a->at.column) <
           std::tuple(b->at.file, b->at.line, b->at.column);
  });
  for (const StructType* each : all) visit(*each);
  for (const StructType* each : order_)
    if (each->recursive) prototypes(*each, uses_[each]);
  text_.blank();
  for (const StructType* each : order_) emit(*each, uses_[each]);
}

std::string StructCode::signature(std::string_view kind, const StructType& type) {
  const bool put = kind.starts_with("put");
  std::string text = put ? "Writer<S>& out, const " : "Reader<S>& in, ";
  text += types_.structure(type) + "& value";
  if (type.wire.conformant && kind != "put_maximum") text += ", [[maybe_unused]] size_t maximum";
  return std::string(kind == "put_maximum" ? "size_t " : "void ") + std::string(kind) + "(" + text +
         ")";
}

void StructCode::prototypes(const StructType& type, const StructUse& how) {
  const auto prototype = [&](std::string_view kind) {
    text_.line("template <class S>");
    text_.line(signature(kind, type), ";");
  };
  if (how.put && type.wire.conformant) prototype("put_maximum");
  if (how.put) prototype("put_body");
  if (how.put && type.wire.has_pointers) prototype("put_pointees");
  if (how.get) prototype("get_body");
  if (how.get && type.wire.has_pointers) prototype("get_pointees");
  if (how.get && type.wire.conformant && needs_room(how))
    text_.line("inline size_t tail_room(const ", types_.structure(type), "& value);");
  if (how.release && type.wire.has_pointers)
    text_.line("inline void release_pointees(const ", types_.structure(type), "& value);");
}

void StructCode::emit(const StructType& type, const StructUse& how) {
  text_.line("// -- ", type.c_name);
  text_.blank();
  if (how.put && type.wire.conformant) put_maximum(type);
  if (how.put) put_body(type);
  if (how.put && type.wire.has_pointers) put_pointees(type);
  if (how.get && type.wire.conformant && needs_room(how)) tail_room(type);
  if (how.get) get_body(type, how.reuse);
  if (how.get && type.wire.has_pointers) get_pointees(type);
  if (how.release && type.wire.has_pointers) release(type);
}

Marshaller StructCode::marshaller(const StructType&) {
  return Marshaller(text_, types_, side_, [](std::string_view name) {
    return Place{"value." + std::string(name), false};
  });
}

std::vector<Value> StructCode::members(const StructType& type, bool with_pointers_only) {
  std::vector<Value> values;
  for (const Member& each : type.members)
    if (!with_pointers_only || each.shape->info.has_pointers)
      values.push_back({each.shape, "value." + std::string(each.name)});
  return values;
}

// The count that is hoisted in front of the outermost struct (C706 14.3.7).
void StructCode::put_maximum(const StructType& type) {
  text_.line("template <class S>");
  text_.open(signature("put_maximum", type));
  const Shape& last = *type.members.back().shape;
  const std::string place = "value." + std::string(type.members.back().name);
  const auto place_of = [](std::string_view name) {
    return Place{"value." + std::string(name), false};
  };
  const std::string size = last.size ? count_code(last.size, place_of) : std::string();
  if (last.kind == Shape::Kind::structure)
    text_.line("return put_maximum(out, ", place, ");");
  else if (last.string)
    text_.line("return out.string_maximum(&", place, "[0]", size.empty() ? "" : ", ", size, ");");
  else
    text_.line("return out.maximum(", size, ");");
  text_.close();
  text_.blank();
}

void StructCode::put_body(const StructType& type) {
  text_.line("template <class S>");
  text_.open(signature("put_body", type));
  marshaller(type).put(members(type, false), false, {type.wire.alignment, true});
  text_.close();
  text_.blank();
}

void StructCode::put_pointees(const StructType& type) {
  text_.line("template <class S>");
  text_.open(signature("put_pointees", type));
  Marshaller code = marshaller(type);
  for (const Value& each : members(type, true)) code.put_pointees(each);
  text_.close();
  text_.blank();
}

// How many elements fit the open array of a struct that the program owns.
void StructCode::tail_room(const StructType& type) {
  text_.open("inline size_t tail_room(const ", types_.structure(type), "& value)");
  const Shape& last = *type.members.back().shape;
  const std::string place = "value." + std::string(type.members.back().name);
  const auto place_of = [](std::string_view name) {
    return Place{"value." + std::string(name), false};
  };
  if (last.kind == Shape::Kind::structure)
    text_.line("return tail_room(", place, ");");
  else if (last.size)
    text_.line("return elements_of(", count_code(last.size, place_of), ");");
  else
    text_.line("return Reader<Ndr20>::string_room(&", place, "[0]);");
  text_.close();
  text_.blank();
}

void StructCode::get_body(const StructType& type, bool reuse) {
  text_.line("template <class S>");
  text_.open(signature("get_body", type));
  const auto place_of = [](std::string_view name) {
    return Place{"value." + std::string(name), false};
  };
  const auto kept_array = [&](const Member& each) {
    return reuse && each.shape->kind == Shape::Kind::pointer && each.shape->target->conformant() &&
           each.shape->target->size && !each.shape->target->string;
  };
  for (const Member& each : type.members)
    if (kept_array(each))
      text_.line("const size_t ", each.name, "_room = in.reusing() ? in.room(",
                 count_code(each.shape->target->size, place_of), ") : 0;");
  marshaller(type).get(members(type, false), false, {type.wire.alignment, true});
  for (const Member& each : type.members)
    if (kept_array(each))
      text_.line("in.refit(value.", each.name, ", ", each.name, "_room, ",
                 count_code(each.shape->target->size, place_of), ");");
  const Shape& last = *type.members.back().shape;
  if (last.kind == Shape::Kind::array && !last.fixed && last.size)
    text_.line("in.require_size(maximum, ", count_code(last.size, place_of), ");");
  if (last.kind == Shape::Kind::array && last.range)
    text_.line("in.in_range(bound(maximum), ", std::to_string(last.range->low), ", ",
               std::to_string(last.range->high), ");");
  text_.close();
  text_.blank();
}

void StructCode::get_pointees(const StructType& type) {
  text_.line("template <class S>");
  text_.open(signature("get_pointees", type));
  if (type.recursive) text_.line("const typename Reader<S>::Level level(in);");
  Marshaller code = marshaller(type);
  for (const Value& each : members(type, true)) code.get_pointees(each);
  text_.close();
  text_.blank();
}

void StructCode::release(const StructType& type) {
  text_.open("inline void release_pointees(const ", types_.structure(type), "& value)");
  Marshaller code = marshaller(type);
  for (const Value& each : members(type, true)) code.release(each);
  text_.close();
  text_.blank();
}

}  // namespace farcall::idl

#include "idl/back/struct_code.h"

#include <algorithm>
#include <tuple>

namespace farcall::idl {
namespace {

Place place_of(std::string_view name) {
  return {"value." + std::string(name), false};
}

std::vector<Value> members(const StructType& type, bool with_pointers_only) {
  std::vector<Value> values;
  for (const Member& each : type.members)
    if (!with_pointers_only || each.shape->info.has_pointers)
      values.push_back({each.shape, "value." + std::string(each.name)});
  return values;
}

bool is_template(Routine routine) {
  return routine != Routine::tail_room && routine != Routine::release_pointees;
}

}  // namespace

std::string_view routine_name(Routine routine) {
  constexpr std::string_view k_names[] = {"put_maximum",     "put_body", "put_pointees",
                                          "tail_room",       "get_body", "get_pointees",
                                          "release_pointees"};
  return k_names[static_cast<size_t>(routine)];
}

void StructCode::need(const StructType& type, Routine routine) {
  if (entries_[&type].routines.try_emplace(routine).second) open_.emplace_back(&type, routine);
}

void StructCode::reuse(const Shape& shape) {
  std::vector<const StructType*> open;
  const auto add = [&](const Shape& each) {
    const StructType* type = struct_of(each);
    if (type && reused_.insert(type).second) open.push_back(type);
  };
  add(shape);
  while (!open.empty()) {
    const StructType* type = open.back();
    open.pop_back();
    for (const Member& each : type->members) add(*each.shape);
  }
}

// A struct after those it contains or leads to, as far as there is no cycle; else in file order. Without recursion.
std::vector<const StructType*> StructCode::ordered() const {
  std::vector<const StructType*> all, order;
  for (const auto& [type, entry] : entries_) all.push_back(type);
  std::sort(all.begin(), all.end(), [](const StructType* a, const StructType* b) {
    return std::tuple(a->at.file, a->at.line, a->at.column) <
           std::tuple(b->at.file, b->at.line, b->at.column);
  });
  std::unordered_set<const StructType*> seen;
  std::vector<std::pair<const StructType*, size_t>> open;
  for (const StructType* start : all) {
    if (seen.insert(start).second) open.emplace_back(start, 0);
    while (!open.empty()) {
      auto& [type, next] = open.back();
      if (next == type->members.size()) {
        if (entries_.contains(type)) order.push_back(type);
        open.pop_back();
        continue;
      }
      const StructType* inner = struct_of(*type->members[next++].shape);
      if (inner && seen.insert(inner).second) open.emplace_back(inner, 0);
    }
  }
  return order;
}

Text StructCode::emit() {
  while (!open_.empty()) {
    const auto [type, routine] = open_.back();
    open_.pop_back();
    Text made = make(*type, routine);
    entries_[type].routines[routine] = std::move(made);
  }
  Text text;
  const std::vector<const StructType*> order = ordered();
  for (const StructType* type : order) {
    if (!type->recursive) continue;
    for (const auto& [routine, made] : entries_[type].routines) {
      if (is_template(routine)) text.line("template <class S>");
      text.line(signature(routine, *type), ";");
    }
  }
  text.blank();
  for (const StructType* type : order) {
    text.line("// -- ", type->c_name);
    text.blank();
    for (const auto& [routine, made] : entries_[type].routines) {
      text.append(made);
      text.blank();
    }
  }
  return text;
}

std::string StructCode::signature(Routine routine, const StructType& type) const {
  const std::string name = types_.structure(type);
  const std::string maximum = type.wire.conformant ? ", [[maybe_unused]] size_t maximum" : "";
  switch (routine) {
    case Routine::put_maximum:
      return "size_t put_maximum(Writer<S>& out, const " + name + "& value)";
    case Routine::put_body:
      return "void put_body(Writer<S>& out, const " + name + "& value" + maximum + ")";
    case Routine::put_pointees:
      return "void put_pointees(Writer<S>& out, const " + name + "& value" + maximum + ")";
    case Routine::tail_room:
      return "inline size_t tail_room(const " + name + "& value)";
    case Routine::get_body:
      return "void get_body(Reader<S>& in, " + name + "& value" + maximum + ")";
    case Routine::get_pointees:
      return "void get_pointees(Reader<S>& in, " + name + "& value" + maximum + ")";
    case Routine::release_pointees:
      return "inline void release_pointees(const " + name + "& value)";
  }
  return {};
}

Marshaller StructCode::marshaller(Text& text) {
  return Marshaller(text, types_, side_, place_of, *this);
}

Text StructCode::make(const StructType& type, Routine routine) {
  Text text;
  if (is_template(routine)) text.line("template <class S>");
  text.open(signature(routine, type));
  Marshaller code = marshaller(text);
  switch (routine) {
    case Routine::put_maximum:
      put_maximum(text, type);
      break;
    case Routine::put_body:
      code.put(members(type, false), false, {type.wire.in.ndr20.alignment, true});
      break;
    case Routine::put_pointees:
      for (const Value& each : members(type, true)) code.put_pointees(each);
      break;
    case Routine::tail_room:
      tail_room(text, type);
      break;
    case Routine::get_body:
      get_body(text, type);
      break;
    case Routine::get_pointees:
      if (type.recursive) text.line("const typename Reader<S>::Level level(in);");
      for (const Value& each : members(type, true)) code.get_pointees(each);
      break;
    case Routine::release_pointees:
      for (const Value& each : members(type, true)) code.release(each);
      break;
  }
  text.close();
  return text;
}

// The count that is hoisted in front of the outermost struct (C706 14.3.7).
void StructCode::put_maximum(Text& text, const StructType& type) {
  const Shape& last = *type.members.back().shape;
  const std::string place = "value." + std::string(type.members.back().name);
  const std::string size = last.size ? count_code(last.size, place_of) : std::string();
  if (last.kind == Shape::Kind::structure) {
    need(*last.structure, Routine::put_maximum);
    text.line("return put_maximum(out, ", place, ");");
  } else if (last.string) {
    text.line("return out.string_maximum(&", place, "[0]", size.empty() ? "" : ", ", size, ");");
  } else {
    text.line("return out.maximum(", size, ");");
  }
}

// How many elements fit the open array of a struct that is there already.
void StructCode::tail_room(Text& text, const StructType& type) {
  const Shape& last = *type.members.back().shape;
  const std::string place = "value." + std::string(type.members.back().name);
  if (last.kind == Shape::Kind::structure) {
    need(*last.structure, Routine::tail_room);
    text.line("return tail_room(", place, ");");
  } else if (last.size) {
    text.line("return elements_of(", count_code(last.size, place_of), ");");
  } else {
    text.line("return Reader<Ndr20>::string_room(&", place, "[0]);");
  }
}

// Arrays of the program that are filled again: when they are too small for what comes, they are replaced.
void StructCode::get_body(Text& text, const StructType& type) {
  std::vector<const Member*> kept;
  if (reused_.contains(&type))
    for (const Member& each : type.members)
      if (each.shape->kind == Shape::Kind::pointer && each.shape->target->conformant() &&
          each.shape->target->size && !each.shape->target->string)
        kept.push_back(&each);
  for (const Member* each : kept)
    text.line("const size_t ", each->name, "_room = in.reusing() ? in.room(",
              count_code(each->shape->target->size, place_of), ") : 0;");
  marshaller(text).get(members(type, false), false, {type.wire.in.ndr20.alignment, true});
  for (const Member* each : kept)
    text.line("in.refit(value.", each->name, ", ", each->name, "_room, ",
              count_code(each->shape->target->size, place_of), ");");
  const Shape& last = *type.members.back().shape;
  if (last.conformant() && last.size && !(last.varying() && !last.string))
    text.line("in.require_size(maximum, ", count_code(last.size, place_of), ");");
  if (last.conformant() && last.range)
    text.line("in.in_range(bound(maximum), ", std::to_string(last.range->low), ", ",
              std::to_string(last.range->high), ");");
}

}  // namespace farcall::idl

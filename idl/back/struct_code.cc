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
      values.push_back({each.shape, "value." + std::string(each.name), each.name});
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
    for (const Member& each : type->members)
      if (each.shape) add(*each.shape);
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
      const Shape* shape = type->members[next++].shape;
      const StructType* inner = shape ? struct_of(*shape) : nullptr;
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
  std::string more = type.wire.conformant ? ", [[maybe_unused]] size_t maximum" : "";
  if (type.union_parts) more = ", Bound tag";
  const std::string result = type.recursive ? "Walk " : "void ";
  // Converted values have nothing behind them, but may have something to free.
  const std::string maybe = type.reaches_converted ? "[[maybe_unused]] " : "";
  switch (routine) {
    case Routine::put_maximum:
      return "size_t put_maximum(Writer<S>& out, const " + name + "& value)";
    case Routine::put_body:
      return "void put_body(Writer<S>& out, const " + name + "& value" + more + ")";
    case Routine::put_pointees:
      return result + "put_pointees(" + maybe + "Writer<S>& out, " + maybe + "const " + name +
             "& value" + more + ")";
    case Routine::tail_room:
      return "inline size_t tail_room(const " + name + "& value)";
    case Routine::get_body: {
      if (!type.union_parts) return "void get_body(Reader<S>& in, " + name + "& value" + more + ")";
      const std::string tag = type.union_parts->encapsulated ? ", Bound tag" : "";
      const std::string before = side_ == Side::client ? ", Bound before" : "";
      return "Bound get_body(Reader<S>& in, " + name + "& value" + tag + before + ")";
    }
    case Routine::get_pointees:
      return result + "get_pointees(" + maybe + "Reader<S>& in, " + maybe + name + "& value" +
             more + ")";
    case Routine::release_pointees: {
      const std::string tag = type.union_parts ? ", Bound tag" : "";
      const std::string done = type.reaches_full ? ", Released& done" : "";
      return "inline " + result + "release_pointees(const " + name + "& value" + tag + done + ")";
    }
  }
  return {};
}

Marshaller StructCode::marshaller(Text& text, const StructType& type) {
  Marshaller made(text, types_, side_, place_of, *this);
  if (type.wire.conformant) made.reserve("maximum");
  return made;
}

Text StructCode::make(const StructType& type, Routine routine) {
  Text text;
  if (is_template(routine)) text.line("template <class S>");
  text.open(signature(routine, type));
  switch (routine) {
    case Routine::put_maximum:
      put_maximum(text, type);
      break;
    case Routine::put_body:
      if (type.union_parts)
        marshaller(text, type).put_union(type, "value.", "tag");
      else
        marshaller(text, type).put_members(type, members(type, false));
      break;
    case Routine::tail_room:
      tail_room(text, type);
      break;
    case Routine::get_body:
      if (type.union_parts)
        get_union(text, type);
      else
        get_body(text, type);
      break;
    case Routine::put_pointees:
    case Routine::get_pointees:
    case Routine::release_pointees:
      pointees(text, type, routine);
      break;
  }
  text.close();
  return text;
}

void StructCode::get_union(Text& text, const StructType& type) {
  marshaller(text, type).get_union(type, "value.", "tag");
  text.line("return bound(arm);");
}

// Counts and discriminants that a pointer leads to are checked when that has been read.
void StructCode::pointees(Text& text, const StructType& type, Routine routine) {
  Text body(text.indent());
  Marshaller code = marshaller(body, type);
  if (type.recursive) code.set_walk();
  if (type.union_parts) {
    code.each_pointee(type, "value.", "tag", routine);
  } else {
    const std::vector<Value> values = members(type, true);
    if (routine == Routine::get_pointees) {
      std::set<std::string_view> pointers;
      for (const Value& each : values)
        if (each.shape->kind == Shape::Kind::pointer) pointers.insert(each.name);
      code.set_unavailable(pointers);
    }
    for (const Value& each : values) {
      if (routine == Routine::put_pointees) code.put_pointees(each);
      if (routine == Routine::get_pointees) code.get_pointees(each);
      if (routine == Routine::release_pointees) code.release(each);
      code.now_available(each.name);
    }
  }
  for (const std::string& line : code.late_variables()) text.line(line);
  if (!type.recursive) {
    text.append(body);
  } else {
    const bool last = code.late_checks().empty() && routine != Routine::release_pointees;
    text.append_text(last ? with_tail(body.str()) : body.str());
  }
  for (const std::string& line : code.late_checks()) text.line(line);
  if (type.recursive) text.line("co_return {};");
}

// What goes into a pointee and has nothing left to do afterwards goes there for good.
std::string StructCode::with_tail(std::string code) {
  const size_t at = code.rfind("co_await ");
  if (at == std::string::npos) return code;
  size_t line = code.find('\n', at);
  for (std::string_view rest = std::string_view(code).substr(line + 1); !rest.empty();) {
    const std::string_view next = rest.substr(0, rest.find('\n') + 1);
    if (next.find_first_not_of(" }\n") != std::string_view::npos) return code;
    rest.remove_prefix(next.size());
  }
  // Not out of a loop, which would end with it.
  size_t indent = at - code.rfind('\n', at) - 1;
  for (size_t end = code.rfind('\n', at); end != std::string::npos && end != 0;) {
    const size_t start = code.rfind('\n', end - 1);
    const size_t from = start == std::string::npos ? 0 : start + 1;
    const std::string_view text = std::string_view(code).substr(from, end - from);
    const size_t own = text.find_first_not_of(' ');
    if (own != std::string_view::npos && own < indent) {
      if (text.substr(own).starts_with("for ")) return code;
      indent = own;
    }
    end = start;
  }
  return code.replace(at, std::string_view("co_await").size(), "co_return");
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
  const bool reused = reused_.contains(&type);
  if (reused)
    for (const Member& each : type.members)
      if (each.shape->kind == Shape::Kind::pointer && each.shape->target->conformant() &&
          each.shape->target->size && !each.shape->target->string)
        kept.push_back(&each);
  for (const Member* each : kept)
    text.line("const size_t ", each->name, "_room = in.reusing() ? in.room(",
              count_code(each->shape->target->size, place_of), ") : 0;");
  Text body(text.indent());
  Marshaller code = marshaller(body, type);
  std::set<std::string_view> unavailable;
  for (const Member& each : type.members) unavailable.insert(each.name);
  code.set_unavailable(unavailable);
  for (const Member& each : type.members) {
    if (!reused || each.name.empty() || each.shape->kind != Shape::Kind::union_) continue;
    const std::string before = std::string(each.name) + "_before";
    text.line("const Bound ", before, " = in.reusing() ? ",
              size_code(*each.shape->switch_is, place_of), " : Bound::invalid();");
    code.set_before("value." + std::string(each.name), before);
  }
  code.get_members(type, members(type, false));
  for (const std::string& line : code.late_variables()) text.line(line);
  text.append(body);
  for (const std::string& line : code.late_checks()) text.line(line);
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

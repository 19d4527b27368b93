// Unions: the discriminant, when it is part of the union, then the arm that it selects (C706 14.3.8).
#include "idl/back/marshal.h"

namespace farcall::idl {
namespace {

// The name under which Reader and Writer know a discriminant.
std::string_view tag_wire(const Shape& discriminant) {
  return discriminant.enum16 ? "enum16" : wire_name(discriminant.wire);
}

std::string label_text(int64_t label, const StructType& type) {
  const Wire wire = type.union_parts->discriminant->wire;
  const bool large = label < 0 && (wire == Wire::u64 || wire == Wire::u3264);
  return large ? std::to_string(static_cast<uint64_t>(label)) + "u" : std::to_string(label);
}

// "case 1:", "case 2: {"; of an arm without code "case 2:", "  break;".
void open_arm(Text& text, const StructType& type, const Member& arm, bool has_code) {
  std::vector<std::string> labels;
  for (const int64_t each : arm.labels) labels.push_back("case " + label_text(each, type) + ":");
  if (arm.is_default) labels.emplace_back("default:");
  for (size_t i = 0; i + 1 < labels.size(); ++i) text.line(labels[i]);
  const std::string last = labels.empty() ? "default:" : labels.back();
  if (has_code) return text.open(last);
  text.line(last);
  text.line("  break;");
}

void close_arm(Text& text) {
  text.line("break;");
  text.close();
}

void no_such_arm(Text& text, const StructType& type, std::string_view stream) {
  if (type.union_parts->has_default) return;
  text.line("default:");
  text.line("  ", stream, ".fail(RPC_S_INVALID_TAG);");
}

}  // namespace

std::string_view tag_type(const StructType& type) {
  const Shape& discriminant = *type.union_parts->discriminant;
  if (discriminant.enum16) return "int32_t";
  switch (discriminant.wire) {
    case Wire::u8:
      return "uint8_t";
    case Wire::i8:
      return "int8_t";
    case Wire::u16:
      return "uint16_t";
    case Wire::i16:
      return "int16_t";
    case Wire::u32:
      return "uint32_t";
    case Wire::i32:
      return "int32_t";
    case Wire::u64:
    case Wire::u3264:
      return "uint64_t";
    default:
      return "int64_t";
  }
}

void Marshaller::put_union(const StructType& type, const std::string& prefix,
                           const std::string& tag) {
  const UnionParts& parts = *type.union_parts;
  const PerSyntax<unsigned> own = parts.discriminant->info.alignment();
  text_.line("const auto arm = out.template tag<", tag_type(type), ">(", tag, ");");
  if (parts.start != (parts.encapsulated ? PerSyntax<unsigned>{1, 1} : own))
    text_.line("out.align(", pick(parts.start), ");");
  if (!parts.encapsulated) text_.line("out.", tag_wire(*parts.discriminant), "(arm);");
  const bool there = parts.encapsulated && parts.arm_alignment == parts.start;
  if (!there && parts.arm_alignment != PerSyntax<unsigned>{1, 1})
    text_.line("out.align(", pick(parts.arm_alignment), ");");
  text_.open("switch (arm)");
  for (const Member& each : type.members) {
    open_arm(text_, type, each, each.shape);
    if (!each.shape) continue;
    put({{each.shape, prefix + std::string(each.name)}}, false, k_anywhere);
    close_arm(text_);
  }
  no_such_arm(text_, type, "out");
  text_.close();
}

void Marshaller::get_union(const StructType& type, const std::string& prefix,
                           const std::string& tag) {
  const UnionParts& parts = *type.union_parts;
  const PerSyntax<unsigned> own = parts.discriminant->info.alignment();
  if (parts.start != (parts.encapsulated ? PerSyntax<unsigned>{1, 1} : own))
    text_.line("in.align(", pick(parts.start), ");");
  if (parts.encapsulated)
    text_.line("const auto arm = static_cast<", tag_type(type), ">(", tag, ".value());");
  else
    text_.line("const auto arm = in.", tag_wire(*parts.discriminant), "();");
  const bool there = parts.encapsulated && parts.arm_alignment == parts.start;
  if (!there && parts.arm_alignment != PerSyntax<unsigned>{1, 1})
    text_.line("in.align(", pick(parts.arm_alignment), ");");
  if (side_ == Side::client && !in_place_) text_.line("in.change_arm(value, before, bound(arm));");
  text_.open("switch (arm)");
  for (const Member& each : type.members) {
    open_arm(text_, type, each, each.shape);
    if (!each.shape) continue;
    get({{each.shape, prefix + std::string(each.name)}}, false, k_anywhere);
    close_arm(text_);
  }
  no_such_arm(text_, type, "in");
  text_.close();
}

// The pointees of the arm that `tag` selects; arms without pointers need no label.
void Marshaller::each_pointee(const StructType& type, const std::string& prefix,
                              const std::string& tag, Routine routine) {
  text_.open("switch (static_cast<", tag_type(type), ">(", tag, ".value()))");
  for (const Member& each : type.members) {
    const bool has = each.shape && each.shape->info.has_pointers;
    if (!has && !type.union_parts->has_default) continue;
    open_arm(text_, type, each, has);
    if (!has) continue;
    const Value value{each.shape, prefix + std::string(each.name)};
    if (routine == Routine::put_pointees) put_pointees(value);
    if (routine == Routine::get_pointees) get_pointees(value);
    if (routine == Routine::release_pointees) release(value);
    close_arm(text_);
  }
  if (!type.union_parts->has_default) open_arm(text_, type, {}, false);
  text_.close();
}

// A union without a name has no type that C++ could name: its code stands in that of the struct around it, and its
// pointees are always new.
void Marshaller::put_in_place(const Value& value) {
  text_.open("");
  put_union(*value.shape->structure, value.place, size_code(*value.shape->switch_is, place_of_));
  text_.close();
}

void Marshaller::get_in_place(const Value& value) {
  const StructType& type = *value.shape->structure;
  text_.open("");
  if (side_ == Side::client)
    for (const Member& each : type.members)
      if (each.shape && each.shape->info.has_pointers)
        text_.line("std::memset(&", value.place, each.name, ", 0, sizeof ", value.place, each.name,
                   ");");
  in_place_ = true;
  get_union(type, value.place, size_code(*value.shape->switch_is, place_of_));
  in_place_ = false;
  check_tag(*value.shape, "bound(arm)");
  text_.close();
}

void Marshaller::put_union_value(const Value& value, bool whole) {
  if (value.place.ends_with('.')) return put_in_place(value);
  const Shape& shape = *value.shape;
  const std::string tag = size_code(*shape.switch_is, place_of_);
  text_.line(call(Routine::put_body, shape, value.place, tag), ";");
  if (whole && shape.info.has_pointers) pointees(Routine::put_pointees, shape, value.place, tag);
}

// The discriminant that came must be the value of switch_is; on the client, memory of the program keeps what its
// pointers lead to only when it holds the same arm.
void Marshaller::get_union_value(const Value& value, bool whole) {
  if (value.place.ends_with('.')) return get_in_place(value);
  const Shape& shape = *value.shape;
  const bool encapsulated = shape.structure->union_parts->encapsulated;
  std::string extra;
  if (encapsulated) extra = size_code(*shape.switch_is, place_of_);
  if (side_ == Side::client) {
    const auto before = befores_.find(value.place);
    extra += (extra.empty() ? "" : ", ") +
             (before == befores_.end() ? std::string("Bound::invalid()") : before->second);
  }
  const std::string text = call(Routine::get_body, shape, value.place, extra);
  const bool used = !encapsulated || (whole && shape.info.has_pointers);
  if (!used) return text_.line(text, ";");
  const std::string tag = fresh("tag");
  text_.line("const Bound ", tag, " = ", text, ";");
  if (!encapsulated) check_tag(shape, tag);
  if (whole && shape.info.has_pointers) pointees(Routine::get_pointees, shape, value.place, tag);
}

bool Marshaller::is_late(const SizeExpr& expr) const {
  bool late = false;
  each_variable(expr, [&](std::string_view name) { late |= unavailable_.contains(name); });
  return late;
}

void Marshaller::check_tag(const Shape& shape, const std::string& received) {
  const std::string type(tag_type(*shape.structure));
  const std::string expected = size_code(*shape.switch_is, place_of_);
  const auto check = [&](const std::string& tag) {
    return "in.template require_tag<" + type + ">(" + tag + ", " + expected + ");";
  };
  if (!is_late(*shape.switch_is)) return text_.line(check(received));
  const std::string variable = fresh("late_tag");
  late_variables_.push_back("LateTag " + variable + ";");
  text_.line("in.remember_tag(", variable, ", ", received, ");");
  late_checks_.push_back("if (" + variable + ".known) " + check(variable + ".value"));
}

}  // namespace farcall::idl

// Runs: values of fixed size that follow each other, in one piece with constant offsets.
#include <algorithm>
#include <utility>

#include "idl/back/marshal.h"

namespace farcall::idl {
namespace {

constexpr uint64_t k_longest_run = 512;
constexpr size_t k_most_items = 64;
constexpr size_t k_few_items = 4;
constexpr unsigned k_deepest = 8;

}  // namespace

PerSyntax<uint64_t> round_up(const PerSyntax<uint64_t>& values,
                             const PerSyntax<unsigned>& alignment) {
  PerSyntax<uint64_t> result;
  for (const Syntax syntax : k_syntaxes) {
    const uint64_t unit = alignment[syntax];
    result[syntax] = (values[syntax] + unit - 1) / unit * unit;
  }
  return result;
}

std::string pick(const PerSyntax<uint64_t>& values) {
  const std::string first = std::to_string(values.ndr20);
  if (values.ndr20 == values.ndr64) return first;
  return "S::pick(" + first + ", " + std::to_string(values.ndr64) + ")";
}

std::string pick(const PerSyntax<unsigned>& values) {
  return pick(PerSyntax<uint64_t>{values.ndr20, values.ndr64});
}

std::string member_of(const std::string& place, std::string_view name) {
  if (place.starts_with("**")) return "(" + place.substr(1) + ")->" + std::string(name);
  if (place.starts_with('*')) return place.substr(1) + "->" + std::string(name);
  return place + "." + std::string(name);
}

std::string element_of(const std::string& place, const std::string& index) {
  return (place.starts_with('*') || place.find(' ') != std::string::npos ? "(" + place + ")"
                                                                         : place) +
         "[" + index + "]";
}

bool plain_elements(const Shape& element) {
  return element.kind == Shape::Kind::scalar && !element.c_long && !element.enum16 &&
         !element.range && element.wire != Wire::i3264 && element.wire != Wire::u3264;
}

bool copied_elements(const Shape& element) {
  const PerSyntax<WireLayout>& in = element.info.in;
  return element.kind == Shape::Kind::structure && in.ndr20.same_memory && in.ndr64.same_memory;
}

bool Marshaller::Run::single() const {
  return items.size() == 1 && items[0].shape->kind != Shape::Kind::array &&
         alignment == items[0].shape->info.alignment() && size == items[0].shape->info.size();
}

bool Marshaller::flatten(Run& run, const Shape& shape, const std::string& place,
                         PerSyntax<uint64_t> offset, unsigned depth) {
  if (run.items.size() >= k_most_items || depth > k_deepest) return false;
  switch (shape.kind) {
    case Shape::Kind::scalar:
    case Shape::Kind::pointer:
      run.items.push_back({&shape, place, offset});
      return true;
    case Shape::Kind::array:
      if (!plain_elements(*shape.element)) return false;
      run.items.push_back({&shape, place, offset});
      return true;
    case Shape::Kind::structure:
      break;
    default:
      return false;
  }
  for (const Member& each : shape.structure->members) {
    offset = round_up(offset, each.shape->info.alignment());
    if (!flatten(run, *each.shape, member_of(place, each.name), offset, depth + 1)) return false;
    for (const Syntax syntax : k_syntaxes) offset[syntax] += each.shape->info.in[syntax].size;
  }
  return true;
}

bool Marshaller::add_to_run(Run& run, const Value& value, bool whole) {
  const WireInfo& info = value.shape->info;
  const bool pointer_parameter = value.shape->kind == Shape::Kind::pointer && value.shape->top;
  if (!info.fixed || info.conformant || pointer_parameter || (whole && info.has_pointers))
    return false;
  const PerSyntax<uint64_t> offset = round_up(run.size, info.alignment());
  PerSyntax<uint64_t> end = offset;
  for (const Syntax syntax : k_syntaxes) {
    if (info.in[syntax].alignment > run.alignment[syntax]) return false;
    end[syntax] += info.in[syntax].size;
  }
  if (std::max(end.ndr20, end.ndr64) > k_longest_run) return false;
  Run longer = run;
  if (!flatten(longer, *value.shape, value.place, offset, 0)) return false;
  // A struct of many members gets its own routine where it is a parameter or a pointee.
  if (whole && value.shape->kind == Shape::Kind::structure &&
      longer.items.size() - run.items.size() > k_few_items)
    return false;
  longer.size = end;
  run = std::move(longer);
  return true;
}

std::string Marshaller::put_value(const Shape& scalar, const std::string& place) {
  if (scalar.c_long) return "out.narrow32(" + place + ")";
  if (scalar.enum16) return place;
  if (resolved(*scalar.type).kind == TypeKind::enumeration)
    return "static_cast<int32_t>(" + place + ")";
  if (is_character(*scalar.type)) {
    const std::string_view wire = wire_name(scalar.wire);  // i8, u8, u16
    return "static_cast<" + std::string(wire[0] == 'u' ? "uint" : "int") +
           std::string(wire.substr(1)) + "_t>(" + place + ")";
  }
  return place;
}

std::string Marshaller::got_value(const Shape& scalar, const std::string& read) {
  const std::string type = types_.declare_mutable(*scalar.type, {});
  if (resolved(*scalar.type).kind == TypeKind::enumeration || is_character(*scalar.type))
    return "static_cast<" + type + ">(" + read + ")";
  return read;
}

void Marshaller::check_range(const Shape& scalar, const std::string& place) {
  if (scalar.kind != Shape::Kind::scalar || !scalar.range) return;
  text_.line("in.in_range(bound(", place, "), ", std::to_string(scalar.range->low), ", ",
             std::to_string(scalar.range->high), ");");
}

void Marshaller::put_item(const RunItem& item, const std::string& at) {
  const Shape& shape = *item.shape;
  const std::string offset = pick(item.offset);
  const std::string to = offset == "0" ? at : at + " + " + offset;
  if (shape.kind == Shape::Kind::pointer) {
    if (shape.ignored) return text_.line("out.store_null(", to, ");");
    text_.line("out.store_",
               shape.pointer == PointerKind::ref    ? "ref_"
               : shape.pointer == PointerKind::full ? "full_"
                                                    : "",
               "referent(", to, ", ", item.place, ");");
  } else if (shape.kind == Shape::Kind::array) {
    text_.line("std::memcpy(", to, ", ", item.place, ", ", pick(shape.info.size()), ");");
  } else if (shape.enum16 || shape.wire == Wire::i3264 || shape.wire == Wire::u3264) {
    text_.line("out.store_", shape.enum16 ? "enum16" : wire_name(shape.wire), "(", to, ", ",
               put_value(shape, item.place), ");");
  } else {
    const std::string_view wire = shape.c_long ? "u32" : wire_name(shape.wire);
    text_.line("store_", wire, "(", to, ", ", put_value(shape, item.place), ");");
  }
}

void Marshaller::put_single(const RunItem& item) {
  const Shape& shape = *item.shape;
  if (shape.kind == Shape::Kind::pointer) {
    if (shape.ignored) return text_.line("out.null();");
    return text_.line("out.",
                      shape.pointer == PointerKind::ref    ? "ref_referent"
                      : shape.pointer == PointerKind::full ? "put_full_referent"
                                                           : "referent",
                      "(", item.place, ");");
  }
  const std::string_view wire = shape.c_long   ? "u32"
                                : shape.enum16 ? "enum16"
                                               : wire_name(shape.wire);
  text_.line("out.", wire, "(", put_value(shape, item.place), ");");
}

void Marshaller::put_run(const Run& run) {
  if (run.single()) return put_single(run.items[0]);
  const std::string at = fresh("at");
  text_.line("uint8_t* const ", at, " = out.run(", pick(run.alignment), ", ", pick(run.size), ");");
  const auto clear = [&](const PerSyntax<uint64_t>& from, const PerSyntax<uint64_t>& to) {
    if (from == to) return;
    text_.line("std::memset(", at, " + ", pick(from), ", 0, ",
               pick(PerSyntax<uint64_t>{to.ndr20 - from.ndr20, to.ndr64 - from.ndr64}), ");");
  };
  PerSyntax<uint64_t> next;
  for (const RunItem& item : run.items) {
    clear(next, item.offset);
    put_item(item, at);
    for (const Syntax syntax : k_syntaxes)
      next[syntax] = item.offset[syntax] + item.shape->info.in[syntax].size;
  }
  clear(next, run.size);
}

void Marshaller::get_item(const RunItem& item, const std::string& at) {
  const Shape& shape = *item.shape;
  const std::string offset = pick(item.offset);
  const std::string from = offset == "0" ? at : at + " + " + offset;
  if (shape.kind == Shape::Kind::pointer) {
    if (shape.ignored) return text_.line(item.place, " = nullptr;");
    text_.line("in.",
               shape.pointer == PointerKind::ref    ? "reference"
               : shape.pointer == PointerKind::full ? "full_pointer"
                                                    : "pointer",
               "(", item.place, ", in.load_referent(", from, "));");
  } else if (shape.kind == Shape::Kind::array) {
    text_.line("in.template load_elements<", std::to_string(wire_size(shape.element->wire)), ">(",
               item.place, ", ", from, ", ", std::to_string(*shape.fixed), ");");
  } else {
    const std::string wire(shape.enum16 ? "enum16" : wire_name(shape.wire));
    text_.line(item.place, " = ", got_value(shape, "in.load_" + wire + "(" + from + ")"), ";");
  }
}

void Marshaller::get_single(const RunItem& item) {
  const Shape& shape = *item.shape;
  if (shape.kind == Shape::Kind::pointer) {
    if (shape.ignored) {
      text_.line("in.referent();");
      return text_.line(item.place, " = nullptr;");
    }
    return text_.line("in.",
                      shape.pointer == PointerKind::ref    ? "reference"
                      : shape.pointer == PointerKind::full ? "full_pointer"
                                                           : "pointer",
                      "(", item.place, ", in.referent());");
  }
  const std::string wire(shape.enum16 ? "enum16" : wire_name(shape.wire));
  text_.line(item.place, " = ", got_value(shape, "in." + wire + "()"), ";");
}

void Marshaller::get_run(const Run& run) {
  if (run.single()) {
    get_single(run.items[0]);
  } else {
    const std::string at = fresh("at");
    text_.line("const uint8_t* const ", at, " = in.run(", pick(run.alignment), ", ", pick(run.size),
               ");");
    for (const RunItem& item : run.items) get_item(item, at);
  }
  for (const RunItem& item : run.items) check_range(*item.shape, item.place);
}

// Groups values into runs: values of fixed size whose offsets from the first are the same wherever that stands.
template <class EachRun, class EachValue>
void Marshaller::in_runs(const std::vector<Value>& values, bool whole, Start start,
                         EachRun each_run, EachValue each_value) {
  const PerSyntax<unsigned>* const pad_to = std::exchange(pad_to_, nullptr);
  padded_ = false;
  for (size_t i = 0; i < values.size();) {
    Run run;
    const bool known = i == 0 && start.alignment.ndr20 != 0;
    const PerSyntax<unsigned> own = values[i].shape->info.alignment();
    run.alignment = known ? start.alignment : own;
    size_t next = i;
    while (next < values.size() && add_to_run(run, values[next], whole)) ++next;
    if (next == i) {
      const bool aligns_itself =
          values[i].shape->kind == Shape::Kind::structure && start.alignment == own;
      if (known && start.pad && !aligns_itself) each_run(Run{start.alignment, {}, {}});
      each_value(values[i]);
      ++next;
    } else {
      if (!(known && start.pad)) {
        run.alignment = {1, 1};
        for (const RunItem& item : run.items)
          for (const Syntax syntax : k_syntaxes)
            run.alignment[syntax] =
                std::max(run.alignment[syntax], item.shape->info.in[syntax].alignment);
      }
      if (pad_to && next == values.size() && i == 0) {
        run.size = round_up(run.size, *pad_to);
        padded_ = true;
      }
      each_run(run);
    }
    for (; i < next; ++i) now_available(values[i].name);
  }
}

void Marshaller::put(const std::vector<Value>& values, bool whole, Start start) {
  in_runs(
      values, whole, start,
      [&](const Run& run) {
        if (run.items.empty())
          text_.line("out.align(", pick(run.alignment), ");");
        else
          put_run(run);
      },
      [&](const Value& value) { whole ? put_whole(value) : put_flat(value); });
}

void Marshaller::get(const std::vector<Value>& values, bool whole, Start start) {
  in_runs(
      values, whole, start,
      [&](const Run& run) {
        if (run.items.empty())
          text_.line("in.align(", pick(run.alignment), ");");
        else
          get_run(run);
      },
      [&](const Value& value) { whole ? get_whole(value) : get_flat(value); });
}

// NDR64 pads a struct to its alignment ([MS-RPCE] 2.2.5.3.4.1): in the run that is all of it, or behind the last member.
void Marshaller::put_members(const StructType& type, const std::vector<Value>& members) {
  const PerSyntax<unsigned> alignment = type.wire.alignment();
  const PerSyntax<unsigned> end{1, alignment.ndr64};
  pad_to_ = &end;
  put(members, false, {alignment, true});
  if (!padded_ && end.ndr64 > 1) text_.line("out.align(", pick(end), ");");
}

void Marshaller::get_members(const StructType& type, const std::vector<Value>& members) {
  const PerSyntax<unsigned> alignment = type.wire.alignment();
  const PerSyntax<unsigned> end{1, alignment.ndr64};
  pad_to_ = &end;
  get(members, false, {alignment, true});
  if (!padded_ && end.ndr64 > 1) text_.line("in.align(", pick(end), ");");
}

std::string Marshaller::fresh(std::string_view stem) {
  const unsigned number = ++names_[std::string(stem)];
  return std::string(stem) + (number > 1 ? std::to_string(number) : "");
}

}  // namespace farcall::idl

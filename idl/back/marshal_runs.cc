// Runs: values of fixed size that follow each other, in one piece with constant offsets.
#include <algorithm>

#include "idl/back/marshal.h"

namespace farcall::idl {
namespace {

constexpr uint64_t k_longest_run = 512;
constexpr size_t k_most_items = 64;
constexpr size_t k_few_items = 4;
constexpr unsigned k_deepest = 8;

uint64_t round_up(uint64_t value, uint64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

}  // namespace

std::string member_of(const std::string& place, std::string_view name) {
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
         !element.range;
}

bool Marshaller::flatten(Run& run, const Shape& shape, const std::string& place, uint64_t offset,
                         unsigned depth) {
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
    default:  // refused by stub_support
      return false;
  }
  for (const Member& each : shape.structure->members) {
    offset = round_up(offset, each.shape->info.in.ndr20.alignment);
    if (!flatten(run, *each.shape, member_of(place, each.name), offset, depth + 1)) return false;
    offset += each.shape->info.in.ndr20.size;
  }
  return true;
}

bool Marshaller::add_to_run(Run& run, const Value& value, bool whole) {
  const WireInfo& info = value.shape->info;
  const bool pointer_parameter = value.shape->kind == Shape::Kind::pointer && value.shape->top;
  if (!info.fixed || info.conformant || pointer_parameter || (whole && info.has_pointers))
    return false;
  if (info.in.ndr20.alignment > run.alignment) return false;
  const uint64_t offset = round_up(run.size, info.in.ndr20.alignment);
  if (offset + info.in.ndr20.size > k_longest_run) return false;
  Run longer = run;
  if (!flatten(longer, *value.shape, value.place, offset, 0)) return false;
  // A struct of many members gets its own routine where it is a parameter or a pointee.
  if (whole && value.shape->kind == Shape::Kind::structure &&
      longer.items.size() - run.items.size() > k_few_items)
    return false;
  longer.size = offset + info.in.ndr20.size;
  run = std::move(longer);
  return true;
}

std::string Marshaller::put_value(const Shape& scalar, const std::string& place) {
  if (scalar.c_long) return "out.narrow32(" + place + ")";
  if (scalar.enum16) return "out.enum16(" + place + ")";
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
  if (scalar.enum16) return "static_cast<" + type + ">(in.enum16(" + read + "))";
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
  const std::string to = item.offset ? at + " + " + std::to_string(item.offset) : at;
  if (shape.kind == Shape::Kind::pointer) {
    const std::string method =
        shape.pointer == PointerKind::ref ? "next_ref_referent(" : "next_referent(";
    text_.line("store_u32(", to, ", out.", method, item.place, "));");
  } else if (shape.kind == Shape::Kind::array) {
    text_.line("std::memcpy(", to, ", ", item.place, ", ", std::to_string(shape.info.in.ndr20.size),
               ");");
  } else {
    const std::string_view wire = shape.c_long ? "u32" : wire_name(shape.wire);
    text_.line("store_", wire, "(", to, ", ", put_value(shape, item.place), ");");
  }
}

void Marshaller::put_run(const Run& run) {
  if (run.items.size() == 1 && run.items[0].shape->kind != Shape::Kind::array &&
      run.alignment == run.items[0].shape->info.in.ndr20.alignment) {
    const RunItem& item = run.items[0];
    if (item.shape->kind == Shape::Kind::pointer) {
      text_.line("out.", item.shape->pointer == PointerKind::ref ? "ref_referent" : "referent", "(",
                 item.place, ");");
      return;
    }
    text_.line("out.", item.shape->c_long ? "u32" : wire_name(item.shape->wire), "(",
               put_value(*item.shape, item.place), ");");
    return;
  }
  const std::string at = fresh("at");
  text_.line("uint8_t* const ", at, " = out.run(", std::to_string(run.alignment), ", ",
             std::to_string(run.size), ");");
  uint64_t next = 0;
  for (const RunItem& item : run.items) {
    if (item.offset > next)
      text_.line("std::memset(", at, " + ", std::to_string(next), ", 0, ",
                 std::to_string(item.offset - next), ");");
    put_item(item, at);
    next = item.offset + item.shape->info.in.ndr20.size;
  }
}

void Marshaller::get_item(const RunItem& item, const std::string& at) {
  const Shape& shape = *item.shape;
  const std::string from = item.offset ? at + " + " + std::to_string(item.offset) : at;
  if (shape.kind == Shape::Kind::pointer) {
    text_.line("in.", shape.pointer == PointerKind::ref ? "reference" : "pointer", "(", item.place,
               ", in.load_u32(", from, "));");
  } else if (shape.kind == Shape::Kind::array) {
    text_.line("in.template load_elements<", std::to_string(wire_size(shape.element->wire)), ">(",
               item.place, ", ", from, ", ", std::to_string(*shape.fixed), ");");
  } else {
    text_.line(item.place, " = ",
               got_value(shape, "in.load_" + std::string(wire_name(shape.wire)) + "(" + from + ")"),
               ";");
  }
}

void Marshaller::get_run(const Run& run) {
  if (run.items.size() == 1 && run.items[0].shape->kind != Shape::Kind::array &&
      run.alignment == run.items[0].shape->info.in.ndr20.alignment) {
    const RunItem& item = run.items[0];
    if (item.shape->kind == Shape::Kind::pointer) {
      text_.line("in.", item.shape->pointer == PointerKind::ref ? "reference" : "pointer", "(",
                 item.place, ", in.u32());");
      return;
    }
    text_.line(item.place, " = ",
               got_value(*item.shape, "in." + std::string(wire_name(item.shape->wire)) + "()"),
               ";");
  } else {
    const std::string at = fresh("at");
    text_.line("const uint8_t* const ", at, " = in.run(", std::to_string(run.alignment), ", ",
               std::to_string(run.size), ");");
    for (const RunItem& item : run.items) get_item(item, at);
  }
  for (const RunItem& item : run.items) check_range(*item.shape, item.place);
}

// Groups values into runs: values of fixed size whose offsets from the first are the same wherever that stands.
template <class EachRun, class EachValue>
void Marshaller::in_runs(const std::vector<Value>& values, bool whole, Start start,
                         EachRun each_run, EachValue each_value) {
  for (size_t i = 0; i < values.size();) {
    Run run;
    const bool known = i == 0 && start.alignment != 0;
    run.alignment = known ? start.alignment : values[i].shape->info.in.ndr20.alignment;
    size_t next = i;
    while (next < values.size() && add_to_run(run, values[next], whole)) ++next;
    if (next == i) {
      if (known && start.pad && start.alignment > values[i].shape->info.in.ndr20.alignment)
        each_run(Run{start.alignment, 0, {}});
      each_value(values[i]);
      ++next;
    } else {
      if (!(known && start.pad)) {
        run.alignment = 1;
        for (const RunItem& item : run.items)
          run.alignment = std::max(run.alignment, item.shape->info.in.ndr20.alignment);
      }
      each_run(run);
    }
    i = next;
  }
}

void Marshaller::put(const std::vector<Value>& values, bool whole, Start start) {
  in_runs(
      values, whole, start,
      [&](const Run& run) {
        if (run.items.empty())
          text_.line("out.align(", std::to_string(run.alignment), ");");
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
          text_.line("in.align(", std::to_string(run.alignment), ");");
        else
          get_run(run);
      },
      [&](const Value& value) { whole ? get_whole(value) : get_flat(value); });
}

std::string Marshaller::fresh(std::string_view stem) {
  const unsigned number = ++names_[std::string(stem)];
  return std::string(stem) + (number > 1 ? std::to_string(number) : "");
}

}  // namespace farcall::idl

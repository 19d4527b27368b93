#include "idl/engine/value.h"

#include <vector>

namespace farcall::idl::engine {
namespace {

constexpr size_t k_path_steps = 12;  // of a long path only its ends are shown

std::string step(const Value& value) {
  if (!value.name.empty()) return "." + std::string(value.name);
  if (!value.parent || value.parent->kind != Value::Kind::list) return {};
  size_t index = 0;
  for (const Value* each = value.parent->first; each && each != &value; each = each->next) ++index;
  return "[" + std::to_string(index) + "]";
}

}  // namespace

const Value* Value::member(std::string_view wanted) const {
  if (kind != Kind::object) return nullptr;
  for (const Value* each = first; each; each = each->next)
    if (each->name == wanted) return each;
  return nullptr;
}

uint64_t Value::count() const {
  uint64_t number_of = 0;
  for (const Value* each = child(); each; each = each->next) ++number_of;
  return number_of;
}

Value& Document::make(Value::Kind kind) {
  Value& made = values_.emplace_back();
  made.kind = kind;
  if (made.has_children()) made.first = nullptr;
  return made;
}

Value& Document::add(Value& parent, std::string_view name) {
  Value& made = values_.emplace_back();
  made.name = name;
  made.parent = &parent;
  if (parent.last)
    parent.last->next = &made;
  else
    parent.first = &made;
  parent.last = &made;
  return made;
}

void Document::open(Value& value, Value::Kind kind) {
  value.kind = kind;
  value.first = value.last = nullptr;
}

void Document::set_text(Value& value, std::u16string text) {
  value.kind = Value::Kind::text;
  value.text = &texts_.emplace_back(std::move(text));
}

std::string path(const Value& value) {
  std::vector<const Value*> steps;
  for (const Value* at = &value; at; at = at->parent) steps.push_back(at);
  std::string text;
  for (size_t i = steps.size(); i-- > 0;) {
    const size_t from_start = steps.size() - 1 - i;
    if (from_start >= k_path_steps && i >= k_path_steps) {
      if (from_start == k_path_steps) text += "...";
      continue;
    }
    text += step(*steps[i]);
  }
  return text.starts_with('.') ? text.substr(1) : text.empty() ? "the value" : text;
}

std::string_view describe(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return "true or false";
    case Value::Kind::number:
    case Value::Kind::negative:
      return "an integer";
    case Value::Kind::real:
      return "a number with a fraction";
    case Value::Kind::text:
      return "a string";
    case Value::Kind::list:
      return "a list";
    case Value::Kind::object:
    case Value::Kind::pointee:
      return "an object";
  }
  return {};
}

}  // namespace farcall::idl::engine

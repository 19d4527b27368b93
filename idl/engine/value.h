// Value: what a JSON text says, as a tree that the engine reads and builds. A Document owns the nodes; nodes point at
// each other, so that values of any depth are made, walked and dropped without recursion.
//
// Texts are UTF-16 units, as JSON's escapes are: `[string] wchar_t` values travel unit by unit, pairs or not.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace farcall::idl::engine {

struct Value {
  enum class Kind : uint8_t {
    null,
    boolean,   // `number` is 0 or 1
    number,    // 0 and above, in `number`
    negative,  // below 0, two's complement in `number`
    real,
    text,
    list,
    object,
    pointee,  // {"*": X}: a pointer that is not NULL, X its only child (made by the decoder)
  };

  Kind kind = Kind::null;
  std::string_view name;  // of a member
  union {
    uint64_t number = 0;
    double real;
    const std::u16string* text;
    Value* first;  // list, object: the first child
  };
  Value* last = nullptr;  // list, object: the last child
  Value* next = nullptr;  // the next child of the parent
  Value* parent = nullptr;

  [[nodiscard]] bool has_children() const {
    return kind == Kind::list || kind == Kind::object || kind == Kind::pointee;
  }
  [[nodiscard]] const Value* child() const { return has_children() ? first : nullptr; }
  // A member of an object; nullptr when there is none.
  [[nodiscard]] const Value* member(std::string_view wanted) const;
  [[nodiscard]] uint64_t count() const;  // children
};

class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  Value& make(Value::Kind kind = Value::Kind::null);
  // A new last child.
  Value& add(Value& parent, std::string_view name = {});
  // Makes a null value a list, an object or a pointee without children.
  static void open(Value& value, Value::Kind kind);
  void set_text(Value& value, std::u16string text);
  // A name that lives as long as the document.
  std::string_view keep(std::string name) { return names_.emplace_back(std::move(name)); }

 private:
  std::deque<Value> values_;
  std::deque<std::u16string> texts_;
  std::deque<std::string> names_;
};

// Where a value stands, as a message names it: `ctr.u.c0.a[1].name`.
std::string path(const Value& value);
// What kind of value it is, as a message names it.
std::string_view describe(const Value& value);

}  // namespace farcall::idl::engine

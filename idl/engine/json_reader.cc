// A pushdown automaton over the text: the stack of open lists and objects is the parent chain of the values.
#include <charconv>
#include <cmath>
#include <cstring>

#include "idl/engine/error.h"
#include "idl/engine/json.h"
#include "idl/engine/utf.h"

namespace farcall::idl::engine {
namespace {

class JsonReader {
 public:
  JsonReader(std::string_view text, Document& document) : text_(text), document_(document) {}

  Value& run() {
    Value& root = document_.make();
    Value* at = &root;  // the value that is expected next
    while (at) {
      value(*at);
      at = at->has_children() ? first_child(*at) : next_after(*at);
    }
    skip_space();
    if (at_ != text_.size()) fail("there is more text behind the value");
    return root;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error("JSON, character " + std::to_string(at_ + 1) + ": " + what);
  }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() && std::strchr(" \t\r\n", text_[at_])) ++at_;
  }
  bool accept(char c) {
    skip_space();
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }

  // The first child of what was just opened; without one, what follows it.
  Value* first_child(Value& parent) {
    const bool object = parent.kind == Value::Kind::object;
    if (accept(object ? '}' : ']')) return next_after(parent);
    return child(parent);
  }
  // What is expected behind a complete value: a sibling, or nothing at the end.
  Value* next_after(Value& done) {
    for (Value* at = &done; at->parent; at = at->parent) {
      if (accept(',')) return child(*at->parent);
      const bool object = at->parent->kind == Value::Kind::object;
      if (!accept(object ? '}' : ']'))
        fail(object ? "expected , or } of an object" : "expected , or ] of a list");
    }
    return nullptr;
  }
  Value* child(Value& parent) {
    if (parent.kind == Value::Kind::list) return &document_.add(parent);
    skip_space();
    if (peek() != '"') fail("expected the name of a member in double quotes");
    std::string name = to_utf8(string());
    if (parent.member(name)) fail("member \"" + name + "\" stands here twice");
    if (!accept(':')) fail("expected : behind the name of a member");
    return &document_.add(parent, document_.keep(std::move(name)));
  }

  void value(Value& made) {
    skip_space();
    const char c = peek();
    if (c == '{' || c == '[') {
      ++at_;
      return Document::open(made, c == '{' ? Value::Kind::object : Value::Kind::list);
    }
    if (c == '"') return document_.set_text(made, string());
    if (c == '-' || (c >= '0' && c <= '9')) return number(made);
    if (word("null")) return;
    const bool yes = word("true");
    if (yes || word("false")) {
      made.kind = Value::Kind::boolean;
      made.number = yes;
      return;
    }
    fail(at_ == text_.size() ? "the text ends where a value is expected" : "expected a value");
  }

  bool word(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }
  void digits() {
    const size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    if (at_ == start) fail("expected a digit");
  }
  // number = "-"? int frac? exp?
  void number(Value& made) {
    const size_t start = at_;
    if (peek() == '-') ++at_;
    if (peek() == '0')
      ++at_;
    else
      digits();
    bool integer = true;
    if (peek() == '.') {
      integer = false;
      ++at_;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      integer = false;
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      digits();
    }
    const std::string_view token = text_.substr(start, at_ - start);
    if (!integer || !parse_integer(token, made)) real(token, made);
  }
  void real(std::string_view token, Value& made) const {
    made.kind = Value::Kind::real;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), made.real);
    if (error != std::errc() || !std::isfinite(made.real)) fail("this number is too large");
  }

  std::u16string string() {
    std::u16string made;
    ++at_;
    for (;;) {
      if (at_ >= text_.size()) fail("a string without its closing quote");
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') break;
      if (c < 0x20) fail("a control character in a string must be written as an escape");
      if (c == '\\')
        escape(made);
      else if (!append_utf8_character(text_, at_, made))
        fail("the text is not UTF-8");
    }
    ++at_;
    return made;
  }
  void escape(std::u16string& made) {
    constexpr std::string_view k_letters = "\"\\/bfnrt";
    constexpr std::u16string_view k_units = u"\"\\/\b\f\n\r\t";
    ++at_;
    const size_t letter = at_ < text_.size() ? k_letters.find(text_[at_]) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      made += k_units[letter];
      ++at_;
      return;
    }
    const std::string_view four = text_.substr(at_ < text_.size() ? at_ + 1 : at_, 4);
    uint16_t unit = 0;
    const auto [end, error] = std::from_chars(four.data(), four.data() + four.size(), unit, 16);
    if (peek() != 'u' || four.size() != 4 || error != std::errc() || end != four.data() + 4)
      fail("an unknown escape in a string");
    made += static_cast<char16_t>(unit);
    at_ += 5;
  }

  std::string_view text_;
  Document& document_;
  size_t at_ = 0;
};

}  // namespace

bool parse_integer(std::string_view text, Value& made) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), magnitude);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  if (negative && magnitude > uint64_t{1} << 63) return false;
  if (negative && magnitude == 0) return false;  // -0 is a floating-point value
  made.kind = negative ? Value::Kind::negative : Value::Kind::number;
  made.number = negative ? 0 - magnitude : magnitude;
  return true;
}

Value& parse_json(std::string_view text, Document& document) {
  return JsonReader(text, document).run();
}

}  // namespace farcall::idl::engine

// Text: a generated file in the making: lines with indentation, blocks in braces.
#pragma once

#include <string>
#include <string_view>

namespace farcall::idl {

class Text {
 public:
  explicit Text(unsigned indent = 0) : indent_(indent) {}

  // One line; the pieces are joined.
  template <class... Pieces>
  void line(const Pieces&... pieces) {
    text_.append(indent_ * 2, ' ');
    (text_.append(pieces), ...);
    text_ += '\n';
  }
  // A line without indentation (preprocessor lines, text of the author).
  void raw(std::string_view text) { text_.append(text).append("\n"); }
  void blank() {
    if (!text_.empty() && !text_.ends_with("\n\n") && !text_.ends_with("{\n")) text_ += '\n';
  }
  template <class... Pieces>
  void open(const Pieces&... pieces) {
    std::string head;
    (head.append(pieces), ...);
    line(head, head.empty() ? "{" : " {");
    ++indent_;
  }
  // An empty block closes on its own line.
  void close(std::string_view end = "}") {
    --indent_;
    if (!text_.ends_with(" {\n")) return line(end);
    text_.pop_back();
    text_.append(end).append("\n");
  }
  // Appends what another Text holds, as it is.
  void append(const Text& other) { text_ += other.text_; }
  void append_text(std::string_view text) { text_ += text; }

  [[nodiscard]] unsigned indent() const { return indent_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] const std::string& str() const { return text_; }

 private:
  std::string text_;
  unsigned indent_;
};

}  // namespace farcall::idl

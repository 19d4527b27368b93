#include <gtest/gtest.h>

#include "idl/front/lexer.h"
#include "support.h"

namespace farcall::idl {
namespace {

// The tokens of a text, and the places of the tokens in the author's file.
struct Lexed {
  explicit Lexed(const std::string& text, const std::string& written = {}) {
    const std::string path = (directory / "f.idl").string();
    write_text(path, written.empty() ? text : written);
    Lexer lexer(sources.keep(text), sources.file(path), sources, diagnostics);
    for (Token token; (token = lexer.next()).kind != TokenKind::end;) tokens.push_back(token);
  }
  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> result;
    for (const Token& each : tokens) result.emplace_back(each.text);
    return result;
  }
  TemporaryDirectory directory;
  Sources sources;
  std::ostringstream messages;
  Diagnostics diagnostics{sources, messages};
  std::vector<Token> tokens;
};

using Texts = std::vector<std::string>;

TEST(Lexer, splits_words_numbers_and_symbols) {
  EXPECT_EQ(Lexed("long x[0x1F+.5]<<=a?b:c...;").texts(),
            (Texts{"long", "x", "[", "0x1F", "+", ".5", "]", "<<", "=", "a", "?", "b", ":", "c",
                   "...", ";"}));
}

TEST(Lexer, a_range_of_bounds_is_not_a_floating_number) {
  EXPECT_EQ(Lexed("[0..9]").texts(), (Texts{"[", "0", "..", "9", "]"}));
}

TEST(Lexer, strings_and_characters_keep_their_quotes_and_escapes) {
  const Lexed lexed(R"("a\"b" L"w" 'c' L'\'')");
  EXPECT_EQ(lexed.texts(), (Texts{R"("a\"b")", R"(L"w")", "'c'", R"(L'\'')"}));
  EXPECT_EQ(lexed.tokens[0].kind, TokenKind::string);
  EXPECT_EQ(lexed.tokens[1].kind, TokenKind::wide_string);
  EXPECT_EQ(lexed.tokens[3].kind, TokenKind::character);
}

TEST(Lexer, a_missing_quote_is_reported_once_at_its_place) {
  const Lexed lexed("x \"abc\ny");
  EXPECT_NE(lexed.messages.str().find(":1:3: error: missing closing quote"), std::string::npos);
  EXPECT_EQ(lexed.texts(), (Texts{"x", "\"abc", "y"}));
}

TEST(Lexer, a_uuid_is_one_token) {
  const Lexed lexed("[uuid(5f4a8f5e-6c3b-4b0e-9c3c-2f1c9f0e7a11)] uuid(x)");
  EXPECT_EQ(lexed.texts(), (Texts{"[", "uuid", "(", "5f4a8f5e-6c3b-4b0e-9c3c-2f1c9f0e7a11", ")",
                                  "]", "uuid", "(", "x", ")"}));
  EXPECT_EQ(lexed.tokens[3].kind, TokenKind::uuid);
}

TEST(Lexer, skips_comments_and_ends_at_ctrl_z) {
  EXPECT_EQ(Lexed("a // b\n/* c\n d */ e /* f \x1a g").texts(), (Texts{"a", "e"}));
  EXPECT_EQ(Lexed("a \x1a b").texts(), (Texts{"a"}));
}

TEST(Lexer, takes_crlf_and_a_byte_order_mark) {
  EXPECT_EQ(Lexed("\xEF\xBB\xBF"
                  "a\r\nb\r\n")
                .texts(),
            (Texts{"a", "b"}));
}

TEST(Lexer, follows_line_markers) {
  const Lexed lexed("# 7 \"other.idl\"\nx\n#line 20\ny");
  EXPECT_EQ(lexed.sources.path(lexed.tokens[0].at.file), "other.idl");
  EXPECT_EQ(lexed.tokens[0].at.line, 7u);
  EXPECT_EQ(lexed.tokens[1].at.line, 20u);
}

TEST(Lexer, finds_columns_again_that_the_preprocessor_changed) {
  const Lexed lexed(" long b; c", "  long /* b */   b;    c");
  ASSERT_EQ(lexed.tokens.size(), 4u);
  EXPECT_EQ(lexed.tokens[0].at.column, 3u);
  EXPECT_EQ(lexed.tokens[1].at.column, 18u);
  EXPECT_EQ(lexed.tokens[3].at.column, 24u);
}

TEST(Lexer, hands_pragmas_on_and_refuses_other_directives) {
  const Lexed lexed("#pragma pack(1)\n#define X 1\ny");
  EXPECT_EQ(lexed.tokens[0].kind, TokenKind::pragma);
  EXPECT_EQ(lexed.tokens[0].text, "pragma pack(1)");
  EXPECT_NE(lexed.messages.str().find("2:1: error: preprocessor directive"), std::string::npos);
}

}  // namespace
}  // namespace farcall::idl

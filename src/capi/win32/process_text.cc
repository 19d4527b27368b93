// The command line and the environment as Windows gives them: one text each.
#include <farcall/sdk/processenv.h>
#include <farcall/sdk/shellapi.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "capi/text.h"
#include "capi/win32/win32.h"

extern char** environ;

namespace farcall::capi {
namespace {

// A word so that it is found again: quoted when it has blanks or quotes, backslashes doubled before a quote.
void append_word(std::string& line, std::string_view word) {
  if (!line.empty()) line += ' ';
  if (!word.empty() && word.find_first_of(" \t\"") == std::string_view::npos) {
    line += word;
    return;
  }
  line += '"';
  size_t slashes = 0;
  for (const char c : word) {
    if (c == '"') line.append(slashes + 1, '\\');
    slashes = c == '\\' ? slashes + 1 : 0;
    line += c;
  }
  line.append(slashes, '\\');
  line += '"';
}

std::string read_command_line() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  const std::string words{std::istreambuf_iterator<char>(in), {}};
  std::string line;
  for (size_t at = 0; at < words.size();) {
    const size_t end = std::min(words.find('\0', at), words.size());
    append_word(line, std::string_view(words).substr(at, end - at));
    at = end + 1;
  }
  return line;
}

std::string& command_line() {
  static std::string line = read_command_line();
  return line;
}

// NAME=VALUE, each with its terminator, and one more.
std::string environment_block() {
  std::string block;
  for (char** each = environ; each && *each; ++each) block.append(*each).push_back('\0');
  block.push_back('\0');
  return block;
}

template <class Text, class Unit>
Unit* copy_of(const Text& text, Unit*) {
  auto* copy = static_cast<Unit*>(std::malloc(text.size() * sizeof(Unit)));
  if (!copy) return fail(ERROR_NOT_ENOUGH_MEMORY, static_cast<Unit*>(nullptr));
  std::memcpy(copy, text.data(), text.size() * sizeof(Unit));
  return copy;
}

// The next word of a command line, without its quotes: 2n backslashes before a quote are n, 2n + 1 are n and a quote.
std::u16string next_word(std::u16string_view& rest) {
  std::u16string word;
  bool quoted = false;
  size_t i = 0;
  while (i < rest.size() && (quoted || (rest[i] != u' ' && rest[i] != u'\t'))) {
    size_t slashes = 0;
    while (i < rest.size() && rest[i] == u'\\') ++slashes, ++i;
    const bool quote = i < rest.size() && rest[i] == u'"';
    word.append(quote ? slashes / 2 : slashes, u'\\');
    if (quote && slashes % 2)
      word += rest[i++];
    else if (quote)
      quoted = !quoted, ++i;
    else if (slashes == 0)
      word += rest[i++];
  }
  while (i < rest.size() && (rest[i] == u' ' || rest[i] == u'\t')) ++i;
  rest.remove_prefix(i);
  return word;
}

// The pointers and behind them the words, in one block.
LPWSTR* block_of(const std::vector<std::u16string>& words) {
  size_t size = (words.size() + 1) * sizeof(LPWSTR);
  for (const std::u16string& each : words) size += (each.size() + 1) * sizeof(WCHAR);
  auto* list = static_cast<LPWSTR*>(std::malloc(size));
  if (!list) return fail(ERROR_NOT_ENOUGH_MEMORY, static_cast<LPWSTR*>(nullptr));
  auto* text = reinterpret_cast<WCHAR*>(list + words.size() + 1);
  for (size_t i = 0; i < words.size(); ++i) {
    list[i] = text;
    std::memcpy(text, words[i].c_str(), (words[i].size() + 1) * sizeof(WCHAR));
    text += words[i].size() + 1;
  }
  list[words.size()] = nullptr;
  return list;
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

LPSTR WINAPI GetCommandLineA(void) {
  return capi::command_line().data();
}

LPWSTR WINAPI GetCommandLineW(void) {
  static std::u16string line = capi::utf16_from_utf8(capi::command_line());
  return reinterpret_cast<LPWSTR>(line.data());
}

LPSTR WINAPI GetEnvironmentStringsA(void) {
  return capi::copy_of(capi::environment_block(), static_cast<char*>(nullptr));
}

LPWSTR WINAPI GetEnvironmentStringsW(void) {
  return capi::copy_of(capi::utf16_from_utf8(capi::environment_block()),
                       static_cast<WCHAR*>(nullptr));
}

BOOL WINAPI FreeEnvironmentStringsA(LPSTR penv) {
  std::free(penv);
  return TRUE;
}

BOOL WINAPI FreeEnvironmentStringsW(LPWSTR penv) {
  std::free(penv);
  return TRUE;
}

LPWSTR* WINAPI CommandLineToArgvW(LPCWSTR lpCmdLine, int* pNumArgs) {
  if (!lpCmdLine || !pNumArgs)
    return capi::fail(ERROR_INVALID_PARAMETER, static_cast<LPWSTR*>(nullptr));
  std::u16string_view rest(reinterpret_cast<const char16_t*>(lpCmdLine));
  const std::u16string own = capi::utf16_from_utf8(capi::command_line());
  std::vector<std::u16string> words;
  if (rest.empty()) {
    std::u16string_view line(own);
    words.push_back(capi::next_word(line));
  }
  while (!rest.empty()) words.push_back(capi::next_word(rest));
  *pNumArgs = static_cast<int>(words.size());
  return capi::block_of(words);
}

}  // extern "C"

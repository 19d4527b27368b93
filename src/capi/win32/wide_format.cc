// printf for 16-bit text, and for narrow text with the formats of Windows: one engine over both kinds of units.
//
// Each conversion that C knows goes to snprintf with a specification made anew; texts and characters are converted
// here. The result is UTF-8 until the caller's kind of text is made of it.
#include <farcall/sdk/wide_crt.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "capi/text.h"

namespace farcall::capi {
namespace {

// A va_list that can be handed on by reference on every platform.
struct Arguments {
  va_list list;
};

enum class Length : uint8_t { none, hh, h, l, ll, j, z, t, big };

// "%-08.3ls" taken apart.
struct Specification {
  std::string flags;
  int width = -1;
  int precision = -1;
  Length length = Length::none;
  bool wide = false;  // %ws
  char conversion = 0;
};

constexpr size_t k_most_characters = 1u << 20;  // of one width or precision

template <class Unit>
class Formatter {
 public:
  Formatter(const Unit* format, Arguments& arguments) : at_(format), arguments_(arguments) {}

  // False when the format is wrong.
  bool run(std::string& out) {
    while (*at_) {
      if (*at_ != '%') {
        const Unit* start = at_;
        while (*at_ && *at_ != '%') ++at_;
        text(out, start, static_cast<size_t>(at_ - start));
      } else if (at_[1] == '%') {
        out += '%';
        at_ += 2;
      } else if (Specification specification;
                 !parse(specification) || !convert(out, specification)) {
        return false;
      }
    }
    return true;
  }

 private:
  static constexpr bool k_wide = sizeof(Unit) == 2;

  static void text(std::string& out, const Unit* start, size_t length) {
    if constexpr (k_wide)
      out += utf8_from_utf16({reinterpret_cast<const char16_t*>(start), length});
    else
      out.append(start, length);
  }

  bool take(std::string_view word) {
    for (size_t i = 0; i < word.size(); ++i)
      if (at_[i] != static_cast<Unit>(word[i])) return false;
    at_ += word.size();
    return true;
  }

  bool number(int& value) {
    if (*at_ == '*') {
      ++at_;
      value = va_arg(arguments_.list, int);
      return true;
    }
    for (value = 0; *at_ >= '0' && *at_ <= '9'; ++at_) {
      value = value * 10 + (*at_ - '0');
      if (value > static_cast<int>(k_most_characters)) return false;
    }
    return true;
  }

  bool parse(Specification& out) {
    ++at_;
    while (*at_ && *at_ < 0x80 && std::strchr("-+ #0", static_cast<char>(*at_)))
      out.flags += static_cast<char>(*at_++);
    const bool has_width = *at_ == '*' || (*at_ >= '1' && *at_ <= '9');
    if (has_width && !number(out.width)) return false;
    if (has_width && out.width < 0) {
      out.flags += '-';
      out.width = -std::max(out.width, -static_cast<int>(k_most_characters));
    }
    if (*at_ == '.') {
      ++at_;
      if (!number(out.precision)) return false;
    }
    length(out);
    if (!*at_ || *at_ >= 0x80) return false;
    out.conversion = static_cast<char>(*at_++);
    return true;
  }

  void length(Specification& out) {
    constexpr std::pair<std::string_view, Length> k_lengths[] = {
        {"I64", Length::ll}, {"I32", Length::none}, {"I", Length::z},  {"hh", Length::hh},
        {"h", Length::h},    {"ll", Length::ll},    {"l", Length::l},  {"j", Length::j},
        {"z", Length::z},    {"t", Length::t},      {"L", Length::big}};
    if (take("w")) {
      out.wide = true;
      return;
    }
    for (const auto& [word, value] : k_lengths)
      if (take(word)) {
        out.length = value;
        return;
      }
  }

  bool convert(std::string& out, const Specification& s) {
    switch (s.conversion) {
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o':
        return integer(out, s);
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
      case 'a':
      case 'A':
        if (s.length == Length::big)
          return print(out, s, "L", va_arg(arguments_.list, long double));
        return print(out, s, "", va_arg(arguments_.list, double));
      case 'p':
        return print(out, s, "", va_arg(arguments_.list, void*));
      case 'c':
      case 'C':
        return character(out, s);
      case 's':
      case 'S':
        return string(out, s);
      default:
        return false;
    }
  }

  bool integer(std::string& out, const Specification& s) {
    switch (s.length) {
      case Length::l:
        return print(out, s, "l", va_arg(arguments_.list, long));
      case Length::ll:
        return print(out, s, "ll", va_arg(arguments_.list, long long));
      case Length::j:
        return print(out, s, "j", va_arg(arguments_.list, intmax_t));
      case Length::z:
        return print(out, s, "z", va_arg(arguments_.list, size_t));
      case Length::t:
        return print(out, s, "t", va_arg(arguments_.list, ptrdiff_t));
      case Length::hh:
        return print(out, s, "hh", va_arg(arguments_.list, int));
      case Length::h:
        return print(out, s, "h", va_arg(arguments_.list, int));
      default:
        return print(out, s, "", va_arg(arguments_.list, int));
    }
  }

  template <class Value>
  bool print(std::string& out, const Specification& s, const char* length, Value value) {
    std::string format = "%" + s.flags;
    if (s.width >= 0) format += std::to_string(s.width);
    if (s.precision >= 0) format += "." + std::to_string(s.precision);
    format += length;
    format += s.conversion;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    const int need = std::snprintf(nullptr, 0, format.c_str(), value);
    if (need < 0) return false;
    const size_t before = out.size();
    out.resize(before + static_cast<size_t>(need) + 1);
    std::snprintf(out.data() + before, static_cast<size_t>(need) + 1, format.c_str(), value);
#pragma GCC diagnostic pop
    out.pop_back();
    return true;
  }

  // %s is of the format's own kind, %S of the other; h and l say it outright.
  static bool is_wide(const Specification& s) {
    if (s.wide || s.length == Length::l || s.length == Length::ll) return true;
    if (s.length == Length::h) return false;
    return (s.conversion == 's' || s.conversion == 'c') == k_wide;
  }

  bool character(std::string& out, const Specification& s) {
    const int value = va_arg(arguments_.list, int);
    if (!is_wide(s)) return pad(out, s, std::string(1, static_cast<char>(value)), 1), true;
    const auto unit = static_cast<char16_t>(value);
    return pad(out, s, utf8_from_utf16({&unit, 1}), 1), true;
  }

  bool string(std::string& out, const Specification& s) {
    const void* pointer = va_arg(arguments_.list, const void*);
    const size_t most = s.precision < 0 ? SIZE_MAX : static_cast<size_t>(s.precision);
    if (!pointer) {
      pad(out, s, std::string("(null)").substr(0, most), std::min<size_t>(most, 6));
    } else if (is_wide(s)) {
      const auto* units = static_cast<const char16_t*>(pointer);
      size_t length = 0;
      while (length < most && units[length]) ++length;
      pad(out, s, utf8_from_utf16({units, length}), length);
    } else {
      const auto* bytes = static_cast<const char*>(pointer);
      const size_t length = most == SIZE_MAX ? std::strlen(bytes) : strnlen(bytes, most);
      pad(out, s, std::string(bytes, length), length);
    }
    return true;
  }

  static void pad(std::string& out, const Specification& s, const std::string& text, size_t width) {
    const size_t wanted = s.width < 0 ? 0 : static_cast<size_t>(s.width);
    const size_t fill = wanted > width ? wanted - width : 0;
    const bool left = s.flags.find('-') != std::string::npos;
    if (!left) out.append(fill, s.flags.find('0') != std::string::npos ? '0' : ' ');
    out += text;
    if (left) out.append(fill, ' ');
  }

  const Unit* at_;
  Arguments& arguments_;
};

// The text in UTF-8; false when the format is wrong or memory is out.
template <class Unit>
bool format(const Unit* format, va_list list, std::string& out) noexcept {
  if (!format) return false;
  Arguments arguments;
  va_copy(arguments.list, list);
  bool good = false;
  try {
    good = Formatter<Unit>(format, arguments).run(out);
  } catch (...) {
    good = false;
  }
  va_end(arguments.list);
  return good;
}

template <class Text, class Unit>
size_t give(const Text& text, Unit* out, size_t room) {
  if (!out || room == 0) return text.size();
  const size_t length = std::min(text.size(), room);
  std::memcpy(out, text.data(), length * sizeof(Unit));
  if (length < room) out[length] = 0;
  return text.size();
}

template <class Text, class Unit>
int fill(const Text& text, Unit* buffer, size_t room) {
  if (!buffer || room == 0) return -1;
  give(text, buffer, room);
  if (text.size() < room) return static_cast<int>(text.size());
  buffer[room - 1] = 0;
  return -1;
}

template <class Unit>
int print(FILE* stream, const Unit* text, va_list arguments) {
  std::string made;
  if (!stream || !format(text, arguments, made)) return -1;
  const bool whole = std::fwrite(made.data(), 1, made.size(), stream) == made.size();
  return whole ? static_cast<int>(made.size()) : -1;
}

// No exception passes into C.
template <class Result, class Body>
Result guarded(Result failure, Body body) noexcept {
  try {
    return body();
  } catch (...) {
    return failure;
  }
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

int FarcallFormatWide(WCHAR* buffer, size_t room, const WCHAR* format, va_list arguments) {
  std::string made;
  if (!capi::format(format, arguments, made)) return -1;
  return capi::guarded(-1, [&] { return capi::fill(capi::utf16_from_utf8(made), buffer, room); });
}

int FarcallFormatText(char* buffer, size_t room, const char* format, va_list arguments) {
  std::string made;
  if (!capi::format(format, arguments, made)) return -1;
  return capi::fill(made, buffer, room);
}

int FarcallPrintWide(FILE* stream, const WCHAR* format, va_list arguments) {
  return capi::print(stream, format, arguments);
}

int FarcallPrintText(FILE* stream, const char* format, va_list arguments) {
  return capi::print(stream, format, arguments);
}

size_t FarcallWideFromText(WCHAR* out, size_t room, const char* text) {
  return capi::guarded(size_t{0},
                       [&] { return capi::give(capi::utf16_from_utf8(text), out, room); });
}

size_t FarcallTextFromWide(char* out, size_t room, const WCHAR* text) {
  const auto* units = reinterpret_cast<const char16_t*>(text);
  return capi::guarded(size_t{0},
                       [&] { return capi::give(capi::utf8_from_utf16(units), out, room); });
}

}  // extern "C"

// MultiByteToWideChar and WideCharToMultiByte: UTF-8 and UTF-16.
#include <farcall/sdk/stringapiset.h>

#include <cstring>
#include <string>

#include "capi/text.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

bool known_page(UINT page) {
  return page == CP_ACP || page == CP_OEMCP || page == CP_UTF8;
}

// What both functions do with the text that they made.
template <class Text, class Unit>
int give_converted(const Text& text, Unit* out, int room) {
  const int length = static_cast<int>(text.size());
  if (room == 0) return length;
  if (room < length) return fail(ERROR_INSUFFICIENT_BUFFER, 0);
  std::memcpy(out, text.data(), text.size() * sizeof(Unit));
  return length;
}

// A length of -1 takes the terminator along; 0 and other negative lengths are wrong.
template <class Unit>
bool source_length(const Unit* text, int& length) {
  if (!text || length == 0 || length < -1) return fail(ERROR_INVALID_PARAMETER, false);
  if (length != -1) return true;
  length = 1;
  for (const Unit* at = text; *at; ++at) ++length;
  return true;
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

int WINAPI MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpMultiByteStr, int cbMultiByte,
                               LPWSTR lpWideCharStr, int cchWideChar) {
  if (!capi::known_page(CodePage) || cchWideChar < 0 || (cchWideChar && !lpWideCharStr))
    return capi::fail(ERROR_INVALID_PARAMETER, 0);
  if (!capi::source_length(lpMultiByteStr, cbMultiByte)) return 0;
  const std::string_view text(lpMultiByteStr, static_cast<size_t>(cbMultiByte));
  const std::u16string made = capi::utf16_from_utf8(text);
  if ((dwFlags & MB_ERR_INVALID_CHARS) && capi::utf8_from_utf16(made) != text)
    return capi::fail(ERROR_NO_UNICODE_TRANSLATION, 0);
  return capi::give_converted(made, lpWideCharStr, cchWideChar);
}

int WINAPI WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpWideCharStr, int cchWideChar,
                               LPSTR lpMultiByteStr, int cbMultiByte, LPCSTR,
                               LPBOOL lpUsedDefaultChar) {
  if (!capi::known_page(CodePage) || cbMultiByte < 0 || (cbMultiByte && !lpMultiByteStr))
    return capi::fail(ERROR_INVALID_PARAMETER, 0);
  if (!capi::source_length(lpWideCharStr, cchWideChar)) return 0;
  const std::u16string_view text(reinterpret_cast<const char16_t*>(lpWideCharStr),
                                 static_cast<size_t>(cchWideChar));
  const std::string made = capi::utf8_from_utf16(text);
  const bool lossy = capi::utf16_from_utf8(made) != text;
  if (lossy && (dwFlags & WC_ERR_INVALID_CHARS)) return capi::fail(ERROR_NO_UNICODE_TRANSLATION, 0);
  if (lpUsedDefaultChar) *lpUsedDefaultChar = lossy;
  return capi::give_converted(made, lpMultiByteStr, cbMultiByte);
}

}  // extern "C"

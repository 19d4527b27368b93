/* The C run-time's functions for 16-bit text. glibc's own take 32-bit characters, so that a program compiled with
 * -fshort-wchar would hand them what they misread: there the usual names (wcslen, wprintf, …) stand for these.
 *
 * 1. WCHAR is wchar_t under -fshort-wchar and char16_t otherwise; then the functions have their own names only, and
 *    _tcslen and its kind (tchar.h) find them.
 * 2. Text leaves as UTF-8 and is read as UTF-8, whatever the locale.
 * 3. Formats are those of Windows: in a wide format %s and %c are wide, %S, %C, %hs narrow; in a narrow one the other
 *    way round. I64, I32, I, w and the lengths of C99 are known; %n is refused.
 */
#ifndef FARCALL_SDK_WIDE_CRT_H
#define FARCALL_SDK_WIDE_CRT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <wctype.h>

#include "farcall_api.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Units written without the terminator; -1 when the text does not fit (what fits is there, terminated) or the format
   is wrong. */
FARCALL_API int FarcallFormatWide(WCHAR* buffer, size_t room, const WCHAR* format,
                                  va_list arguments);
FARCALL_API int FarcallFormatText(char* buffer, size_t room, const char* format, va_list arguments);
/* Characters written to the stream, -1 on error. */
FARCALL_API int FarcallPrintWide(FILE* stream, const WCHAR* format, va_list arguments);
FARCALL_API int FarcallPrintText(FILE* stream, const char* format, va_list arguments);
/* The units or bytes that the text needs, without the terminator. `out` gets what fits, terminated when there is room;
   NULL only asks. */
FARCALL_API size_t FarcallWideFromText(WCHAR* out, size_t room, const char* text);
FARCALL_API size_t FarcallTextFromWide(char* out, size_t room, const WCHAR* text);

static inline size_t farcall_wcslen(const WCHAR* text) {
  size_t length = 0;
  while (text[length]) ++length;
  return length;
}
static inline size_t farcall_wcsnlen(const WCHAR* text, size_t most) {
  size_t length = 0;
  while (length < most && text[length]) ++length;
  return length;
}
static inline WCHAR* farcall_wcsncpy(WCHAR* to, const WCHAR* from, size_t count) {
  size_t i = 0;
  for (; i < count && from[i]; ++i) to[i] = from[i];
  for (; i < count; ++i) to[i] = 0;
  return to;
}
static inline WCHAR* farcall_wcscpy(WCHAR* to, const WCHAR* from) {
  size_t i = 0;
  do to[i] = from[i];
  while (from[i++]);
  return to;
}
static inline WCHAR* farcall_wcscat(WCHAR* to, const WCHAR* from) {
  farcall_wcscpy(to + farcall_wcslen(to), from);
  return to;
}
static inline WCHAR* farcall_wcsncat(WCHAR* to, const WCHAR* from, size_t count) {
  WCHAR* end = to + farcall_wcslen(to);
  const size_t length = farcall_wcsnlen(from, count);
  farcall_wcsncpy(end, from, length);
  end[length] = 0;
  return to;
}
static inline int farcall_wcsncmp(const WCHAR* a, const WCHAR* b, size_t count) {
  size_t i = 0;
  for (; i < count; ++i)
    if (a[i] != b[i] || !a[i]) return (int)a[i] - (int)b[i];
  return 0;
}
static inline int farcall_wcscmp(const WCHAR* a, const WCHAR* b) {
  return farcall_wcsncmp(a, b, (size_t)-1);
}
static inline int farcall_wcsnicmp(const WCHAR* a, const WCHAR* b, size_t count) {
  size_t i = 0;
  for (; i < count; ++i) {
    const int x = (int)towlower((wint_t)a[i]);
    const int y = (int)towlower((wint_t)b[i]);
    if (x != y || !x) return x - y;
  }
  return 0;
}
static inline int farcall_wcsicmp(const WCHAR* a, const WCHAR* b) {
  return farcall_wcsnicmp(a, b, (size_t)-1);
}
static inline WCHAR* farcall_wcschr(const WCHAR* text, int unit) {
  for (;; ++text) {
    if (*text == (WCHAR)unit) return (WCHAR*)text;
    if (!*text) return NULL;
  }
}
static inline WCHAR* farcall_wcsrchr(const WCHAR* text, int unit) {
  const WCHAR* found = NULL;
  for (;; ++text) {
    if (*text == (WCHAR)unit) found = text;
    if (!*text) return (WCHAR*)found;
  }
}
static inline WCHAR* farcall_wcsstr(const WCHAR* text, const WCHAR* what) {
  const size_t length = farcall_wcslen(what);
  for (;; ++text) {
    if (farcall_wcsncmp(text, what, length) == 0) return (WCHAR*)text;
    if (!*text) return NULL;
  }
}
static inline WCHAR* farcall_wcsdup(const WCHAR* text) {
  WCHAR* copy = (WCHAR*)malloc((farcall_wcslen(text) + 1) * sizeof(WCHAR));
  return copy ? farcall_wcscpy(copy, text) : NULL;
}

/* Numbers: the ASCII at the front of the text, read by the narrow function. */
#define FARCALL_WIDE_NUMBER_ROOM 128
static inline void farcall_number_text(char* out, const WCHAR* text) {
  size_t i = 0;
  for (; i + 1 < FARCALL_WIDE_NUMBER_ROOM && text[i] && text[i] < 0x80; ++i) out[i] = (char)text[i];
  out[i] = 0;
}
#define FARCALL_WIDE_INTEGER(type, name, narrow)                      \
  static inline type name(const WCHAR* text, WCHAR** end, int base) { \
    char copy[FARCALL_WIDE_NUMBER_ROOM];                              \
    char* stop;                                                       \
    type value;                                                       \
    farcall_number_text(copy, text);                                  \
    value = narrow(copy, &stop, base);                                \
    if (end) *end = (WCHAR*)text + (stop - copy);                     \
    return value;                                                     \
  }
FARCALL_WIDE_INTEGER(long, farcall_wcstol, strtol)
FARCALL_WIDE_INTEGER(unsigned long, farcall_wcstoul, strtoul)
FARCALL_WIDE_INTEGER(long long, farcall_wcstoll, strtoll)
FARCALL_WIDE_INTEGER(unsigned long long, farcall_wcstoull, strtoull)
static inline double farcall_wcstod(const WCHAR* text, WCHAR** end) {
  char copy[FARCALL_WIDE_NUMBER_ROOM];
  char* stop;
  double value;
  farcall_number_text(copy, text);
  value = strtod(copy, &stop);
  if (end) *end = (WCHAR*)text + (stop - copy);
  return value;
}
static inline int farcall_wtoi(const WCHAR* text) {
  return (int)farcall_wcstol(text, NULL, 10);
}

/* Input and output. */
static inline int farcall_vfwprintf(FILE* stream, const WCHAR* format, va_list arguments) {
  return FarcallPrintWide(stream, format, arguments);
}
static inline int farcall_vwprintf(const WCHAR* format, va_list arguments) {
  return FarcallPrintWide(stdout, format, arguments);
}
static inline int farcall_vswprintf(WCHAR* buffer, size_t room, const WCHAR* format,
                                    va_list arguments) {
  return FarcallFormatWide(buffer, room, format, arguments);
}
#define FARCALL_FORWARD_FORMAT(last, call) \
  va_list arguments;                       \
  int written;                             \
  va_start(arguments, last);               \
  written = call;                          \
  va_end(arguments);                       \
  return written;
static inline int farcall_wprintf(const WCHAR* format, ...) {
  FARCALL_FORWARD_FORMAT(format, FarcallPrintWide(stdout, format, arguments))
}
static inline int farcall_fwprintf(FILE* stream, const WCHAR* format, ...) {
  FARCALL_FORWARD_FORMAT(format, FarcallPrintWide(stream, format, arguments))
}
static inline int farcall_swprintf(WCHAR* buffer, size_t room, const WCHAR* format, ...) {
  FARCALL_FORWARD_FORMAT(format, FarcallFormatWide(buffer, room, format, arguments))
}
static inline int farcall_fputws(const WCHAR* text, FILE* stream) {
  const size_t room = FarcallTextFromWide(NULL, 0, text) + 1;
  char* copy = (char*)malloc(room);
  int result;
  if (!copy) return -1;
  FarcallTextFromWide(copy, room, text);
  result = fputs(copy, stream);
  free(copy);
  return result;
}
static inline int farcall_putws(const WCHAR* text) {
  return farcall_fputws(text, stdout) < 0 ? -1 : putchar('\n');
}
static inline wint_t farcall_fputwc(WCHAR unit, FILE* stream) {
  const WCHAR text[2] = {unit, 0};
  return farcall_fputws(text, stream) < 0 ? WEOF : (wint_t)unit;
}
/* A line with its end, at most `room` - 1 units; what does not fit in one reading comes with the next. */
static inline WCHAR* farcall_fgetws(WCHAR* buffer, int room, FILE* stream) {
  char* line = room > 1 ? (char*)malloc((size_t)room) : NULL;
  WCHAR* result = NULL;
  if (line && fgets(line, room, stream)) {
    FarcallWideFromText(buffer, (size_t)room, line);
    result = buffer;
  }
  free(line);
  return result;
}

/* Between the two: counts are of bytes and of units, as in C. */
static inline size_t farcall_mbstowcs(WCHAR* out, const char* text, size_t room) {
  const size_t length = FarcallWideFromText(out, out ? room : 0, text);
  return out && length > room ? room : length;
}
static inline size_t farcall_wcstombs(char* out, const WCHAR* text, size_t room) {
  const size_t length = FarcallTextFromWide(out, out ? room : 0, text);
  return out && length > room ? room : length;
}

#ifdef __cplusplus
}
#endif

#include "wide_crt_names.h"

#endif

/* The C run-time's functions that know how large their buffer is, and other names that sources written for Windows find
 * in <string.h> and <stdio.h>.
 *
 * A text that does not fit, or a NULL, leaves an empty text behind and answers with ERANGE or EINVAL; the program goes on
 * (on Windows its invalid parameter handler decides). In C++ the size of an array need not be given.
 */
#ifndef FARCALL_SDK_SECURE_CRT_H
#define FARCALL_SDK_SECURE_CRT_H

#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "wide_crt.h"

typedef int errno_t;
typedef size_t rsize_t;
#define _TRUNCATE ((size_t)-1)
#define _countof(array) (sizeof(array) / sizeof((array)[0]))

#define _stricmp strcasecmp
#define _strnicmp strncasecmp
#define stricmp strcasecmp
#define _strdup strdup
#define _snprintf snprintf
#define _vsnprintf vsnprintf
#define _atoi64 atoll
#define _strtoi64 strtoll
#define _strtoui64 strtoull

/* POSIX functions that glibc does not declare for -std=c11. */
#if defined(__STRICT_ANSI__) && !defined(__cplusplus)
struct tm* localtime_r(const time_t*, struct tm*);
struct tm* gmtime_r(const time_t*, struct tm*);
char* ctime_r(const time_t*, char*);
char* strdup(const char*);
char* strtok_r(char*, const char*, char**);
size_t strnlen(const char*, size_t);
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Copies at most `count` units of `from` behind the first `used` ones of `to`; `cut`: what does not fit is left out. */
#define FARCALL_SECURE_APPEND(unit, name)                                                        \
  static inline errno_t name(unit* to, size_t room, size_t used, const unit* from, size_t count, \
                             int cut) {                                                          \
    size_t length = 0;                                                                           \
    if (!to || room == 0) return EINVAL;                                                         \
    if (!from || used >= room) {                                                                 \
      to[0] = 0;                                                                                 \
      return EINVAL;                                                                             \
    }                                                                                            \
    while (length < count && used + length < room && from[length]) ++length;                     \
    if (used + length == room && !cut) {                                                         \
      to[0] = 0;                                                                                 \
      return ERANGE;                                                                             \
    }                                                                                            \
    if (used + length == room) --length;                                                         \
    memmove(to + used, from, length * sizeof(unit));                                             \
    to[used + length] = 0;                                                                       \
    return 0;                                                                                    \
  }
FARCALL_SECURE_APPEND(char, farcall_append)
FARCALL_SECURE_APPEND(WCHAR, farcall_append_wide)

static inline errno_t strcpy_s(char* to, rsize_t room, const char* from) {
  return farcall_append(to, room, 0, from, _TRUNCATE, 0);
}
static inline errno_t strcat_s(char* to, rsize_t room, const char* from) {
  return farcall_append(to, room, to ? strnlen(to, room) : 0, from, _TRUNCATE, 0);
}
static inline errno_t strncpy_s(char* to, rsize_t room, const char* from, rsize_t count) {
  return farcall_append(to, room, 0, from, count, count == _TRUNCATE);
}
static inline errno_t strncat_s(char* to, rsize_t room, const char* from, rsize_t count) {
  return farcall_append(to, room, to ? strnlen(to, room) : 0, from, count, count == _TRUNCATE);
}
static inline errno_t farcall_wcscpy_s(WCHAR* to, rsize_t room, const WCHAR* from) {
  return farcall_append_wide(to, room, 0, from, _TRUNCATE, 0);
}
static inline errno_t farcall_wcscat_s(WCHAR* to, rsize_t room, const WCHAR* from) {
  return farcall_append_wide(to, room, to ? farcall_wcsnlen(to, room) : 0, from, _TRUNCATE, 0);
}
static inline errno_t farcall_wcsncpy_s(WCHAR* to, rsize_t room, const WCHAR* from, rsize_t count) {
  return farcall_append_wide(to, room, 0, from, count, count == _TRUNCATE);
}
#if __SIZEOF_WCHAR_T__ == 2
#define wcscpy_s farcall_wcscpy_s
#define wcscat_s farcall_wcscat_s
#define wcsncpy_s farcall_wcsncpy_s
#endif

static inline errno_t memcpy_s(void* to, rsize_t room, const void* from, rsize_t count) {
  if (count == 0) return 0;
  if (!to) return EINVAL;
  if (!from || count > room) {
    memset(to, 0, room);
    return from ? ERANGE : EINVAL;
  }
  memcpy(to, from, count);
  return 0;
}
static inline errno_t memmove_s(void* to, rsize_t room, const void* from, rsize_t count) {
  if (count == 0) return 0;
  if (!to || !from) return EINVAL;
  if (count > room) return ERANGE;
  memmove(to, from, count);
  return 0;
}
#define strtok_s strtok_r

/* Conversions; the count given back includes the terminator. */
static inline errno_t farcall_mbstowcs_s(size_t* converted, WCHAR* out, size_t room,
                                         const char* text, size_t count) {
  const size_t need = text ? FarcallWideFromText(NULL, 0, text) + 1 : 0;
  if (converted) *converted = 0;
  if (out && room) out[0] = 0;
  if (!text || (out && room == 0)) return EINVAL;
  if (out && need > room && count != _TRUNCATE && count >= room) return ERANGE;
  if (out) {
    const size_t most = count < room - 1 ? count + 1 : room;
    FarcallWideFromText(out, most, text);
    out[most - 1] = 0;
  }
  if (converted) *converted = out ? farcall_wcslen(out) + 1 : need;
  return 0;
}
static inline errno_t farcall_wcstombs_s(size_t* converted, char* out, size_t room,
                                         const WCHAR* text, size_t count) {
  const size_t need = text ? FarcallTextFromWide(NULL, 0, text) + 1 : 0;
  if (converted) *converted = 0;
  if (out && room) out[0] = 0;
  if (!text || (out && room == 0)) return EINVAL;
  if (out && need > room && count != _TRUNCATE && count >= room) return ERANGE;
  if (out) {
    const size_t most = count < room - 1 ? count + 1 : room;
    FarcallTextFromWide(out, most, text);
    out[most - 1] = 0;
  }
  if (converted) *converted = out ? strlen(out) + 1 : need;
  return 0;
}
#if __SIZEOF_WCHAR_T__ == 2
#define mbstowcs_s farcall_mbstowcs_s
#define wcstombs_s farcall_wcstombs_s
#endif

/* Output, with the formats of Windows (wide_crt.h). */
static inline int printf_s(const char* format, ...) {
  FARCALL_FORWARD_FORMAT(format, FarcallPrintText(stdout, format, arguments))
}
static inline int fprintf_s(FILE* stream, const char* format, ...) {
  FARCALL_FORWARD_FORMAT(format, FarcallPrintText(stream, format, arguments))
}
static inline int vfprintf_s(FILE* stream, const char* format, va_list arguments) {
  return FarcallPrintText(stream, format, arguments);
}
static inline int vsprintf_s(char* buffer, size_t room, const char* format, va_list arguments) {
  const int written = FarcallFormatText(buffer, room, format, arguments);
  if (written < 0 && buffer && room) buffer[0] = 0;
  return written;
}
static inline int sprintf_s(char* buffer, size_t room, const char* format, ...) {
  FARCALL_FORWARD_FORMAT(format, vsprintf_s(buffer, room, format, arguments))
}
static inline int _snprintf_s(char* buffer, size_t room, size_t count, const char* format, ...) {
  FARCALL_FORWARD_FORMAT(
      format, FarcallFormatText(buffer, count < room ? count + 1 : room, format, arguments))
}

/* Files and time. */
static inline errno_t fopen_s(FILE** stream, const char* name, const char* mode) {
  if (!stream) return EINVAL;
  *stream = name && mode ? fopen(name, mode) : NULL;
  return *stream ? 0 : name && mode ? errno : EINVAL;
}
static inline errno_t localtime_s(struct tm* out, const time_t* time) {
  return out && time && localtime_r(time, out) ? 0 : EINVAL;
}
static inline errno_t gmtime_s(struct tm* out, const time_t* time) {
  return out && time && gmtime_r(time, out) ? 0 : EINVAL;
}
static inline errno_t ctime_s(char* out, size_t room, const time_t* time) {
  return out && room >= 26 && time && ctime_r(time, out) ? 0 : EINVAL;
}

/* In place. */
static inline char* _strrev(char* text) {
  size_t a = 0;
  size_t b = strlen(text);
  for (; a + 1 < b; ++a) {
    const char kept = text[a];
    text[a] = text[--b];
    text[b] = kept;
  }
  return text;
}
static inline char* _strupr(char* text) {
  char* at = text;
  for (; *at; ++at) *at = (char)toupper((unsigned char)*at);
  return text;
}
static inline char* _strlwr(char* text) {
  char* at = text;
  for (; *at; ++at) *at = (char)tolower((unsigned char)*at);
  return text;
}

#ifdef __cplusplus
}

template <size_t Room>
inline errno_t strcpy_s(char (&to)[Room], const char* from) {
  return strcpy_s(to, Room, from);
}
template <size_t Room>
inline errno_t strcat_s(char (&to)[Room], const char* from) {
  return strcat_s(to, Room, from);
}
template <size_t Room>
inline errno_t strncpy_s(char (&to)[Room], const char* from, size_t count) {
  return strncpy_s(to, Room, from, count);
}
template <size_t Room, class... Arguments>
inline int sprintf_s(char (&to)[Room], const char* format, Arguments... arguments) {
  return sprintf_s(static_cast<char*>(to), Room, format, arguments...);
}
#endif

#endif

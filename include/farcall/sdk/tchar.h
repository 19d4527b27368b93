/* Names for text that is 8 or 16 bits wide as the program is compiled: _UNICODE selects 16 bits, UNICODE goes with it.
 * 16-bit text is wchar_t under -fshort-wchar and char16_t otherwise; these names fit both.
 */
#ifndef FARCALL_SDK_TCHAR_H
#define FARCALL_SDK_TCHAR_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "secure_crt.h"
#include "wide_crt.h"

#ifdef _UNICODE
#ifndef _TCHAR_DEFINED
#define _TCHAR_DEFINED
typedef WCHAR _TCHAR, _TSCHAR;
typedef WCHAR _TUCHAR;
#endif
#if __SIZEOF_WCHAR_T__ == 2
#define __T(x) L##x
#else
#define __T(x) u##x
#endif
#define _tprintf farcall_wprintf
#define _tprintf_s farcall_wprintf
#define _ftprintf farcall_fwprintf
#define _ftprintf_s farcall_fwprintf
#define _stprintf_s farcall_swprintf
#define _sntprintf farcall_swprintf
#define _vftprintf farcall_vfwprintf
#define _putts farcall_putws
#define _fputts farcall_fputws
#define _fgetts farcall_fgetws
#define _tcslen farcall_wcslen
#define _tcscpy farcall_wcscpy
#define _tcscpy_s farcall_wcscpy_s
#define _tcsncpy farcall_wcsncpy
#define _tcsncpy_s farcall_wcsncpy_s
#define _tcscat farcall_wcscat
#define _tcscat_s farcall_wcscat_s
#define _tcscmp farcall_wcscmp
#define _tcsncmp farcall_wcsncmp
#define _tcsicmp farcall_wcsicmp
#define _tcsnicmp farcall_wcsnicmp
#define _tcschr farcall_wcschr
#define _tcsrchr farcall_wcsrchr
#define _tcsstr farcall_wcsstr
#define _tcsdup farcall_wcsdup
#define _tcstol farcall_wcstol
#define _tcstoul farcall_wcstoul
#define _ttoi farcall_wtoi
#define _ttol(text) farcall_wcstol(text, NULL, 10)

/* `int _tmain(int argc, _TCHAR *argv[])` becomes a function that a main of this header calls with its arguments as 16-bit
   text. */
static inline int farcall_call_tmain(int argc, char** argv, int (*routine)(int, _TCHAR**)) {
  _TCHAR** wide = (_TCHAR**)calloc((size_t)argc + 1, sizeof(_TCHAR*));
  int i;
  int result = 1;
  for (i = 0; wide && i < argc; ++i) {
    const size_t room = FarcallWideFromText(NULL, 0, argv[i]) + 1;
    wide[i] = (_TCHAR*)malloc(room * sizeof(_TCHAR));
    if (!wide[i]) break;
    FarcallWideFromText(wide[i], room, argv[i]);
  }
  if (wide && i == argc) result = routine(argc, wide);
  for (i = 0; wide && i < argc; ++i) free(wide[i]);
  free(wide);
  return result;
}
#define _tmain                                            \
  farcall_tmain(int, _TCHAR**);                           \
  int main(int argc, char** argv) {                       \
    return farcall_call_tmain(argc, argv, farcall_tmain); \
  }                                                       \
  int farcall_tmain
#else
#ifndef _TCHAR_DEFINED
#define _TCHAR_DEFINED
typedef char _TCHAR, _TSCHAR;
typedef unsigned char _TUCHAR;
#endif
#define __T(x) x
#define _tmain main
#define _tprintf printf
#define _tprintf_s printf_s
#define _ftprintf fprintf
#define _ftprintf_s fprintf_s
#define _stprintf sprintf
#define _stprintf_s sprintf_s
#define _sntprintf snprintf
#define _sntprintf_s _snprintf_s
#define _vftprintf vfprintf
#define _putts puts
#define _fputts fputs
#define _fgetts fgets
#define _tcslen strlen
#define _tcscpy strcpy
#define _tcscpy_s strcpy_s
#define _tcsncpy strncpy
#define _tcsncpy_s strncpy_s
#define _tcscat strcat
#define _tcscat_s strcat_s
#define _tcscmp strcmp
#define _tcsncmp strncmp
#define _tcsicmp strcasecmp
#define _tcsnicmp strncasecmp
#define _tcschr strchr
#define _tcsrchr strrchr
#define _tcsstr strstr
#define _tcsdup strdup
#define _tcstol strtol
#define _tcstoul strtoul
#define _ttoi atoi
#define _ttol atol
#endif

#define _T(x) __T(x)
#define _TEXT(x) __T(x)

#endif

/* The C run-time's names for 16-bit text, under -fshort-wchar only: see wide_crt.h. */
#ifndef FARCALL_SDK_WIDE_CRT_NAMES_H
#define FARCALL_SDK_WIDE_CRT_NAMES_H

#include "wide_crt.h"

#if __SIZEOF_WCHAR_T__ == 2

#define wcslen farcall_wcslen
#define wcsnlen farcall_wcsnlen
#define wcscpy farcall_wcscpy
#define wcsncpy farcall_wcsncpy
#define wcscat farcall_wcscat
#define wcsncat farcall_wcsncat
#define wcscmp farcall_wcscmp
#define wcsncmp farcall_wcsncmp
#define _wcsicmp farcall_wcsicmp
#define _wcsnicmp farcall_wcsnicmp
#define wcscasecmp farcall_wcsicmp
#define wcsncasecmp farcall_wcsnicmp
#define wcschr farcall_wcschr
#define wcsrchr farcall_wcsrchr
#define wcsstr farcall_wcsstr
#define wcsdup farcall_wcsdup
#define _wcsdup farcall_wcsdup
#define wcstol farcall_wcstol
#define wcstoul farcall_wcstoul
#define wcstoll farcall_wcstoll
#define wcstoull farcall_wcstoull
#define wcstod farcall_wcstod
#define _wtoi farcall_wtoi
#define wprintf farcall_wprintf
#define fwprintf farcall_fwprintf
#define swprintf farcall_swprintf
#define vwprintf farcall_vwprintf
#define vfwprintf farcall_vfwprintf
#define vswprintf farcall_vswprintf
#define wprintf_s farcall_wprintf
#define fwprintf_s farcall_fwprintf
#define swprintf_s farcall_swprintf
#define _snwprintf farcall_swprintf
#define fputws farcall_fputws
#define _putws farcall_putws
#define fputwc farcall_fputwc
#define putwc farcall_fputwc
#define putwchar(unit) farcall_fputwc(unit, stdout)
#define fgetws farcall_fgetws
#define mbstowcs farcall_mbstowcs
#define wcstombs farcall_wcstombs

#ifdef __cplusplus
namespace std {
using ::farcall_fgetws;
using ::farcall_fputwc;
using ::farcall_fputws;
using ::farcall_fwprintf;
using ::farcall_mbstowcs;
using ::farcall_swprintf;
using ::farcall_vfwprintf;
using ::farcall_vswprintf;
using ::farcall_vwprintf;
using ::farcall_wcscat;
using ::farcall_wcschr;
using ::farcall_wcscmp;
using ::farcall_wcscpy;
using ::farcall_wcslen;
using ::farcall_wcsncat;
using ::farcall_wcsncmp;
using ::farcall_wcsncpy;
using ::farcall_wcsrchr;
using ::farcall_wcsstr;
using ::farcall_wcstod;
using ::farcall_wcstol;
using ::farcall_wcstoll;
using ::farcall_wcstombs;
using ::farcall_wcstoul;
using ::farcall_wcstoull;
using ::farcall_wprintf;
}
#endif
#endif

#endif

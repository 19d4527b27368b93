/* Names for text that is 8 or 16 bits wide as the program is compiled: _UNICODE selects 16 bits and needs
   -fshort-wchar, UNICODE goes with it. */
#ifndef FARCALL_SDK_TCHAR_H
#define FARCALL_SDK_TCHAR_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#ifdef _UNICODE
#include <wchar.h>
#if __SIZEOF_WCHAR_T__ != 2
#error "_UNICODE needs 16-bit wide characters: compile with -fshort-wchar"
#endif
#ifndef _TCHAR_DEFINED
#define _TCHAR_DEFINED
typedef wchar_t _TCHAR;
#endif
#define __T(x) L##x
#define _tmain wmain
#else
#ifndef _TCHAR_DEFINED
#define _TCHAR_DEFINED
typedef char _TCHAR;
#endif
#define __T(x) x
#define _tmain main
#define _tprintf printf
#define _ftprintf fprintf
#define _stprintf sprintf
#define _sntprintf snprintf
#define _putts puts
#define _fputts fputs
#define _fgetts fgets
#define _tcslen strlen
#define _tcscpy strcpy
#define _tcsncpy strncpy
#define _tcscat strcat
#define _tcscmp strcmp
#define _tcsncmp strncmp
#define _tcsicmp strcasecmp
#define _tcschr strchr
#define _tcsrchr strrchr
#define _tcsstr strstr
#define _tcstol strtol
#define _tcstoul strtoul
#define _ttoi atoi
#define _ttol atol
#endif

#define _T(x) __T(x)
#define _TEXT(x) __T(x)

#endif

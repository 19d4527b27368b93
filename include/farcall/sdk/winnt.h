/* Types below windef.h: characters, HANDLE. */
#ifndef FARCALL_SDK_WINNT_H
#define FARCALL_SDK_WINNT_H

#include "basetsd.h"

#define NTAPI
#define VOID void

typedef char CHAR, *PCHAR, *LPSTR, *PSTR;
typedef const char *LPCSTR, *PCSTR;
typedef int16_t SHORT, *PSHORT;
typedef int32_t LONG, *PLONG;
typedef uint8_t UCHAR, *PUCHAR;
typedef uint16_t USHORT, *PUSHORT;
typedef uint32_t ULONG, *PULONG;
typedef long long LONGLONG, *PLONGLONG;
typedef unsigned long long ULONGLONG, *PULONGLONG, DWORDLONG;
typedef uint8_t BOOLEAN, *PBOOLEAN;

/* 16 bits: wchar_t under -fshort-wchar, char16_t otherwise. */
#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#include <stddef.h>
typedef wchar_t WCHAR;
#else
#ifndef __cplusplus
#include <uchar.h>
#endif
typedef char16_t WCHAR;
#endif
typedef WCHAR *PWCHAR, *LPWSTR, *PWSTR;
typedef const WCHAR *LPCWSTR, *PCWSTR;

typedef void *PVOID;
typedef void *HANDLE, **PHANDLE;

#endif

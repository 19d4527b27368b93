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

typedef void* PVOID;
typedef void *HANDLE, **PHANDLE;
typedef PVOID PSECURITY_DESCRIPTOR, PSID;

/* A COM or system result: negative values are failures. */
typedef int32_t HRESULT;

/* Text of the program's choice: 16-bit units under UNICODE. */
#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR;
typedef LPWSTR LPTSTR, PTSTR;
typedef LPCWSTR LPCTSTR, PCTSTR;
#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#define __TEXT(quote) L##quote
#else
#define __TEXT(quote) u##quote
#endif
#else
typedef char TCHAR, *PTCHAR;
typedef LPSTR LPTSTR, PTSTR;
typedef LPCSTR LPCTSTR, PCTSTR;
#define __TEXT(quote) quote
#endif
#define TEXT(quote) __TEXT(quote)

typedef union _LARGE_INTEGER {
  __extension__ struct {
    DWORD32 LowPart;
    LONG HighPart;
  };
  struct {
    DWORD32 LowPart;
    LONG HighPart;
  } u;
  LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
  __extension__ struct {
    DWORD32 LowPart;
    DWORD32 HighPart;
  };
  struct {
    DWORD32 LowPart;
    DWORD32 HighPart;
  } u;
  ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef struct _LUID {
  DWORD32 LowPart;
  LONG HighPart;
} LUID, *PLUID;

/* Codes of memory faults and their like, which RpcExceptionFilter leaves alone. Nothing raises them here. */
#define STATUS_GUARD_PAGE_VIOLATION ((DWORD32)0x80000001u)
#define STATUS_DATATYPE_MISALIGNMENT ((DWORD32)0x80000002u)
#define STATUS_BREAKPOINT ((DWORD32)0x80000003u)
#define STATUS_ACCESS_VIOLATION ((DWORD32)0xC0000005u)
#define STATUS_IN_PAGE_ERROR ((DWORD32)0xC0000006u)
#define STATUS_ILLEGAL_INSTRUCTION ((DWORD32)0xC000001Du)
#define STATUS_PRIVILEGED_INSTRUCTION ((DWORD32)0xC0000096u)
#define STATUS_INSTRUCTION_MISALIGNMENT ((DWORD32)0xC00000AAu)
#define STATUS_STACK_OVERFLOW ((DWORD32)0xC00000FDu)
#define STATUS_POSSIBLE_DEADLOCK ((DWORD32)0xC0000194u)
#define STATUS_HANDLE_NOT_CLOSABLE ((DWORD32)0xC0000235u)
#define STATUS_REG_NAT_CONSUMPTION ((DWORD32)0xC00002C9u)
#define STATUS_STACK_BUFFER_OVERRUN ((DWORD32)0xC0000409u)
#define STATUS_ASSERTION_FAILURE ((DWORD32)0xC0000420u)

/* Bit operations on an enum whose values are flags. */
#ifdef __cplusplus
#define DEFINE_ENUM_FLAG_OPERATORS(ENUMTYPE)                    \
  extern "C++" {                                                \
  inline constexpr ENUMTYPE operator|(ENUMTYPE a, ENUMTYPE b) { \
    return ENUMTYPE(int(a) | int(b));                           \
  }                                                             \
  inline constexpr ENUMTYPE operator&(ENUMTYPE a, ENUMTYPE b) { \
    return ENUMTYPE(int(a) & int(b));                           \
  }                                                             \
  inline constexpr ENUMTYPE operator^(ENUMTYPE a, ENUMTYPE b) { \
    return ENUMTYPE(int(a) ^ int(b));                           \
  }                                                             \
  inline constexpr ENUMTYPE operator~(ENUMTYPE a) {             \
    return ENUMTYPE(~int(a));                                   \
  }                                                             \
  inline ENUMTYPE& operator|=(ENUMTYPE& a, ENUMTYPE b) {        \
    return a = a | b;                                           \
  }                                                             \
  inline ENUMTYPE& operator&=(ENUMTYPE& a, ENUMTYPE b) {        \
    return a = a & b;                                           \
  }                                                             \
  inline ENUMTYPE& operator^=(ENUMTYPE& a, ENUMTYPE b) {        \
    return a = a ^ b;                                           \
  }                                                             \
  }
#else
#define DEFINE_ENUM_FLAG_OPERATORS(ENUMTYPE)
#endif

#define DECLSPEC_NORETURN __attribute__((noreturn))
#define UNREFERENCED_PARAMETER(P) ((void)(P))

#include "guiddef.h"

#endif

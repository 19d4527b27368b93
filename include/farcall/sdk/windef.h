/* Basic Windows types. LONG, ULONG, DWORD and BOOL are 32 bits wide here, as on Windows. */
#ifndef FARCALL_SDK_WINDEF_H
#define FARCALL_SDK_WINDEF_H

#include "basetsd.h"
#include "sal.h"
#include "winnt.h"

#define __cdecl
#define __stdcall
#define WINAPI __stdcall
#define CALLBACK
#define APIENTRY WINAPI
#define CONST const

#ifndef TRUE
#define FALSE 0
#define TRUE 1
#endif
#ifndef NULL
#include <stddef.h>
#endif

typedef uint32_t DWORD, *PDWORD, *LPDWORD;
typedef int32_t BOOL, *PBOOL, *LPBOOL;
typedef uint8_t BYTE, *PBYTE, *LPBYTE;
typedef uint16_t WORD, *PWORD, *LPWORD;
typedef int INT, *PINT, *LPINT;
typedef unsigned int UINT, *PUINT;
typedef float FLOAT;
typedef int32_t* LPLONG;
typedef void* LPVOID;
typedef const void* LPCVOID;
typedef void* HMODULE;
typedef HMODULE HINSTANCE;
typedef HANDLE* LPHANDLE;

/* There are no windows here; the name appears in structures that Windows sources fill. */
typedef struct HWND__* HWND;
typedef UINT_PTR WPARAM;
typedef LONG_PTR LPARAM, LRESULT;

#endif

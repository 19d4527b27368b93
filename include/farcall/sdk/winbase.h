/* The base functions, by way of the headers that declare them. */
#ifndef FARCALL_SDK_WINBASE_H
#define FARCALL_SDK_WINBASE_H

#include "consoleapi.h"
#include "errhandlingapi.h"
#include "handleapi.h"
#include "heapapi.h"
#include "interlockedapi.h"
#include "ioapiset.h"
#include "libloaderapi.h"
#include "minwinbase.h"
#include "processenv.h"
#include "processthreadsapi.h"
#include "secure_crt.h"
#include "stringapiset.h"
#include "synchapi.h"
#include "sysinfoapi.h"
#include "winbase_events.h"
#include "winbase_messages.h"

#include <string.h>

/* String functions; a NULL string has length 0. */
static inline int lstrlenA(LPCSTR lpString) {
  return lpString ? (int)strlen(lpString) : 0;
}
static inline LPSTR lstrcpyA(LPSTR lpString1, LPCSTR lpString2) {
  return strcpy(lpString1, lpString2);
}
static inline LPSTR lstrcatA(LPSTR lpString1, LPCSTR lpString2) {
  return strcat(lpString1, lpString2);
}
static inline int lstrcmpA(LPCSTR lpString1, LPCSTR lpString2) {
  return strcmp(lpString1, lpString2);
}

static inline int lstrlenW(LPCWSTR lpString) {
  return lpString ? (int)farcall_wcslen(lpString) : 0;
}
static inline LPWSTR lstrcpyW(LPWSTR lpString1, LPCWSTR lpString2) {
  return farcall_wcscpy(lpString1, lpString2);
}
static inline LPWSTR lstrcatW(LPWSTR lpString1, LPCWSTR lpString2) {
  return farcall_wcscat(lpString1, lpString2);
}
static inline int lstrcmpW(LPCWSTR lpString1, LPCWSTR lpString2) {
  return farcall_wcscmp(lpString1, lpString2);
}
static inline int lstrcmpiA(LPCSTR lpString1, LPCSTR lpString2) {
  return strcasecmp(lpString1, lpString2);
}
static inline int lstrcmpiW(LPCWSTR lpString1, LPCWSTR lpString2) {
  return farcall_wcsicmp(lpString1, lpString2);
}

#ifdef UNICODE
#define lstrlen lstrlenW
#define lstrcpy lstrcpyW
#define lstrcat lstrcatW
#define lstrcmp lstrcmpW
#define lstrcmpi lstrcmpiW
#else
#define lstrlen lstrlenA
#define lstrcpy lstrcpyA
#define lstrcat lstrcatA
#define lstrcmp lstrcmpA
#define lstrcmpi lstrcmpiA
#endif

#endif

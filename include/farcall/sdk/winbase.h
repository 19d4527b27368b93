/* The base functions, by way of the headers that declare them. */
#ifndef FARCALL_SDK_WINBASE_H
#define FARCALL_SDK_WINBASE_H

#include "errhandlingapi.h"
#include "handleapi.h"
#include "interlockedapi.h"
#include "ioapiset.h"
#include "minwinbase.h"
#include "processthreadsapi.h"
#include "synchapi.h"
#include "sysinfoapi.h"

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

#ifndef UNICODE
#define lstrlen lstrlenA
#define lstrcpy lstrcpyA
#define lstrcat lstrcatA
#define lstrcmp lstrcmpA
#endif

#endif

/* Memory by the names of Windows' heaps; all of it is malloc's. */
#ifndef FARCALL_SDK_HEAPAPI_H
#define FARCALL_SDK_HEAPAPI_H

#include <stdlib.h>

#include "windef.h"
#include "winnt.h"

#define HEAP_ZERO_MEMORY 0x00000008u
#define LMEM_FIXED 0x0000u
#define LMEM_ZEROINIT 0x0040u
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)
#define GMEM_FIXED 0x0000u
#define GMEM_ZEROINIT 0x0040u

typedef HANDLE HLOCAL, HGLOBAL;

static inline HANDLE GetProcessHeap(void) {
  return (HANDLE)(LONG_PTR)1;
}
static inline LPVOID HeapAlloc(HANDLE hHeap, DWORD dwFlags, SIZE_T dwBytes) {
  (void)hHeap;
  return dwFlags & HEAP_ZERO_MEMORY ? calloc(1, dwBytes ? dwBytes : 1) : malloc(dwBytes ? dwBytes : 1);
}
static inline BOOL HeapFree(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem) {
  (void)hHeap;
  (void)dwFlags;
  free(lpMem);
  return TRUE;
}
static inline HLOCAL LocalAlloc(UINT uFlags, SIZE_T uBytes) {
  return HeapAlloc(NULL, uFlags & LMEM_ZEROINIT ? HEAP_ZERO_MEMORY : 0, uBytes);
}
static inline HLOCAL LocalFree(HLOCAL hMem) {
  free(hMem);
  return NULL;
}
#define GlobalAlloc LocalAlloc
#define GlobalFree LocalFree

#define ZeroMemory(destination, length) memset((destination), 0, (length))
#define CopyMemory(destination, source, length) memcpy((destination), (source), (length))
#define MoveMemory(destination, source, length) memmove((destination), (source), (length))
#define FillMemory(destination, length, fill) memset((destination), (fill), (length))

#endif

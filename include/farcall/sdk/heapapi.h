/* Memory by the names of Windows' heaps; all of it is malloc's. With HEAP_GENERATE_EXCEPTIONS HeapAlloc raises
   STATUS_NO_MEMORY instead of answering NULL. */
#ifndef FARCALL_SDK_HEAPAPI_H
#define FARCALL_SDK_HEAPAPI_H

#include <stdlib.h>

#include "rpcexcept.h"
#include "windef.h"
#include "winnt.h"

#define HEAP_NO_SERIALIZE 0x00000001u /* which malloc never leaves out */
#define HEAP_GENERATE_EXCEPTIONS 0x00000004u
#define HEAP_ZERO_MEMORY 0x00000008u
#ifndef STATUS_NO_MEMORY
#define STATUS_NO_MEMORY ((LONG)0xC0000017u)
#endif
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
  LPVOID memory =
      dwFlags & HEAP_ZERO_MEMORY ? calloc(1, dwBytes ? dwBytes : 1) : malloc(dwBytes ? dwBytes : 1);
  (void)hHeap;
  if (!memory && (dwFlags & HEAP_GENERATE_EXCEPTIONS)) RpcRaiseException(STATUS_NO_MEMORY);
  return memory;
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

/* Memory that network management functions give. */
#ifndef FARCALL_SDK_LMAPIBUF_H
#define FARCALL_SDK_LMAPIBUF_H

#include <stdlib.h>

#include "lmcons.h"
#include "winerror.h"

static inline NET_API_STATUS NET_API_FUNCTION NetApiBufferAllocate(DWORD ByteCount, LPVOID* Buffer) {
  if (!Buffer) return ERROR_INVALID_PARAMETER;
  *Buffer = malloc(ByteCount ? ByteCount : 1);
  return *Buffer ? NERR_Success : ERROR_NOT_ENOUGH_MEMORY;
}
static inline NET_API_STATUS NET_API_FUNCTION NetApiBufferFree(LPVOID Buffer) {
  free(Buffer);
  return NERR_Success;
}

#endif

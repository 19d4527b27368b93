// CloseHandle and DuplicateHandle.
#include <farcall/sdk/handleapi.h>
#include <farcall/sdk/processthreadsapi.h>

#include "capi/win32/win32.h"

using namespace farcall;

extern "C" {

// Closing a pseudo-handle has no effect and succeeds, as on Windows.
BOOL WINAPI CloseHandle(HANDLE hObject) {
  if (hObject == GetCurrentThread() || hObject == GetCurrentProcess()) return TRUE;
  if (sync::process_handles().close(hObject)) return TRUE;
  return capi::fail(ERROR_INVALID_HANDLE, FALSE);
}

BOOL WINAPI DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle,
                            HANDLE hTargetProcessHandle, LPHANDLE lpTargetHandle, DWORD, BOOL,
                            DWORD dwOptions) {
  if (hSourceProcessHandle != GetCurrentProcess() || hTargetProcessHandle != GetCurrentProcess())
    return capi::fail(ERROR_INVALID_HANDLE, FALSE);
  if (!lpTargetHandle && !(dwOptions & DUPLICATE_CLOSE_SOURCE))
    return capi::fail(ERROR_INVALID_PARAMETER, FALSE);
  sync::Ref<sync::Waitable> object = capi::waitable_from(hSourceHandle);
  if (!object) return FALSE;
  HANDLE duplicate = lpTargetHandle ? capi::open_handle(std::move(object)) : nullptr;
  // The source is closed even when the rest failed.
  if (dwOptions & DUPLICATE_CLOSE_SOURCE) sync::process_handles().close(hSourceHandle);
  if (!lpTargetHandle) return TRUE;
  *lpTargetHandle = duplicate;
  return duplicate != nullptr;
}

}  // extern "C"

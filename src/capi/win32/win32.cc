// The shared part of the Windows object functions, and the calling thread's last error.
#include "capi/win32/win32.h"

#include <farcall/sdk/errhandlingapi.h>
#include <farcall/sdk/synchapi.h>

namespace farcall::capi {

namespace {
thread_local constinit DWORD t_last_error = 0;
}

void set_last_error(DWORD error) {
  t_last_error = error;
}

sync::Ref<sync::ThreadObject> thread_from(HANDLE handle) {
  sync::Ref<sync::ThreadObject> thread = sync::thread_from_handle(handle);
  if (!thread) set_last_error(ERROR_INVALID_HANDLE);
  return thread;
}

sync::Ref<sync::Waitable> waitable_from(HANDLE handle) {
  sync::Ref<sync::Object> object = sync::process_handles().find(handle);
  // Every type of object can be waited for.
  if (object)
    return sync::Ref<sync::Waitable>::adopt(static_cast<sync::Waitable*>(object.detach()));
  return thread_from(handle);
}

HANDLE open_handle(sync::Ref<sync::Object> object) {
  if (!object) return fail(ERROR_NOT_ENOUGH_MEMORY, HANDLE{});
  HANDLE handle = sync::process_handles().open(std::move(object));
  return handle ? handle : fail(ERROR_NOT_ENOUGH_MEMORY, HANDLE{});
}

Time deadline_after(DWORD milliseconds) {
  if (milliseconds == 0) return sync::k_poll;
  if (milliseconds == INFINITE) return sync::k_never;
  return std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
}

}  // namespace farcall::capi

extern "C" {

DWORD WINAPI GetLastError(void) {
  return farcall::capi::t_last_error;
}

void WINAPI SetLastError(DWORD dwErrCode) {
  farcall::capi::set_last_error(dwErrCode);
}

}  // extern "C"

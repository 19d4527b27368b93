// Mutexes.
#include "base/sync/mutex.h"

#include <farcall/sdk/synchapi.h>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

template <class Character>
HANDLE create_mutex(BOOL initially_owned, const Character* name) {
  if (!capi::is_unnamed(name)) return nullptr;
  const auto mutex = sync::make_object<sync::Mutex>();
  HANDLE handle = capi::open_handle(mutex);
  if (!handle || !initially_owned) return handle;
  // Nobody else knows it yet: this takes it at once.
  if (sync::wait(*mutex, {.deadline = sync::k_poll}).end == sync::WaitEnd::signalled) return handle;
  sync::process_handles().close(handle);
  return capi::fail(ERROR_NOT_ENOUGH_MEMORY, HANDLE{});
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES, BOOL bInitialOwner, LPCSTR lpName) {
  return create_mutex(bInitialOwner, lpName);
}

HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES, BOOL bInitialOwner, LPCWSTR lpName) {
  return create_mutex(bInitialOwner, lpName);
}

BOOL WINAPI ReleaseMutex(HANDLE hMutex) {
  const auto mutex = capi::object_from<sync::Mutex>(hMutex);
  if (!mutex) return FALSE;
  return mutex->unlock() ? TRUE : capi::fail(ERROR_NOT_OWNER, FALSE);
}

}  // extern "C"

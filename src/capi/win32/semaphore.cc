// Semaphores.
#include "base/sync/semaphore.h"

#include <farcall/sdk/synchapi.h>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

template <class Character>
HANDLE create_semaphore(LONG initial, LONG maximum, const Character* name) {
  if (!capi::is_unnamed(name)) return nullptr;
  if (initial < 0 || maximum <= 0 || initial > maximum)
    return capi::fail(ERROR_INVALID_PARAMETER, HANDLE{});
  return capi::open_handle(sync::make_object<sync::Semaphore>(initial, maximum));
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES, LONG lInitialCount, LONG lMaximumCount,
                               LPCSTR lpName) {
  return create_semaphore(lInitialCount, lMaximumCount, lpName);
}

HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES, LONG lInitialCount, LONG lMaximumCount,
                               LPCWSTR lpName) {
  return create_semaphore(lInitialCount, lMaximumCount, lpName);
}

BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LPLONG lpPreviousCount) {
  const auto semaphore = capi::object_from<sync::Semaphore>(hSemaphore);
  if (!semaphore) return FALSE;
  if (lReleaseCount <= 0) return capi::fail(ERROR_INVALID_PARAMETER, FALSE);
  const auto before = semaphore->release_count(lReleaseCount);
  if (!before) return capi::fail(ERROR_TOO_MANY_POSTS, FALSE);
  if (lpPreviousCount) *lpPreviousCount = *before;
  return TRUE;
}

}  // extern "C"

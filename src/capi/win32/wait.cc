// Waits and sleeps.
#include "base/sync/wait.h"

#include <farcall/sdk/synchapi.h>
#include <sched.h>

#include <algorithm>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

DWORD wait_code(const sync::WaitResult& result) {
  switch (result.end) {
    case sync::WaitEnd::signalled:
      return WAIT_OBJECT_0 + result.index;
    case sync::WaitEnd::abandoned:
      return WAIT_ABANDONED_0 + result.index;
    case sync::WaitEnd::apc:
      return WAIT_IO_COMPLETION;
    case sync::WaitEnd::timed_out:
      return WAIT_TIMEOUT;
    case sync::WaitEnd::out_of_memory:
      break;
  }
  return capi::fail(ERROR_NOT_ENOUGH_MEMORY, WAIT_FAILED);
}

bool distinct(std::span<sync::Waitable* const> objects) {
  for (size_t i = 1; i < objects.size(); ++i) {
    const auto before = objects.first(i);
    if (std::find(before.begin(), before.end(), objects[i]) != before.end()) return false;
  }
  return true;
}

}  // namespace

extern "C" {

DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds) {
  return WaitForSingleObjectEx(hHandle, dwMilliseconds, FALSE);
}

DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable) {
  const auto object = capi::waitable_from(hHandle);
  if (!object) return WAIT_FAILED;
  return wait_code(sync::wait(*object, {.deadline = capi::deadline_after(dwMilliseconds),
                                        .alertable = bAlertable != FALSE}));
}

DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll,
                                    DWORD dwMilliseconds) {
  return WaitForMultipleObjectsEx(nCount, lpHandles, bWaitAll, dwMilliseconds, FALSE);
}

DWORD WINAPI WaitForMultipleObjectsEx(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll,
                                      DWORD dwMilliseconds, BOOL bAlertable) {
  if (nCount == 0 || nCount > MAXIMUM_WAIT_OBJECTS || !lpHandles)
    return capi::fail(ERROR_INVALID_PARAMETER, WAIT_FAILED);
  sync::Ref<sync::Waitable> held[MAXIMUM_WAIT_OBJECTS];
  sync::Waitable* objects[MAXIMUM_WAIT_OBJECTS];
  for (DWORD i = 0; i < nCount; ++i) {
    held[i] = capi::waitable_from(lpHandles[i]);
    if (!held[i]) return WAIT_FAILED;
    objects[i] = held[i].get();
  }
  const std::span<sync::Waitable* const> span(objects, nCount);
  if (bWaitAll && !distinct(span)) return capi::fail(ERROR_INVALID_PARAMETER, WAIT_FAILED);
  return wait_code(sync::wait(span, {.wait_for = bWaitAll ? sync::WaitFor::all : sync::WaitFor::any,
                                     .deadline = capi::deadline_after(dwMilliseconds),
                                     .alertable = bAlertable != FALSE}));
}

void WINAPI Sleep(DWORD dwMilliseconds) {
  SleepEx(dwMilliseconds, FALSE);
}

DWORD WINAPI SleepEx(DWORD dwMilliseconds, BOOL bAlertable) {
  const auto end = sync::wait(std::span<sync::Waitable* const>{},
                              {.deadline = capi::deadline_after(dwMilliseconds),
                               .alertable = bAlertable != FALSE})
                       .end;
  if (end == sync::WaitEnd::apc) return WAIT_IO_COMPLETION;
  if (dwMilliseconds == 0) sched_yield();  // "relinquishes the remainder of its time slice"
  return 0;
}

}  // extern "C"

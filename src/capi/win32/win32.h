// What the C functions of this folder share: last errors, handles to objects and back, timeouts.
//
// A function that fails says so in its return value and leaves the reason in GetLastError(); one
// that succeeds leaves the last error as it was. Wait functions are not noexcept: the APCs they run
// may throw.
#pragma once

#include <farcall/sdk/minwinbase.h>
#include <farcall/sdk/winerror.h>

#include "base/sync/handle_table.h"

namespace farcall::capi {

void set_last_error(DWORD error);

template <class T>
T fail(DWORD error, T result) {
  set_last_error(error);
  return result;
}

// The object of a handle or of GetCurrentThread(); empty, with the last error set, for anything
// else.
sync::Ref<sync::Waitable> waitable_from(HANDLE handle);

template <class T>
sync::Ref<T> object_from(HANDLE handle) {
  sync::Ref<T> object = sync::process_handles().find<T>(handle);
  if (!object) set_last_error(ERROR_INVALID_HANDLE);
  return object;
}
sync::Ref<sync::ThreadObject> thread_from(HANDLE handle);

// A new handle; NULL, with the last error set, also for an empty object (memory was out when it was
// made).
HANDLE open_handle(sync::Ref<sync::Object> object);

// Names would share objects between processes, which these do not do. False, with the last error
// set.
template <class Character>
bool is_unnamed(const Character* name) {
  return !name || !*name || fail(ERROR_NOT_SUPPORTED, false);
}

Time deadline_after(DWORD milliseconds);

}  // namespace farcall::capi

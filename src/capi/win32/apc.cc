// QueueUserAPC: a program's own procedures in the queue of a thread.
#include <farcall/sdk/processthreadsapi.h>

#include <memory>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

struct UserApc : sync::ApcEntry {
  PAPCFUNC function;
  ULONG_PTR data;
};

void run_user_apc(sync::ApcEntry& entry) {
  auto& apc = static_cast<UserApc&>(entry);
  const PAPCFUNC function = apc.function;
  const ULONG_PTR data = apc.data;
  delete &apc;  // first: the function may throw or end the thread
  function(data);
}

void discard_user_apc(sync::ApcEntry& entry) {
  delete static_cast<UserApc*>(&entry);
}

}  // namespace

extern "C" {

DWORD WINAPI QueueUserAPC(PAPCFUNC pfnAPC, HANDLE hThread, ULONG_PTR dwData) {
  const auto thread = capi::thread_from(hThread);
  if (!thread) return 0;
  if (!pfnAPC) return capi::fail(ERROR_INVALID_PARAMETER, DWORD{0});
  std::unique_ptr<UserApc> apc(new (std::nothrow)
                                   UserApc{{{}, &run_user_apc, &discard_user_apc}, pfnAPC, dwData});
  if (!apc) return capi::fail(ERROR_NOT_ENOUGH_MEMORY, DWORD{0});
  if (!thread->apcs().queue(*apc)) return capi::fail(ERROR_GEN_FAILURE, DWORD{0});
  (void)apc.release();  // the queue's
  return 1;
}

}  // extern "C"

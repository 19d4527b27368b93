// Threads as the C run-time of Windows starts them, over CreateThread.
#include <farcall/sdk/handleapi.h>
#include <farcall/sdk/process.h>
#include <farcall/sdk/processthreadsapi.h>

#include <memory>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

// _beginthread: the routine gives no exit code and the handle closes itself.
struct PlainThread {
  void (*routine)(void*);
  void* parameter;
  HANDLE handle = nullptr;
  ~PlainThread() {
    if (handle) CloseHandle(handle);
  }
};

DWORD WINAPI run_plain_thread(LPVOID argument) {
  const std::unique_ptr<PlainThread> plain(static_cast<PlainThread*>(argument));
  plain->routine(plain->parameter);
  return 0;
}

}  // namespace

extern "C" {

uintptr_t _beginthreadex(void*, unsigned stack_size, unsigned (*start_address)(void*),
                         void* arglist, unsigned initflag, unsigned* thrdaddr) {
  return reinterpret_cast<uintptr_t>(
      CreateThread(nullptr, stack_size, start_address, arglist, initflag, thrdaddr));
}

void _endthreadex(unsigned retval) {
  ExitThread(retval);
}

// Started suspended, so that the thread finds its handle in place.
uintptr_t _beginthread(void (*start_address)(void*), unsigned stack_size, void* arglist) {
  constexpr auto k_failed = static_cast<uintptr_t>(-1);
  if (!start_address) return capi::fail(ERROR_INVALID_PARAMETER, k_failed);
  std::unique_ptr<PlainThread> plain(new (std::nothrow) PlainThread{start_address, arglist});
  if (!plain) return capi::fail(ERROR_NOT_ENOUGH_MEMORY, k_failed);
  HANDLE handle =
      CreateThread(nullptr, stack_size, &run_plain_thread, plain.get(), CREATE_SUSPENDED, nullptr);
  if (!handle) return k_failed;
  plain.release()->handle = handle;
  ResumeThread(handle);
  return reinterpret_cast<uintptr_t>(handle);
}

void _endthread(void) {
  ExitThread(0);
}

}  // extern "C"

// Milliseconds since the system started.
#include <farcall/sdk/sysinfoapi.h>

#include <chrono>

extern "C" {

ULONGLONG WINAPI GetTickCount64(void) {
  const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<ULONGLONG>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since_boot).count());
}

DWORD WINAPI GetTickCount(void) {
  return static_cast<DWORD>(GetTickCount64());
}

}  // extern "C"

// Critical sections: a recursive lock inside the program's own structure, no object and no handle.
//
// LockCount is the futex word: 0 free, 1 taken, 2 taken and somebody may sleep. The owner is known
// by the address of a thread-local byte, which costs nothing to make.
#include <farcall/sdk/synchapi.h>

#include "base/sync/futex.h"

using namespace farcall;

namespace {

constexpr int32_t k_free = 0, k_taken = 1, k_contended = 2;

thread_local constinit char t_identity = 0;

sync::FutexWord& word_of(CRITICAL_SECTION& section) {
  static_assert(sizeof(section.LockCount) == sizeof(sync::FutexWord));
  return reinterpret_cast<sync::FutexWord&>(section.LockCount);
}

bool owned_by_caller(const CRITICAL_SECTION& section) {
  return __atomic_load_n(&section.OwningThread, __ATOMIC_RELAXED) == &t_identity;
}

void set_owner(CRITICAL_SECTION& section, HANDLE owner) {
  __atomic_store_n(&section.OwningThread, owner, __ATOMIC_RELAXED);
}

bool try_take(CRITICAL_SECTION& section) {
  int32_t expected = k_free;
  return word_of(section).compare_exchange_strong(expected, k_taken, std::memory_order_acquire);
}

void take(CRITICAL_SECTION& section) {
  if (try_take(section)) return;
  sync::FutexWord& word = word_of(section);
  while (word.exchange(k_contended, std::memory_order_acquire) != k_free)
    sync::futex_wait(word, k_contended, sync::k_never);
}

}  // namespace

extern "C" {

void WINAPI InitializeCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
  *lpCriticalSection = {};
}

BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION lpCriticalSection,
                                                  DWORD dwSpinCount) {
  *lpCriticalSection = {};
  lpCriticalSection->SpinCount = dwSpinCount;  // accepted; the lock sleeps at once
  return TRUE;
}

void WINAPI EnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
  CRITICAL_SECTION& section = *lpCriticalSection;
  if (!owned_by_caller(section)) {
    take(section);
    set_owner(section, &t_identity);
  }
  ++section.RecursionCount;
}

BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
  CRITICAL_SECTION& section = *lpCriticalSection;
  if (!owned_by_caller(section)) {
    if (!try_take(section)) return FALSE;
    set_owner(section, &t_identity);
  }
  ++section.RecursionCount;
  return TRUE;
}

// Leaving a section that the caller does not own is the program's error and changes nothing.
void WINAPI LeaveCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
  CRITICAL_SECTION& section = *lpCriticalSection;
  if (!owned_by_caller(section) || --section.RecursionCount > 0) return;
  set_owner(section, nullptr);
  sync::FutexWord& word = word_of(section);
  if (word.exchange(k_free, std::memory_order_release) == k_contended) sync::futex_wake(&word, 1);
}

void WINAPI DeleteCriticalSection(LPCRITICAL_SECTION lpCriticalSection) {
  *lpCriticalSection = {};
}

}  // extern "C"

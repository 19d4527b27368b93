// Events, and the descriptor of an event for poll().
#include <farcall/farcall.h>
#include <farcall/sdk/synchapi.h>

#include <cerrno>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

template <class Character>
HANDLE create_event(BOOL manual_reset, BOOL signalled, const Character* name) {
  if (!capi::is_unnamed(name)) return nullptr;
  return capi::open_handle(sync::make_object<sync::Event>(
      manual_reset ? sync::Reset::manual : sync::Reset::automatic, signalled != FALSE));
}

BOOL on_event(HANDLE handle, void (sync::Event::*action)()) {
  const auto event = capi::object_from<sync::Event>(handle);
  if (!event) return FALSE;
  (event.get()->*action)();
  return TRUE;
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES, BOOL bManualReset, BOOL bInitialState,
                           LPCSTR lpName) {
  return create_event(bManualReset, bInitialState, lpName);
}

HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES, BOOL bManualReset, BOOL bInitialState,
                           LPCWSTR lpName) {
  return create_event(bManualReset, bInitialState, lpName);
}

BOOL WINAPI SetEvent(HANDLE hEvent) {
  return on_event(hEvent, &sync::Event::set);
}

BOOL WINAPI ResetEvent(HANDLE hEvent) {
  return on_event(hEvent, &sync::Event::reset);
}

BOOL WINAPI PulseEvent(HANDLE hEvent) {
  return on_event(hEvent, &sync::Event::pulse);
}

int FarcallEventGetFd(void* event_handle) {
  const auto event = capi::object_from<sync::Event>(event_handle);
  if (!event) return -1;
  const int descriptor = event->descriptor();
  if (descriptor >= 0) return descriptor;
  const bool table_full = errno == EMFILE || errno == ENFILE;
  return capi::fail(table_full ? ERROR_TOO_MANY_OPEN_FILES : ERROR_NOT_ENOUGH_MEMORY, -1);
}

}  // extern "C"

// I/O completion ports without files.
#include "base/sync/completion_port.h"

#include <farcall/sdk/ioapiset.h>
#include <farcall/sdk/synchapi.h>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

// The last error of a wait that gave no packet.
DWORD error_of(sync::WaitEnd end) {
  switch (end) {
    case sync::WaitEnd::timed_out:
      return WAIT_TIMEOUT;
    case sync::WaitEnd::apc:
      return WAIT_IO_COMPLETION;
    case sync::WaitEnd::abandoned:
      return ERROR_ABANDONED_WAIT_0;
    default:
      return ERROR_NOT_ENOUGH_MEMORY;
  }
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateIoCompletionPort(HANDLE FileHandle, HANDLE ExistingCompletionPort, ULONG_PTR,
                                     DWORD) {
  if (FileHandle != INVALID_HANDLE_VALUE) return capi::fail(ERROR_NOT_SUPPORTED, HANDLE{});
  if (ExistingCompletionPort) return capi::fail(ERROR_INVALID_PARAMETER, HANDLE{});
  return capi::open_handle(sync::make_object<sync::CompletionPort>());
}

BOOL WINAPI GetQueuedCompletionStatus(HANDLE CompletionPort, LPDWORD lpNumberOfBytesTransferred,
                                      PULONG_PTR lpCompletionKey, LPOVERLAPPED* lpOverlapped,
                                      DWORD dwMilliseconds) {
  if (!lpNumberOfBytesTransferred || !lpCompletionKey || !lpOverlapped)
    return capi::fail(ERROR_INVALID_PARAMETER, FALSE);
  *lpOverlapped = nullptr;  // how a caller tells that no packet came
  const auto port = capi::object_from<sync::CompletionPort>(CompletionPort);
  if (!port) return FALSE;
  sync::CompletionPacket packet;
  const sync::WaitEnd end = port->get(packet, capi::deadline_after(dwMilliseconds));
  if (end != sync::WaitEnd::signalled) return capi::fail(error_of(end), FALSE);
  *lpNumberOfBytesTransferred = packet.bytes;
  *lpCompletionKey = packet.key;
  *lpOverlapped = static_cast<LPOVERLAPPED>(packet.overlapped);
  return TRUE;
}

BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE CompletionPort,
                                        LPOVERLAPPED_ENTRY lpCompletionPortEntries, ULONG ulCount,
                                        PULONG ulNumEntriesRemoved, DWORD dwMilliseconds,
                                        BOOL fAlertable) {
  if (!lpCompletionPortEntries || ulCount == 0 || !ulNumEntriesRemoved)
    return capi::fail(ERROR_INVALID_PARAMETER, FALSE);
  *ulNumEntriesRemoved = 0;
  const auto port = capi::object_from<sync::CompletionPort>(CompletionPort);
  if (!port) return FALSE;
  sync::CompletionPacket packet;
  sync::WaitEnd end = port->get(packet, capi::deadline_after(dwMilliseconds), fAlertable != FALSE);
  if (end != sync::WaitEnd::signalled) return capi::fail(error_of(end), FALSE);
  ULONG taken = 0;
  while (end == sync::WaitEnd::signalled) {
    lpCompletionPortEntries[taken++] = {packet.key, static_cast<LPOVERLAPPED>(packet.overlapped), 0,
                                        packet.bytes};
    if (taken == ulCount) break;
    end = port->get(packet, sync::k_poll);
  }
  *ulNumEntriesRemoved = taken;
  return TRUE;
}

BOOL WINAPI PostQueuedCompletionStatus(HANDLE CompletionPort, DWORD dwNumberOfBytesTransferred,
                                       ULONG_PTR dwCompletionKey, LPOVERLAPPED lpOverlapped) {
  const auto port = capi::object_from<sync::CompletionPort>(CompletionPort);
  if (!port) return FALSE;
  if (port->post({dwNumberOfBytesTransferred, dwCompletionKey, lpOverlapped})) return TRUE;
  return capi::fail(ERROR_NOT_ENOUGH_MEMORY, FALSE);
}

}  // extern "C"

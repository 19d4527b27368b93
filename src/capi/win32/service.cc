// The functions of winsvc.h: services of this program, and the database that is not there.
#include <farcall/sdk/processenv.h>
#include <farcall/sdk/shellapi.h>
#include <farcall/sdk/winsvc.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "capi/text.h"
#include "capi/win32/service_dispatcher.h"
#include "capi/win32/service_manager.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

std::string narrow(const char* text) {
  return text ? std::string(text) : std::string();
}
std::string narrow(const WCHAR* text) {
  return from_text(reinterpret_cast<const unsigned short*>(text));
}

void assign(std::string& out, const std::string& text) {
  out = text;
}
void assign(std::basic_string<WCHAR>& out, const std::string& text) {
  for (const char16_t unit : utf16_from_utf8(text)) out += static_cast<WCHAR>(unit);
}

// The words of the command line; the first is the program.
std::vector<std::string> command_words() {
  std::vector<std::string> words;
  int count = 0;
  LPWSTR* const list = CommandLineToArgvW(GetCommandLineW(), &count);
  for (int i = 0; list && i < count; ++i) words.push_back(narrow(list[i]));
  std::free(list);
  return words;
}

// The service's name and the words behind the program's: what ServiceMain gets, which may write to them.
template <class Unit, class Main>
void call_main(Main main, const std::string& name) {
  std::vector<std::string> words = command_words();
  if (words.empty()) words.emplace_back();
  words.front() = name;
  std::vector<std::basic_string<Unit>> own(words.size());
  std::vector<Unit*> list;
  for (size_t i = 0; i < words.size(); ++i) {
    assign(own[i], words[i]);
    list.push_back(own[i].data());
  }
  list.push_back(nullptr);
  main(static_cast<DWORD>(words.size()), list.data());
}

template <class Unit, class Table>
BOOL run(const Table* table) {
  if (!table || !table->lpServiceProc) return fail(ERROR_INVALID_DATA, FALSE);
  if (!has_service_manager()) return fail(ERROR_FAILED_SERVICE_CONTROLLER_CONNECT, FALSE);
  std::vector<ServiceDispatcher::Entry> entries;
  for (; table->lpServiceProc; ++table) {
    if (!table->lpServiceName) return fail(ERROR_INVALID_DATA, FALSE);
    const std::string name = narrow(table->lpServiceName);
    entries.push_back({name, [name, main = table->lpServiceProc] { call_main<Unit>(main, name); }});
  }
  const DWORD error = ServiceDispatcher::get().run(std::move(entries));
  return error ? fail(error, FALSE) : TRUE;
}

template <class Unit>
SERVICE_STATUS_HANDLE set_handler(const Unit* name, ServiceDispatcher::Handler handler) {
  if (!name || !handler) return fail(ERROR_INVALID_PARAMETER, SERVICE_STATUS_HANDLE{});
  const SERVICE_STATUS_HANDLE handle =
      ServiceDispatcher::get().set_handler(narrow(name), std::move(handler));
  return handle ? handle : fail(ERROR_SERVICE_NOT_IN_EXE, handle);
}

template <class Unit>
SERVICE_STATUS_HANDLE set_handler(const Unit* name, LPHANDLER_FUNCTION handler) {
  if (!handler) return fail(ERROR_INVALID_PARAMETER, SERVICE_STATUS_HANDLE{});
  return set_handler(name, ServiceDispatcher::Handler(handler));
}
template <class Unit>
SERVICE_STATUS_HANDLE set_handler(const Unit* name, LPHANDLER_FUNCTION_EX handler, LPVOID context) {
  if (!handler) return fail(ERROR_INVALID_PARAMETER, SERVICE_STATUS_HANDLE{});
  return set_handler(name, ServiceDispatcher::Handler([handler, context](DWORD control) {
                       (void)handler(control, 0, nullptr, context);
                     }));
}

SC_HANDLE no_database() {
  return fail(ERROR_DATABASE_DOES_NOT_EXIST, SC_HANDLE{});
}
SC_HANDLE no_handle() {
  return fail(ERROR_INVALID_HANDLE, SC_HANDLE{});
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

BOOL WINAPI StartServiceCtrlDispatcherA(const SERVICE_TABLE_ENTRYA* lpServiceStartTable) {
  return capi::run<char>(lpServiceStartTable);
}
BOOL WINAPI StartServiceCtrlDispatcherW(const SERVICE_TABLE_ENTRYW* lpServiceStartTable) {
  return capi::run<WCHAR>(lpServiceStartTable);
}

SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerA(LPCSTR lpServiceName,
                                                         LPHANDLER_FUNCTION lpHandlerProc) {
  return capi::set_handler(lpServiceName, lpHandlerProc);
}
SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerW(LPCWSTR lpServiceName,
                                                         LPHANDLER_FUNCTION lpHandlerProc) {
  return capi::set_handler(lpServiceName, lpHandlerProc);
}
SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerExA(LPCSTR lpServiceName,
                                                           LPHANDLER_FUNCTION_EX lpHandlerProc,
                                                           LPVOID lpContext) {
  return capi::set_handler(lpServiceName, lpHandlerProc, lpContext);
}
SERVICE_STATUS_HANDLE WINAPI RegisterServiceCtrlHandlerExW(LPCWSTR lpServiceName,
                                                           LPHANDLER_FUNCTION_EX lpHandlerProc,
                                                           LPVOID lpContext) {
  return capi::set_handler(lpServiceName, lpHandlerProc, lpContext);
}

BOOL WINAPI SetServiceStatus(SERVICE_STATUS_HANDLE hServiceStatus,
                             LPSERVICE_STATUS lpServiceStatus) {
  if (!lpServiceStatus) return capi::fail(ERROR_INVALID_DATA, FALSE);
  const DWORD error = capi::ServiceDispatcher::get().set_status(hServiceStatus, *lpServiceStatus);
  return error ? capi::fail(error, FALSE) : TRUE;
}

SC_HANDLE WINAPI OpenSCManagerA(LPCSTR, LPCSTR, DWORD) {
  return capi::no_database();
}
SC_HANDLE WINAPI OpenSCManagerW(LPCWSTR, LPCWSTR, DWORD) {
  return capi::no_database();
}
SC_HANDLE WINAPI CreateServiceA(SC_HANDLE, LPCSTR, LPCSTR, DWORD, DWORD, DWORD, DWORD, LPCSTR,
                                LPCSTR, LPDWORD, LPCSTR, LPCSTR, LPCSTR) {
  return capi::no_handle();
}
SC_HANDLE WINAPI CreateServiceW(SC_HANDLE, LPCWSTR, LPCWSTR, DWORD, DWORD, DWORD, DWORD, LPCWSTR,
                                LPCWSTR, LPDWORD, LPCWSTR, LPCWSTR, LPCWSTR) {
  return capi::no_handle();
}
SC_HANDLE WINAPI OpenServiceA(SC_HANDLE, LPCSTR, DWORD) {
  return capi::no_handle();
}
SC_HANDLE WINAPI OpenServiceW(SC_HANDLE, LPCWSTR, DWORD) {
  return capi::no_handle();
}
BOOL WINAPI ControlService(SC_HANDLE, DWORD, LPSERVICE_STATUS) {
  return capi::fail(ERROR_INVALID_HANDLE, FALSE);
}
BOOL WINAPI QueryServiceStatus(SC_HANDLE, LPSERVICE_STATUS) {
  return capi::fail(ERROR_INVALID_HANDLE, FALSE);
}
BOOL WINAPI DeleteService(SC_HANDLE) {
  return capi::fail(ERROR_INVALID_HANDLE, FALSE);
}
BOOL WINAPI CloseServiceHandle(SC_HANDLE) {
  return capi::fail(ERROR_INVALID_HANDLE, FALSE);
}

}  // extern "C"

/* A service under a service manager, which here is a socket of the test: what it is told, and its signals as controls. */
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <winsvc.h>

#include "check.h"

#define TEXT_IS(expected, text) CHECK(strcmp((expected), (text)) == 0)

static char g_path[] = "/tmp/farcall-notify-XXXXXX";
static int g_manager = -1;
static HANDLE g_stop, g_changed;
static SERVICE_STATUS_HANDLE g_handle;
static SERVICE_STATUS g_status;
static int g_context;

static void listen_as_manager(void) {
  struct sockaddr_un address;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  CHECK(mkdtemp(g_path) != NULL);
  strcpy(address.sun_path, g_path);
  strcat(address.sun_path, "/notify");
  g_manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  CHECK(g_manager >= 0);
  CHECK(bind(g_manager, (const struct sockaddr*)&address, sizeof address) == 0);
  setenv("NOTIFY_SOCKET", address.sun_path, 1);
}

static void manager_is_told(const char* expected) {
  char text[200];
  const ssize_t size = recv(g_manager, text, sizeof text - 1, 0);
  CHECK(size >= 0);
  text[size] = '\0';
  TEXT_IS(expected, text);
}

static void report(DWORD state, DWORD accepted, DWORD hint) {
  g_status.dwCurrentState = state;
  g_status.dwControlsAccepted = accepted;
  g_status.dwWaitHint = hint;
  CHECK(SetServiceStatus(g_handle, &g_status));
}

static DWORD WINAPI on_control(DWORD control, DWORD type, LPVOID data, LPVOID context) {
  CHECK(type == 0 && data == NULL && context == &g_context);
  if (control == SERVICE_CONTROL_PARAMCHANGE) SetEvent(g_changed);
  if (control == SERVICE_CONTROL_STOP) {
    report(SERVICE_STOP_PENDING, 0, 2000);
    SetEvent(g_stop);
  }
  return NO_ERROR;
}

static void WINAPI service_main(DWORD count, LPSTR* words) {
  CHECK(count == 1);
  TEXT_IS("Sample", words[0]);
  CHECK(words[1] == NULL);
  CHECK(RegisterServiceCtrlHandlerA(NULL, NULL) == NULL &&
        GetLastError() == ERROR_INVALID_PARAMETER);
  g_handle = RegisterServiceCtrlHandlerExA("Sample", on_control, &g_context);
  CHECK(g_handle != NULL);
  g_status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
  report(SERVICE_START_PENDING, 0, 3000);
  kill(getpid(), SIGTERM); /* which waits until it is accepted */
  CHECK(WaitForSingleObject(g_stop, 50) == WAIT_TIMEOUT);
  report(SERVICE_RUNNING, SERVICE_ACCEPT_PARAMCHANGE, 0);
  kill(getpid(), SIGHUP);
  CHECK(WaitForSingleObject(g_changed, 20000) == WAIT_OBJECT_0);
  report(SERVICE_RUNNING, SERVICE_ACCEPT_STOP, 0);
  CHECK(WaitForSingleObject(g_stop, 20000) == WAIT_OBJECT_0);
  report(SERVICE_STOPPED, 0, 0);
}

static const SERVICE_TABLE_ENTRYA k_table[] = {{(LPSTR) "Sample", service_main}, {NULL, NULL}};

TEST(without_a_service_manager_there_are_no_services) {
  const SERVICE_TABLE_ENTRYA none[] = {{NULL, NULL}};
  unsetenv("NOTIFY_SOCKET");
  unsetenv("INVOCATION_ID");
  CHECK(!StartServiceCtrlDispatcherA(k_table));
  CHECK(GetLastError() == ERROR_FAILED_SERVICE_CONTROLLER_CONNECT);
  CHECK(!StartServiceCtrlDispatcherA(none) && GetLastError() == ERROR_INVALID_DATA);
  CHECK(RegisterServiceCtrlHandlerExA("Sample", on_control, NULL) == NULL);
  CHECK(GetLastError() == ERROR_SERVICE_NOT_IN_EXE);
  CHECK(!SetServiceStatus(NULL, &g_status) && GetLastError() == ERROR_INVALID_DATA);
  g_status.dwCurrentState = SERVICE_RUNNING;
  CHECK(!SetServiceStatus(NULL, &g_status) && GetLastError() == ERROR_INVALID_HANDLE);
}

TEST(a_service_starts_changes_and_stops) {
  g_stop = CreateEventA(NULL, TRUE, FALSE, NULL);
  g_changed = CreateEventA(NULL, TRUE, FALSE, NULL);
  listen_as_manager();
  CHECK(StartServiceCtrlDispatcherA(k_table));
  manager_is_told("EXTEND_TIMEOUT_USEC=3000000\n");
  manager_is_told("READY=1\n");
  manager_is_told("READY=1\n");
  manager_is_told("STOPPING=1\nEXTEND_TIMEOUT_USEC=2000000\n");
  manager_is_told("STOPPING=1\n");
  CHECK(!StartServiceCtrlDispatcherA(k_table) && GetLastError() == ERROR_SERVICE_ALREADY_RUNNING);
  unlink(getenv("NOTIFY_SOCKET"));
  rmdir(g_path);
}

TEST(there_is_no_database_of_services) {
  SERVICE_STATUS status;
  CHECK(OpenSCManagerA(NULL, NULL, SC_MANAGER_ALL_ACCESS) == NULL);
  CHECK(GetLastError() == ERROR_DATABASE_DOES_NOT_EXIST);
  CHECK(OpenServiceA(NULL, "Sample", SERVICE_ALL_ACCESS) == NULL);
  CHECK(GetLastError() == ERROR_INVALID_HANDLE);
  CHECK(!QueryServiceStatus(NULL, &status) && !CloseServiceHandle(NULL));
}

static BOOL WINAPI never(DWORD event) {
  (void)event;
  return FALSE;
}
static volatile DWORD g_event = 99;
static BOOL WINAPI on_interrupt(DWORD event) {
  g_event = event;
  SetEvent(g_stop);
  return TRUE;
}

TEST(the_keyboard_interrupts) {
  ResetEvent(g_stop);
  CHECK(!SetConsoleCtrlHandler(never, FALSE) && GetLastError() == ERROR_INVALID_PARAMETER);
  CHECK(SetConsoleCtrlHandler(on_interrupt, TRUE));
  CHECK(SetConsoleCtrlHandler(never, TRUE)); /* asked first */
  kill(getpid(), SIGINT);
  CHECK(WaitForSingleObject(g_stop, 20000) == WAIT_OBJECT_0 && g_event == CTRL_C_EVENT);
  ResetEvent(g_stop);
  kill(getpid(), SIGQUIT);
  CHECK(WaitForSingleObject(g_stop, 20000) == WAIT_OBJECT_0 && g_event == CTRL_BREAK_EVENT);
  CHECK(SetConsoleCtrlHandler(never, FALSE) && SetConsoleCtrlHandler(on_interrupt, FALSE));
  CHECK(SetConsoleCtrlHandler(NULL, TRUE));
  kill(getpid(), SIGINT); /* ignored */
}

TEST(errors_have_texts) {
  char text[100];
  char* own = NULL;
  const DWORD from_system = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  CHECK(FormatMessageA(from_system, NULL, ERROR_ACCESS_DENIED, LANG_NEUTRAL, text, 100, NULL) ==
        19);
  TEXT_IS("Access is denied.\r\n", text);
  CHECK(FormatMessageA(from_system | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL,
                       ERROR_DATABASE_DOES_NOT_EXIST, LANG_NEUTRAL, (LPSTR)&own, 0, NULL) > 20);
  CHECK(strstr(own, "systemctl") != NULL);
  LocalFree(own);
  CHECK(FormatMessageA(from_system, NULL, 5, 0, text, 19, NULL) == 0 &&
        GetLastError() == ERROR_INSUFFICIENT_BUFFER);
  CHECK(FormatMessageA(from_system, NULL, 999999, 0, text, 100, NULL) == 0 &&
        GetLastError() == ERROR_MR_MID_NOT_FOUND);
  CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "x", 5, 0, text, 100, NULL) == 0 &&
        GetLastError() == ERROR_NOT_SUPPORTED);
}

TEST(the_program_has_a_file) {
  char path[4096];
  WCHAR wide[4096];
  const DWORD length = GetModuleFileNameA(NULL, path, sizeof path);
  CHECK(length == strlen(path) && strstr(path, "service_test") != NULL);
  CHECK(GetModuleFileNameW(NULL, wide, 4096) == length && wide[0] == '/');
  CHECK(GetModuleFileNameA(NULL, path, 4) == 4 && GetLastError() == ERROR_INSUFFICIENT_BUFFER);
  CHECK(strlen(path) == 3);
  CHECK(GetModuleFileNameA((HMODULE)path, path, 4) == 0 && GetLastError() == ERROR_MOD_NOT_FOUND);
}

TEST(events_are_logged) {
  LPCSTR strings[] = {"one", "two"};
  HANDLE source = RegisterEventSourceA(NULL, "farcall service test");
  CHECK(source != NULL);
  CHECK(ReportEventA(source, EVENTLOG_INFORMATION_TYPE, 0, 7, NULL, 2, 0, strings, NULL));
  CHECK(DeregisterEventSource(source));
  CHECK(!ReportEventA(source, EVENTLOG_ERROR_TYPE, 0, 7, NULL, 2, 0, strings, NULL));
  CHECK(GetLastError() == ERROR_INVALID_HANDLE && !DeregisterEventSource(source));
  CHECK(RegisterEventSourceA("elsewhere", "x") == NULL && RegisterEventSourceA(NULL, NULL) == NULL);
}

int main(void) {
  RUN(without_a_service_manager_there_are_no_services);
  RUN(a_service_starts_changes_and_stops);
  RUN(there_is_no_database_of_services);
  RUN(the_keyboard_interrupts);
  RUN(errors_have_texts);
  RUN(the_program_has_a_file);
  RUN(events_are_logged);
  return 0;
}

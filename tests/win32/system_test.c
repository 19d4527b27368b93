/* What a program asks of its computer: the time, its command line, its environment, names in a directory. */
#include <dsgetdc.h>
#include <lm.h>
#include <ntdsapi.h>
#include <security.h>
#include <shellapi.h>
#include <string.h>
#include <time.h>

#include "check.h"

TEST(the_time_is_now) {
  SYSTEMTIME calendar;
  FILETIME file;
  LARGE_INTEGER before, after, frequency;
  const long long seconds = (long long)time(NULL);
  GetSystemTime(&calendar);
  CHECK(calendar.wYear >= 2024 && calendar.wMonth >= 1 && calendar.wMonth <= 12 &&
        calendar.wMilliseconds < 1000);
  GetLocalTime(&calendar);
  CHECK(calendar.wDay >= 1 && calendar.wDay <= 31 && calendar.wDayOfWeek < 7);
  GetSystemTimeAsFileTime(&file);
  const unsigned long long ticks =
      (unsigned long long)file.dwHighDateTime << 32 | file.dwLowDateTime;
  const long long since_1970 = (long long)(ticks / 10000000u) - 11644473600LL;
  CHECK(since_1970 >= seconds && since_1970 < seconds + 60);
  CHECK(QueryPerformanceFrequency(&frequency) && frequency.QuadPart > 0);
  CHECK(QueryPerformanceCounter(&before) && QueryPerformanceCounter(&after) &&
        after.QuadPart >= before.QuadPart);
}

static int is(const WCHAR* wide, const char* narrow) {
  while (*narrow && *wide == (WCHAR)*narrow) ++wide, ++narrow;
  return *wide == (WCHAR)*narrow;
}

static LPWSTR* words_of(const char* line, int* count) {
  WCHAR wide[200];
  CHECK(MultiByteToWideChar(CP_UTF8, 0, line, -1, wide, 200) > 0);
  return CommandLineToArgvW(wide, count);
}

TEST(a_command_line_is_taken_apart_as_windows_does) {
  int count = 0;
  LPWSTR* words = words_of("prog \"two words\" a\\\\b \"q\\\"q\" \\\\\\\"x \"\"  last", &count);
  CHECK(words && count == 7);
  CHECK(is(words[0], "prog") && is(words[1], "two words") && is(words[2], "a\\\\b") &&
        is(words[3], "q\"q"));
  CHECK(is(words[4], "\\\"x") && is(words[5], "") && is(words[6], "last") && words[7] == NULL);
  LocalFree(words);
  CHECK_FAILS(CommandLineToArgvW(NULL, &count), NULL, ERROR_INVALID_PARAMETER);
}

TEST(the_own_command_line_gives_the_own_words) {
  int count = 0;
  LPWSTR* words = CommandLineToArgvW(GetCommandLineW(), &count);
  CHECK(words && count == 1 && strstr(GetCommandLineA(), "system_test") != NULL);
  LocalFree(words);
}

TEST(the_environment_is_one_block) {
  LPSTR block;
  const char* each;
  int found = 0;
  setenv("FARCALL_TEST_NAME", "value", 1);
  block = GetEnvironmentStringsA();
  for (each = block; *each; each += strlen(each) + 1)
    found |= strcmp(each, "FARCALL_TEST_NAME=value") == 0;
  CHECK(found && FreeEnvironmentStringsA(block));
}

TEST(service_principal_names_are_made_of_the_host_name) {
  char computer[MAX_COMPUTERNAME_LENGTH + 1];
  char expected[64];
  DWORD size = sizeof computer;
  DWORD count = 0;
  LPSTR* names = NULL;
  const char* hosts[] = {"a.example", "b.example"};
  const USHORT ports[] = {0, 88};
  CHECK(GetComputerNameA(computer, &size) && size == strlen(computer));
  CHECK(DsGetSpnA(DS_SPN_NB_HOST, "hello", NULL, 0, 0, NULL, NULL, &count, &names) ==
        ERROR_SUCCESS);
  snprintf(expected, sizeof expected, "hello/%s", computer);
  CHECK(count == 1 && strcmp(names[0], expected) == 0);
  DsFreeSpnArrayA(count, names);
  CHECK(DsGetSpnA(DS_SPN_SERVICE, "ldap", "example.com", 0, 2, hosts, ports, &count, &names) ==
        ERROR_SUCCESS);
  CHECK(count == 2 && strcmp(names[0], "ldap/a.example/example.com") == 0);
  CHECK(strcmp(names[1], "ldap/b.example:88/example.com") == 0);
  DsFreeSpnArrayA(count, names);
  CHECK(DsGetSpnA(DS_SPN_DOMAIN, "x", NULL, 0, 0, NULL, NULL, &count, &names) ==
        ERROR_NO_SUCH_DOMAIN);
  CHECK(DsGetSpnA(DS_SPN_NB_HOST, "", NULL, 0, 0, NULL, NULL, &count, &names) ==
        ERROR_INVALID_PARAMETER);
}

TEST(a_directory_that_is_not_there_says_so) {
  PDOMAIN_CONTROLLER_INFO info = (PDOMAIN_CONTROLLER_INFO)&info;
  HANDLE directory = &info;
  char name[64];
  ULONG size = sizeof name;
  DWORD small = 1;
  void* memory = NULL;
  CHECK_FAILS(DsGetDcNameA(NULL, NULL, NULL, NULL, DS_RETURN_DNS_NAME, &info), ERROR_NO_SUCH_DOMAIN,
              ERROR_NO_SUCH_DOMAIN);
  CHECK(info == NULL && DsBindA(NULL, "x", &directory) == ERROR_NO_SUCH_DOMAIN &&
        directory == NULL);
  CHECK(DsUnBindA(&directory) == ERROR_INVALID_HANDLE);
  CHECK(DsWriteAccountSpnA(NULL, DS_SPN_ADD_SPN_OP, "x", 0, NULL) == ERROR_INVALID_HANDLE);
  CHECK_FAILS(GetComputerObjectNameA(NameFullyQualifiedDN, name, &size), FALSE,
              ERROR_CANT_ACCESS_DOMAIN_INFO);
  CHECK_FAILS(GetComputerNameA(name, &small), FALSE, ERROR_BUFFER_OVERFLOW);
  CHECK(small > 1);
  CHECK(NetApiBufferAllocate(10, &memory) == NERR_Success && memory &&
        NetApiBufferFree(memory) == NERR_Success);
}

int main(void) {
  RUN(the_time_is_now);
  RUN(a_command_line_is_taken_apart_as_windows_does);
  RUN(the_own_command_line_gives_the_own_words);
  RUN(the_environment_is_one_block);
  RUN(service_principal_names_are_made_of_the_host_name);
  RUN(a_directory_that_is_not_there_says_so);
  return 0;
}

// The calendar, and a clock for measuring.
#include <farcall/sdk/sysinfoapi.h>

#include <ctime>

namespace {

constexpr long long k_ticks_per_second = 10'000'000;         // of 100 ns
constexpr long long k_seconds_before_1970 = 11'644'473'600;  // since 1601

timespec now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return time;
}

void fill(const tm& from, long nanoseconds, SYSTEMTIME& out) {
  out.wYear = static_cast<WORD>(from.tm_year + 1900);
  out.wMonth = static_cast<WORD>(from.tm_mon + 1);
  out.wDayOfWeek = static_cast<WORD>(from.tm_wday);
  out.wDay = static_cast<WORD>(from.tm_mday);
  out.wHour = static_cast<WORD>(from.tm_hour);
  out.wMinute = static_cast<WORD>(from.tm_min);
  out.wSecond = static_cast<WORD>(from.tm_sec);
  out.wMilliseconds = static_cast<WORD>(nanoseconds / 1'000'000);
}

}  // namespace

extern "C" {

void WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime) {
  const timespec time = now(CLOCK_REALTIME);
  tm parts{};
  gmtime_r(&time.tv_sec, &parts);
  fill(parts, time.tv_nsec, *lpSystemTime);
}

void WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime) {
  const timespec time = now(CLOCK_REALTIME);
  tm parts{};
  localtime_r(&time.tv_sec, &parts);
  fill(parts, time.tv_nsec, *lpSystemTime);
}

void WINAPI GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime) {
  const timespec time = now(CLOCK_REALTIME);
  const auto ticks = static_cast<unsigned long long>(
      (time.tv_sec + k_seconds_before_1970) * k_ticks_per_second + time.tv_nsec / 100);
  lpSystemTimeAsFileTime->dwLowDateTime = static_cast<DWORD>(ticks);
  lpSystemTimeAsFileTime->dwHighDateTime = static_cast<DWORD>(ticks >> 32);
}

BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER* lpPerformanceCount) {
  const timespec time = now(CLOCK_MONOTONIC);
  lpPerformanceCount->QuadPart = time.tv_sec * 1'000'000'000LL + time.tv_nsec;
  return TRUE;
}

BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER* lpFrequency) {
  lpFrequency->QuadPart = 1'000'000'000;
  return TRUE;
}

}  // extern "C"

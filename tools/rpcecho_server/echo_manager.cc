// The manager routines of rpcecho. Called on threads of the run-time; TestSleep answers from the alarm's thread.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "alarm_clock.h"
#include "rpcecho.h"

namespace {

AlarmClock& alarm_clock() {
  static AlarmClock clock;
  return clock;
}

size_t length(const WCHAR* text) {
  size_t units = 0;
  while (text[units] != 0) ++units;
  return units;
}

}  // namespace

extern "C" {

void AddOne(handle_t, unsigned long in_data, unsigned long* out_data) {
  *out_data = (in_data + 1) & UINT32_MAX;
}

void EchoData(handle_t, unsigned long len, unsigned char in_data[], unsigned char out_data[]) {
  if (len != 0) std::memcpy(out_data, in_data, len);
}

void SinkData(handle_t, unsigned long, unsigned char[]) {}

void SourceData(handle_t, unsigned long len, unsigned char data[]) {
  for (unsigned long i = 0; i < len; ++i) data[i] = static_cast<unsigned char>(i);
}

void TestCall(handle_t, WCHAR* s1, WCHAR** s2) {
  const size_t bytes = (length(s1) + 1) * sizeof(WCHAR);
  *s2 = static_cast<WCHAR*>(midl_user_allocate(bytes));
  if (!*s2) RpcRaiseException(RPC_S_OUT_OF_MEMORY);
  std::memcpy(*s2, s1, bytes);
}

// A level that there is not makes no answer: a union without an arm could not be told.
long TestCall2(handle_t, unsigned short level, echo_Info* info) {
  switch (level) {
    case 1:
      info->info1.v = 10;
      break;
    case 2:
      info->info2.v = 20;
      break;
    case 3:
      info->info3.v = 30;
      break;
    case 4:
      info->info4.v = 40;
      break;
    case 5:
      info->info5 = {50, 60};
      break;
    case 6:
      info->info6 = {70, {80}};
      break;
    case 7:
      info->info7 = {80, {90}};
      break;
    default:
      RpcRaiseException(RPC_S_INVALID_TAG);
  }
  return 0;
}

void TestSleep(PRPC_ASYNC_STATE state, handle_t, unsigned long seconds) {
  alarm_clock().at(
      std::chrono::steady_clock::now() + std::chrono::seconds(seconds), [state, seconds] {
        unsigned long answer = seconds;
        RpcAsyncCompleteCall(state, &answer);  // a client that has gone is no concern of ours
      });
}

void TestEnum(handle_t, echo_Enum1*, echo_Enum2* foo2, echo_Enum3*) {
  foo2->e1 = ECHO_ENUM2;
}

// Makes the array twice as large, all zeros; midl_user_allocate below has left room for it.
void TestSurrounding(handle_t, echo_Surrounding* data) {
  data->x *= 2;
  std::memset(data->surrounding, 0, data->x * sizeof data->surrounding[0]);
}

unsigned short TestDoublePointer(handle_t, unsigned short*** data) {
  return *data && **data ? ***data : static_cast<unsigned short>(0);
}

// Twice what is asked for: TestSurrounding lets its structure grow in place.
void* __RPC_USER midl_user_allocate(size_t size) {
  return size > SIZE_MAX / 2 ? nullptr : std::malloc(2 * size);
}
void __RPC_USER midl_user_free(void* memory) {
  std::free(memory);
}

}  // extern "C"

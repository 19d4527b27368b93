// Extended error information: what a thread is told of an error beside its number (AR-063).
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "fixture.h"

namespace {

struct Record {
  ULONG status = 0;
  ULONG component = 0;
  ULONG process = 0;
  USHORT flags = 0;
  std::string computer;
  std::vector<std::string> texts;
  std::vector<long long> numbers;
};

std::string narrow(LPWSTR text) {
  std::string result;
  for (; text && *text; ++text) result.push_back(static_cast<char>(*text));
  return result;
}

std::vector<Record> records_of(RPC_ERROR_ENUM_HANDLE& handle) {
  std::vector<Record> found;
  RPC_EXTENDED_ERROR_INFO info{};
  info.Version = RPC_EEINFO_VERSION;
  while (RpcErrorGetNextRecord(&handle, FALSE, &info) == RPC_S_OK) {
    Record record{info.Status, info.GeneratingComponent,  info.ProcessID,
                  info.Flags,  narrow(info.ComputerName), {},
                  {}};
    for (int i = 0; i < info.NumberOfParameters; ++i) {
      const RPC_EE_INFO_PARAM& parameter = info.Parameters[i];
      if (parameter.ParameterType == eeptUnicodeString)
        record.texts.push_back(narrow(parameter.u.UnicodeString));
      if (parameter.ParameterType == eeptAnsiString)
        record.texts.emplace_back(parameter.u.AnsiString);
      if (parameter.ParameterType == eeptLongVal) record.numbers.push_back(parameter.u.LVal);
    }
    found.push_back(record);
    info = RPC_EXTENDED_ERROR_INFO{};
    info.Version = RPC_EEINFO_VERSION;
  }
  return found;
}

// The calling thread's.
std::vector<Record> errors() {
  RPC_ERROR_ENUM_HANDLE handle{};
  if (RpcErrorStartEnumeration(&handle) != RPC_S_OK) return {};
  std::vector<Record> found = records_of(handle);
  EXPECT_EQ(RpcErrorEndEnumeration(&handle), RPC_S_OK);
  return found;
}

RPC_EXTENDED_ERROR_INFO own_record(ULONG status) {
  RPC_EXTENDED_ERROR_INFO info{};
  info.Version = RPC_EEINFO_VERSION;
  info.Status = status;
  return info;
}

class ErrorInfoTest : public RulesTest {
 protected:
  void SetUp() override {
    RulesTest::SetUp();
    RpcErrorClearInformation();
  }
  static handle_t nobody() {
    handle_t handle = nullptr;
    char text[] = "ncacn_ip_tcp:127.0.0.1[1]";
    EXPECT_EQ(RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(text), &handle), RPC_S_OK);
    return handle;
  }
  static void expect_refused_connection(const std::vector<Record>& chain) {
    ASSERT_EQ(chain.size(), 2u);
    EXPECT_EQ(chain[0].status, static_cast<ULONG>(RPC_S_SERVER_UNAVAILABLE));
    EXPECT_EQ(chain[0].component, 2u);
    EXPECT_EQ(chain[0].process, static_cast<ULONG>(getpid()));
    EXPECT_FALSE(chain[0].computer.empty());
    EXPECT_EQ(chain[0].texts, std::vector<std::string>{"ncacn_ip_tcp:127.0.0.1[1]"});
    EXPECT_EQ(chain[1].status, 10061u) << "WSAECONNREFUSED";
    EXPECT_EQ(chain[1].component, 8u) << "Winsock";
    ASSERT_EQ(chain[1].texts.size(), 2u);
    EXPECT_NE(chain[1].texts[0].find("127.0.0.1"), std::string::npos);
    EXPECT_EQ(chain[1].texts[1], strerror(ECONNREFUSED));
    EXPECT_EQ(chain[1].numbers, std::vector<long long>{ECONNREFUSED});
  }
};

TEST_F(ErrorInfoTest, of_a_thread_without_errors_there_is_none) {
  RPC_ERROR_ENUM_HANDLE handle{};
  EXPECT_EQ(RpcErrorStartEnumeration(&handle), RPC_S_ENTRY_NOT_FOUND);
}

TEST_F(ErrorInfoTest, tells_why_a_server_is_unavailable_with_address_and_errno) {
  handle_t handle = nobody();
  EXPECT_EQ(raised_by([&] { Add(handle, 1, 2); }), RPC_S_SERVER_UNAVAILABLE);
  expect_refused_connection(errors());
  RpcBindingFree(&handle);
}

TEST_F(ErrorInfoTest, of_an_asynchronous_call_comes_to_the_thread_that_collects_it) {
  handle_t handle = nobody();
  Call call;
  ParkVoid(&call, handle, 1);
  EXPECT_TRUE(call.wait());
  std::thread([&] {
    EXPECT_EQ(RpcAsyncCompleteCall(&call, nullptr), RPC_S_SERVER_UNAVAILABLE);
    expect_refused_connection(errors());
  }).join();
  EXPECT_TRUE(errors().empty());
  RpcBindingFree(&handle);
}

TEST_F(ErrorInfoTest, of_an_asynchronous_call_is_that_of_a_synchronous_one) {
  handle_t handle = nobody();
  Call call;
  ParkVoid(&call, handle, 1);
  EXPECT_EQ(call.collect(), RPC_S_SERVER_UNAVAILABLE);
  expect_refused_connection(errors());
  RpcBindingFree(&handle);
}

TEST_F(ErrorInfoTest, stays_with_its_thread_until_it_is_cleared) {
  EXPECT_NE(raised_by([&] { Raise(binding, 4711); }), RPC_S_OK);
  std::thread([] { EXPECT_TRUE(errors().empty()); }).join();
  EXPECT_EQ(Add(binding, 1, 2), 3);
  EXPECT_FALSE(errors().empty());
  RpcErrorClearInformation();
  EXPECT_TRUE(errors().empty());
}

TEST_F(ErrorInfoTest, of_a_servers_exception_has_a_record_of_each_side) {
  EXPECT_EQ(raised_by([&] { Raise(binding, 4711); }), 4711);
  const std::vector<Record> chain = errors();
  ASSERT_EQ(chain.size(), 2u);
  for (const Record& each : chain) {
    EXPECT_EQ(each.status, 4711u);
    EXPECT_EQ(each.process, static_cast<ULONG>(getpid()));
  }
}

TEST_F(ErrorInfoTest, of_an_aborted_call_travels_too) {
  Call call;
  ParkVoid(&call, binding, 1);
  const ParkedCall parked = parking().take();
  std::thread([&] {
    RPC_EXTENDED_ERROR_INFO info = own_record(815);
    EXPECT_EQ(RpcErrorAddRecord(&info), RPC_S_OK);
    EXPECT_EQ(parked.abort(815), RPC_S_OK);
  }).join();
  EXPECT_EQ(call.collect(), 815);
  const std::vector<Record> chain = errors();
  ASSERT_EQ(chain.size(), 3u);
  EXPECT_EQ(chain[2].component, 1u) << "the application's own";
}

TEST_F(ErrorInfoTest, that_a_manager_adds_reaches_the_client) {
  parking().on_block([] {
    static unsigned short wide[] = {'w', 'i', 'd', 'e', 0};
    static char ansi[] = "ansi";
    RPC_EXTENDED_ERROR_INFO info = own_record(815);
    info.NumberOfParameters = 3;
    info.Parameters[0].ParameterType = eeptUnicodeString;
    info.Parameters[0].u.UnicodeString = reinterpret_cast<LPWSTR>(wide);
    info.Parameters[1].ParameterType = eeptAnsiString;
    info.Parameters[1].u.AnsiString = ansi;
    info.Parameters[2].ParameterType = eeptLongVal;
    info.Parameters[2].u.LVal = -3;
    EXPECT_EQ(RpcErrorAddRecord(&info), RPC_S_OK);
    RpcRaiseException(815);
  });
  EXPECT_EQ(raised_by([&] { Block(binding, 1); }), 815);
  const std::vector<Record> chain = errors();
  ASSERT_EQ(chain.size(), 3u);
  EXPECT_EQ(chain[2].status, 815u);
  EXPECT_EQ(chain[2].component, 1u);
  EXPECT_EQ(chain[2].texts, (std::vector<std::string>{"wide", "ansi"}));
  EXPECT_EQ(chain[2].numbers, std::vector<long long>{-3});
}

TEST_F(ErrorInfoTest, AR_063_the_same_code_raised_again_keeps_the_chain) {
  parking().on_block([] {
    handle_t handle = nobody();
    const RPC_STATUS status = raised_by([&] { Add(handle, 1, 2); });
    RpcBindingFree(&handle);
    RpcRaiseException(status);
  });
  EXPECT_EQ(raised_by([&] { Block(binding, 1); }), RPC_S_SERVER_UNAVAILABLE);
  const std::vector<Record> chain = errors();
  ASSERT_EQ(chain.size(), 4u) << "ours, the server's, its own call's, its socket's";
  EXPECT_EQ(chain[3].status, 10061u);
}

TEST_F(ErrorInfoTest, AR_063_another_code_starts_anew) {
  parking().on_block([] {
    handle_t handle = nobody();
    EXPECT_EQ(raised_by([&] { Add(handle, 1, 2); }), RPC_S_SERVER_UNAVAILABLE);
    RpcBindingFree(&handle);
    RpcRaiseException(815);
  });
  EXPECT_EQ(raised_by([&] { Block(binding, 1); }), 815);
  EXPECT_EQ(errors().size(), 2u);
}

TEST_F(ErrorInfoTest, of_one_call_does_not_come_to_the_next) {
  parking().on_block([] {
    RPC_EXTENDED_ERROR_INFO info = own_record(815);
    EXPECT_EQ(RpcErrorAddRecord(&info), RPC_S_OK);
  });
  parking().unblock(1);
  EXPECT_EQ(Block(binding, 1), 0);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(raised_by([&] { Raise(binding, 815); }), 815);
    EXPECT_EQ(errors().size(), 2u);
  }
}

TEST_F(ErrorInfoTest, of_an_unknown_interface_says_so) {
  ASSERT_EQ(RpcServerUnregisterIf(rules_v1_0_s_ifspec, nullptr, TRUE), RPC_S_OK);
  EXPECT_EQ(raised_by([&] { Add(binding, 1, 2); }), RPC_S_UNKNOWN_IF);
  const std::vector<Record> chain = errors();
  ASSERT_FALSE(chain.empty());
  EXPECT_EQ(chain[0].status, static_cast<ULONG>(RPC_S_UNKNOWN_IF));
  ASSERT_EQ(RpcServerRegisterIf(rules_v1_0_s_ifspec, nullptr, nullptr), RPC_S_OK);
}

TEST_F(ErrorInfoTest, an_enumeration_is_a_snapshot_that_starts_again) {
  RPC_EXTENDED_ERROR_INFO info = own_record(1);
  ASSERT_EQ(RpcErrorAddRecord(&info), RPC_S_OK);
  info = own_record(2);
  ASSERT_EQ(RpcErrorAddRecord(&info), RPC_S_OK);
  RPC_ERROR_ENUM_HANDLE handle{};
  ASSERT_EQ(RpcErrorStartEnumeration(&handle), RPC_S_OK);
  RpcErrorClearInformation();
  int count = 0;
  EXPECT_EQ(RpcErrorGetNumberOfRecords(&handle, &count), RPC_S_OK);
  EXPECT_EQ(count, 2);
  EXPECT_EQ(records_of(handle).size(), 2u);
  EXPECT_TRUE(records_of(handle).empty());
  EXPECT_EQ(RpcErrorGetNumberOfRecords(&handle, &count), RPC_S_OK);
  EXPECT_EQ(count, 2) << "all, not what is left";
  EXPECT_EQ(RpcErrorResetEnumeration(&handle), RPC_S_OK);
  const std::vector<Record> again = records_of(handle);
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].status, 2u) << "newest first";
  EXPECT_EQ(RpcErrorEndEnumeration(&handle), RPC_S_OK);
  EXPECT_EQ(RpcErrorEndEnumeration(&handle), RPC_S_INVALID_ARG);
}

TEST_F(ErrorInfoTest, is_saved_and_loaded) {
  RPC_EXTENDED_ERROR_INFO info = own_record(815);
  ASSERT_EQ(RpcErrorAddRecord(&info), RPC_S_OK);
  RPC_ERROR_ENUM_HANDLE handle{};
  ASSERT_EQ(RpcErrorStartEnumeration(&handle), RPC_S_OK);
  (void)records_of(handle);
  void* blob = nullptr;
  size_t size = 0;
  EXPECT_EQ(RpcErrorSaveErrorInfo(&handle, &blob, &size), RPC_S_OK);
  EXPECT_EQ(RpcErrorEndEnumeration(&handle), RPC_S_OK);
  ASSERT_EQ(RpcErrorLoadErrorInfo(blob, size, &handle), RPC_S_OK);
  const std::vector<Record> loaded = records_of(handle);
  ASSERT_EQ(loaded.size(), 1u);
  EXPECT_EQ(loaded[0].status, 815u);
  EXPECT_EQ(RpcErrorEndEnumeration(&handle), RPC_S_OK);
  EXPECT_EQ(RpcErrorLoadErrorInfo(blob, size - 9, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(RpcErrorLoadErrorInfo(nullptr, size, &handle), RPC_S_INVALID_ARG);
  free(blob);
}

TEST_F(ErrorInfoTest, gives_times_and_texts_as_they_are_asked_for) {
  static char ansi[] = "text";
  RPC_EXTENDED_ERROR_INFO info = own_record(815);
  info.NumberOfParameters = 1;
  info.Parameters[0].ParameterType = eeptAnsiString;
  info.Parameters[0].u.AnsiString = ansi;
  ASSERT_EQ(RpcErrorAddRecord(&info), RPC_S_OK);
  RPC_ERROR_ENUM_HANDLE handle{};
  ASSERT_EQ(RpcErrorStartEnumeration(&handle), RPC_S_OK);
  RPC_EXTENDED_ERROR_INFO first{};
  first.Version = RPC_EEINFO_VERSION;
  ASSERT_EQ(RpcErrorGetNextRecord(&handle, TRUE, &first), RPC_S_OK);
  EXPECT_GE(first.u.SystemTime.wYear, 2024);
  EXPECT_STREQ(first.Parameters[0].u.AnsiString, "text");
  ASSERT_EQ(RpcErrorResetEnumeration(&handle), RPC_S_OK);
  RPC_EXTENDED_ERROR_INFO second{};
  second.Version = RPC_EEINFO_VERSION;
  second.Flags = EEInfoUseFileTime;
  ASSERT_EQ(RpcErrorGetNextRecord(&handle, FALSE, &second), RPC_S_OK);
  EXPECT_EQ(second.Flags, EEInfoUseFileTime);
  EXPECT_GT(second.u.FileTime.dwHighDateTime, 0x01d00000u) << "after 2014";
  EXPECT_EQ(RpcErrorEndEnumeration(&handle), RPC_S_OK);
  EXPECT_STREQ(first.Parameters[0].u.AnsiString, "text") << "a copy of its own";
  free(first.Parameters[0].u.AnsiString);
  free(first.ComputerName);
}

TEST_F(ErrorInfoTest, what_is_the_run_times_is_refused_in_a_record) {
  RPC_EXTENDED_ERROR_INFO info = own_record(1);
  unsigned short name[] = {'x', 0};
  info.ComputerName = reinterpret_cast<LPWSTR>(name);
  EXPECT_EQ(RpcErrorAddRecord(&info), ERROR_INVALID_PARAMETER);
  info = own_record(1);
  info.ProcessID = 1;
  EXPECT_EQ(RpcErrorAddRecord(&info), ERROR_INVALID_PARAMETER);
  info = own_record(1);
  info.GeneratingComponent = 1;
  EXPECT_EQ(RpcErrorAddRecord(&info), ERROR_INVALID_PARAMETER);
  info = own_record(1);
  info.DetectionLocation = 1;
  EXPECT_EQ(RpcErrorAddRecord(&info), ERROR_INVALID_PARAMETER);
  info = own_record(1);
  info.NumberOfParameters = MaxNumberOfEEInfoParams + 1;
  EXPECT_EQ(RpcErrorAddRecord(&info), ERROR_INVALID_PARAMETER);
  info = own_record(1);
  info.Version = 2;
  EXPECT_EQ(RpcErrorAddRecord(&info), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(RpcErrorAddRecord(nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_TRUE(errors().empty());
}

}  // namespace

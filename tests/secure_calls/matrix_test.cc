// Ours with ours: every mechanism, at every level, with header signing and without, over TCP and over ncalrpc; small calls,
// five fragments each way, 64 calls outstanding, and pipes in and out, synchronous and asynchronous. 320 combinations.
#include <farcall/farcall.h>

#include <deque>

#include "fixture.h"
#include "later_pipe.h"

namespace {

constexpr ULONG k_levels[] = {RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT,
                              RPC_C_AUTHN_LEVEL_PKT_INTEGRITY, RPC_C_AUTHN_LEVEL_PKT_PRIVACY};
constexpr size_t k_five_fragments = 27'000;  // of 5,840 bytes at most

struct Combination {
  const Mechanism* mechanism;
  bool local;
  bool header_signing;
};

std::string name_of(const Combination& each) {
  return std::string(each.mechanism->name) + (each.local ? "_ncalrpc" : "_tcp") +
         (each.header_signing ? "" : "_headers_unsigned");
}
void PrintTo(const Combination& each, std::ostream* out) {  // NOLINT: GoogleTest's name
  *out << name_of(each);
}

class Matrix : public testing::TestWithParam<Combination> {
 protected:
  void SetUp() override {
    const VaultServer& server = VaultServer::get();
    // SPNEGO may end in NTLM where the policy says so.
    ASSERT_EQ(
        FarcallSetSecurityPolicy(GetParam().header_signing ? "ntlm=on" : "ntlm=on,headers=off"),
        RPC_S_OK);
    address = GetParam().local ? server.local : server.tcp;
  }
  void TearDown() override { EXPECT_EQ(FarcallSetSecurityPolicy(""), RPC_S_OK); }

  // A test at each level: with its binding, and what managers answer.
  void at_every_level(const std::function<void(handle_t, long)>& test) {
    for (const ULONG level : k_levels) {
      SCOPED_TRACE("level " + std::to_string(level));
      Binding binding(address);
      binding.authenticate(*GetParam().mechanism, level);
      test(binding, static_cast<long>(100 * level + GetParam().mechanism->service));
    }
  }

  std::string address;
};

// The result of a stub that must not raise.
template <class Stub>
void expect_answer(long expected, Stub stub) {
  long answer = 0;
  EXPECT_EQ(raised_by([&] { answer = stub(); }), RPC_S_OK);
  EXPECT_EQ(answer, expected);
}

void expect_echo(handle_t binding, size_t size, long security) {
  std::vector<byte> data = pattern(size, 3);
  std::vector<byte> back(size);
  expect_answer(security, [&] { return Echo(binding, size, data.data(), back.data()); });
  EXPECT_EQ(data, back) << size;
}

TEST_P(Matrix, small_calls) {
  at_every_level([](handle_t binding, long security) {
    for (const size_t size : {1u, 15u, 16u, 17u, 100u}) expect_echo(binding, size, security);
  });
}

TEST_P(Matrix, five_fragments_each_way) {
  at_every_level([](handle_t binding, long security) {
    expect_echo(binding, k_five_fragments, security);
    expect_echo(binding, k_five_fragments + 1, security);
  });
}

// One of many calls at once.
struct Later {
  Later(handle_t binding, size_t size) : data(pattern(size, size)), back(size) {
    EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    state.NotificationType = RpcNotificationTypeEvent;
    state.u.hEvent = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    EchoLater(&state, binding, size, data.data(), back.data());
  }
  void expect(long security) {
    long answer = 0;
    EXPECT_EQ(WaitForSingleObject(state.u.hEvent, 60'000), WAIT_OBJECT_0);
    EXPECT_EQ(RpcAsyncCompleteCall(&state, &answer), RPC_S_OK);
    CloseHandle(state.u.hEvent);
    EXPECT_EQ(answer, security);
    EXPECT_EQ(data, back);
  }
  RPC_ASYNC_STATE state;
  std::vector<byte> data, back;
};

TEST_P(Matrix, asynchronous_with_64_outstanding) {
  at_every_level([](handle_t binding, long security) {
    std::deque<Later> calls;
    for (size_t i = 1; i <= 64; ++i) calls.emplace_back(binding, i * 200);
    for (Later& call : calls) call.expect(security);
  });
}

// A program's ends of pipes.
struct Source {
  std::vector<byte> bytes;
  size_t at = 0;
  std::vector<byte> room = std::vector<byte>(7'000);
};

BYTES pipe_of(Source& source) {
  BYTES pipe;
  pipe.alloc = [](char* state, unsigned long, byte** buffer, unsigned long* got) {
    auto& self = *reinterpret_cast<Source*>(state);
    *buffer = self.room.data();
    *got = self.room.size();
  };
  pipe.pull = [](char* state, byte* buffer, unsigned long size, unsigned long* number) {
    auto& self = *reinterpret_cast<Source*>(state);
    *number = std::min<size_t>(size, self.bytes.size() - self.at);
    std::copy_n(self.bytes.data() + self.at, *number, buffer);
    self.at += *number;
  };
  pipe.push = [](char* state, byte* buffer, unsigned long number) {
    auto& self = *reinterpret_cast<Source*>(state);
    self.bytes.insert(self.bytes.end(), buffer, buffer + number);
  };
  pipe.state = reinterpret_cast<char*>(&source);
  return pipe;
}

TEST_P(Matrix, pipes_in_and_out) {
  at_every_level([](handle_t binding, long security) {
    Source in{pattern(50'001, 9)};
    hyper sum = 0;
    expect_answer(security, [&] { return Deposit(binding, pipe_of(in), &sum); });
    EXPECT_EQ(sum, mix(1, in.bytes.data(), in.bytes.size()));
    Source out;
    BYTES pipe = pipe_of(out);
    expect_answer(security, [&] { return Withdraw(binding, 50'001, &pipe, &sum); });
    EXPECT_EQ(out.bytes, pattern(50'001, 7));
    EXPECT_EQ(sum, mix(1, out.bytes.data(), out.bytes.size()));
  });
}

TEST_P(Matrix, asynchronous_pipes_in_and_out) {
  at_every_level([](handle_t binding, long security) {
    const std::vector<byte> sent = pattern(50'001, 9);
    RPC_ASYNC_STATE state;
    hyper sum = 0;
    long answer = 0;
    EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    {
      const LaterPipe program(state);
      ASYNC_BYTES pipe{};
      DepositLater(&state, binding, &pipe, &sum);
      program.wait();  // before the first push, too
      EXPECT_EQ(program.push(pipe, sent), RPC_S_OK);
      EXPECT_EQ(program.collect(answer), RPC_S_OK);
      EXPECT_EQ(answer, security);
      EXPECT_EQ(sum, mix(1, sent.data(), sent.size()));
    }
    EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    const LaterPipe program(state);
    ASYNC_BYTES pipe{};
    std::vector<byte> got;
    WithdrawLater(&state, binding, 50'001, &pipe, &sum);
    EXPECT_EQ(program.pull(pipe, got), RPC_S_OK);
    EXPECT_EQ(program.collect(answer), RPC_S_OK);
    EXPECT_EQ(answer, security);
    EXPECT_EQ(got, pattern(50'001, 7));
    EXPECT_EQ(sum, mix(1, got.data(), got.size()));
  });
}

TEST_P(Matrix, server_knows_who_calls_and_whom_it_was_called) {
  at_every_level([](handle_t binding, long) {
    char name[256] = "";
    char principal[256] = "";
    expect_answer(RPC_S_OK, [&] { return Who(binding, name, principal); });
    EXPECT_STREQ(name, GetParam().mechanism->kerberos ? "alice@FARCALL.TEST" : "FARCALL\\alice");
    EXPECT_STREQ(principal,
                 GetParam().mechanism->kerberos ? "rpc/server.farcall.test@FARCALL.TEST" : "");
  });
}

TEST_P(Matrix, AR_126_127_128_a_worker_thread_knows_the_caller_by_the_handle_of_the_call) {
  setenv("FARCALL_IMPERSONATION", "token", 1);
  at_every_level([](handle_t binding, long security) {
    char name[256] = "";
    long without = -1;
    long impersonated = -1;
    long answer = -1;
    RPC_ASYNC_STATE call;
    ASSERT_EQ(RpcAsyncInitializeHandle(&call, sizeof call), RPC_S_OK);
    call.NotificationType = RpcNotificationTypeNone;
    WhoLater(&call, binding, name, &without, &impersonated);
    while (RpcAsyncGetCallStatus(&call) == RPC_S_ASYNC_CALL_PENDING) Sleep(1);
    EXPECT_EQ(RpcAsyncCompleteCall(&call, &answer), RPC_S_OK);
    EXPECT_EQ(answer, security);
    EXPECT_EQ(without, RPC_S_NO_CALL_ACTIVE);
    EXPECT_EQ(impersonated, RPC_S_OK);
    EXPECT_STREQ(name, GetParam().mechanism->kerberos ? "alice@FARCALL.TEST" : "FARCALL\\alice");
  });
  unsetenv("FARCALL_IMPERSONATION");
}

std::vector<Combination> combinations() {
  std::vector<Combination> all;
  for (const Mechanism& mechanism : k_mechanisms)
    for (const bool local : {false, true})
      for (const bool header_signing : {true, false})
        all.push_back({&mechanism, local, header_signing});
  return all;
}

INSTANTIATE_TEST_SUITE_P(OursWithOurs, Matrix, testing::ValuesIn(combinations()),
                         [](const auto& each) { return name_of(each.param); });

}  // namespace

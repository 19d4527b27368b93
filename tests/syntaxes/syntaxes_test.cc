// Which transfer syntax calls go in, seen from between client and server.
#include <farcall/farcall.h>
#include <farcall/sdk/windows.h>
#include <gtest/gtest.h>
#include <farcall/exception.hpp>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "both.h"
#include "dce_only.h"
#include "ndr64_only.h"
#include "recording_relay.h"

namespace {

RPC_CSTR c_str(const char* text) {
  return reinterpret_cast<RPC_CSTR>(const_cast<char*>(text));
}

template <class Item>
hyper sum(const Item* item, const char* text, char** twice) {
  hyper total = 0;
  for (; item; item = item->next) total += item->value + item->key;
  const std::string made = std::string(text) + text;
  *twice = static_cast<char*>(midl_user_allocate(made.size() + 1));
  std::memcpy(*twice, made.c_str(), made.size() + 1);
  return total;
}

template <class Item>
void sum_later(PRPC_ASYNC_STATE call, const Item* item, const char* text, char** twice) {
  hyper total = sum(item, text, twice);
  RpcAsyncCompleteCall(call, &total);
}

}  // namespace

// NOLINTBEGIN: names of midl's
#define MANAGERS(name)                                                                       \
  hyper s_##name##_sum(handle_t, name##_item* items, char* text, char** twice) {             \
    return sum(items, text, twice);                                                          \
  }                                                                                          \
  void s_##name##_sum_later(PRPC_ASYNC_STATE call, handle_t, name##_item* items, char* text, \
                            char** twice) {                                                  \
    sum_later(call, items, text, twice);                                                     \
  }
MANAGERS(both)
MANAGERS(dce_only)
MANAGERS(ndr64_only)
// NOLINTEND

namespace farcall::test {
namespace {

using Lines = std::vector<std::string>;

template <class Item, class Call>
void expect_sum(Call call, handle_t binding) {
  Item second{3, 400, nullptr}, first{1, 20, &second};
  char* twice = nullptr;
  EXPECT_EQ(call(binding, &first, const_cast<char*>("ab"), &twice), 424);
  EXPECT_STREQ(twice, "abab");
  std::free(twice);
}

class Syntaxes : public testing::Test {
 protected:
  // The three are one interface to the network: one of them at a time is served.
  void serve(RPC_IF_HANDLE interface) {
    interface_ = interface;
    ASSERT_EQ(RpcServerRegisterIf(interface, nullptr, nullptr), RPC_S_OK);
    if (!relay_) {
      ASSERT_EQ(FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"), RPC_S_OK);
      RPC_BINDING_VECTOR* bindings = nullptr;
      ASSERT_EQ(RpcServerInqBindings(&bindings), RPC_S_OK);
      RPC_CSTR text = nullptr, endpoint = nullptr;
      ASSERT_EQ(RpcBindingToStringBindingA(bindings->BindingH[bindings->Count - 1], &text),
                RPC_S_OK);
      ASSERT_EQ(RpcStringBindingParseA(text, nullptr, nullptr, nullptr, &endpoint, nullptr),
                RPC_S_OK);
      relay_ = std::make_unique<RecordingRelay>(
          static_cast<uint16_t>(std::atoi(reinterpret_cast<const char*>(endpoint))));
      RpcStringFreeA(&text);
      RpcStringFreeA(&endpoint);
      RpcBindingVectorFree(&bindings);
      ASSERT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
      const std::string address = "ncacn_ip_tcp:127.0.0.1[" + std::to_string(relay_->port()) + "]";
      ASSERT_EQ(RpcBindingFromStringBindingA(c_str(address.c_str()), &binding), RPC_S_OK);
    }
  }
  void stop_serving() { EXPECT_EQ(RpcServerUnregisterIf(interface_, nullptr, TRUE), RPC_S_OK); }
  void TearDown() override {
    stop_serving();
    EXPECT_EQ(RpcBindingFree(&binding), RPC_S_OK);
    EXPECT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
    EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
    relay_.reset();
  }
  void sum_both() { expect_sum<both_item>(both_sum, binding); }
  // Starts, waits, collects.
  void sum_both_later() {
    RPC_ASYNC_STATE state{};
    ASSERT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
    state.NotificationType = RpcNotificationTypeEvent;
    state.u.hEvent = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    both_item item{1, 20, nullptr};
    char* twice = nullptr;
    both_sum_later(&state, binding, &item, const_cast<char*>("ab"), &twice);
    ASSERT_EQ(WaitForSingleObject(state.u.hEvent, 60000), WAIT_OBJECT_0);
    hyper total = 0;
    EXPECT_EQ(RpcAsyncCompleteCall(&state, &total), RPC_S_OK);
    EXPECT_EQ(total, 21);
    EXPECT_STREQ(twice, "abab");
    std::free(twice);
    CloseHandle(state.u.hEvent);
  }
  Lines lines() { return relay_->lines(); }

  handle_t binding = nullptr;

 private:
  RPC_IF_HANDLE interface_ = nullptr;
  std::unique_ptr<RecordingRelay> relay_;
};

// As Windows: both are proposed, the server takes NDR64, and the first call is made in it already.
TEST_F(Syntaxes, calls_go_in_ndr64_where_both_sides_have_it) {
  serve(both_v1_0_s_ifspec);
  sum_both();
  EXPECT_EQ(lines(), (Lines{"bind ndr20 ndr64", "request ndr64"}));
  sum_both();
  EXPECT_EQ(lines(), Lines{"request ndr64"});
}

// An asynchronous call never waits for the bind: its parameters may be gone by then.
TEST_F(Syntaxes, a_first_asynchronous_call_is_made_in_ndr20_and_later_ones_as_the_server_likes) {
  serve(both_v1_0_s_ifspec);
  sum_both_later();
  EXPECT_EQ(lines(), (Lines{"bind ndr20 ndr64", "alter ndr20", "request ndr20"}));
  sum_both_later();
  EXPECT_EQ(lines(), Lines{"request ndr64"});
  sum_both();  // on a connection of its own, with what is known
  EXPECT_EQ(lines(), (Lines{"bind ndr20 ndr64", "request ndr64"}));
}

TEST_F(Syntaxes, a_server_without_ndr64_gets_ndr20) {
  serve(dce_only_v1_0_s_ifspec);
  sum_both();
  sum_both();
  EXPECT_EQ(lines(), (Lines{"bind ndr20 ndr64", "request ndr20", "request ndr20"}));
  sum_both_later();
  EXPECT_EQ(lines(), (Lines{"bind ndr20 ndr64", "request ndr20"}));
}

TEST_F(Syntaxes, stubs_for_one_syntax_propose_no_other) {
  serve(both_v1_0_s_ifspec);
  expect_sum<dce_only_item>(dce_only_sum, binding);
  EXPECT_EQ(lines(), (Lines{"bind ndr20", "request ndr20"}));
  expect_sum<ndr64_only_item>(ndr64_only_sum, binding);
  EXPECT_EQ(lines(), (Lines{"alter ndr64", "request ndr64"}));
}

TEST_F(Syntaxes, without_a_common_one_the_call_fails) {
  serve(dce_only_v1_0_s_ifspec);
  try {
    expect_sum<ndr64_only_item>(ndr64_only_sum, binding);
    ADD_FAILURE() << "served";
  } catch (const RpcException& caught) {
    EXPECT_EQ(caught.code(), RPC_S_UNSUPPORTED_TRANS_SYN);
  }
  EXPECT_EQ(lines(), Lines{"bind ndr64"});
  expect_sum<dce_only_item>(dce_only_sum, binding);
}

// The stub at the other end may change while the client lives.
TEST_F(Syntaxes, what_was_learnt_is_forgotten_when_it_is_wrong) {
  serve(both_v1_0_s_ifspec);
  sum_both_later();
  lines();
  stop_serving();
  serve(dce_only_v1_0_s_ifspec);
  sum_both();  // a connection of its own, on which NDR64 is tried first
  EXPECT_EQ(lines(), (Lines{"bind ndr20 ndr64", "alter ndr64", "request ndr20"}));
  sum_both();
  EXPECT_EQ(lines(), Lines{"request ndr20"});
}

}  // namespace
}  // namespace farcall::test

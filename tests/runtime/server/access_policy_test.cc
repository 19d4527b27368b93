// D12: who may call without authentication: every combination of caller, flags, callback and switch.
#include "runtime/server/access_policy.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "security/terms.h"

namespace farcall::runtime {
namespace {

constexpr uint32_t k_secure_only = 0x0008;
constexpr uint32_t k_no_auth = 0x0010;
constexpr uint32_t k_local_only = 0x0020;
int32_t callback(void*, void*) {
  return RPC_S_OK;
}

constexpr RestrictRemote k_none = RestrictRemote::none;
constexpr RestrictRemote k_default = RestrictRemote::by_default;
constexpr RestrictRemote k_high = RestrictRemote::high;

struct Row {
  RestrictRemote policy;
  bool loopback;
  bool authenticated;
  uint32_t flags;
  bool with_callback;
  bool allowed;
};

// Written out from the decision, not computed.
constexpr Row k_matrix[] = {
    // Local, unauthenticated.
    {k_none, true, false, 0, false, true},
    {k_default, true, false, 0, false, true},
    {k_high, true, false, 0, false, false},
    // Remote, unauthenticated.
    {k_none, false, false, 0, false, true},
    {k_default, false, false, 0, false, false},
    {k_high, false, false, 0, false, false},
    // The interface opts in.
    {k_default, false, false, k_no_auth, false, true},
    {k_high, false, false, k_no_auth, false, true},
    {k_high, true, false, k_no_auth, false, true},
    {k_default, false, false, k_no_auth, true, true},
    // A callback without the flag keeps unauthenticated callers out everywhere, as on Windows.
    {k_default, true, false, 0, true, false},
    {k_default, false, false, 0, true, false},
    {k_none, true, false, 0, true, false},
    {k_none, false, false, 0, true, false},
    // Secure only: not even local ones, whatever else is said.
    {k_none, true, false, k_secure_only, false, false},
    {k_default, true, false, k_secure_only, false, false},
    {k_default, true, false, k_secure_only | k_no_auth, false, false},
    {k_default, false, false, k_secure_only | k_no_auth, true, false},
    // Authenticated callers.
    {k_default, false, true, 0, false, true},
    {k_high, false, true, 0, false, true},
    {k_default, false, true, k_secure_only, true, true},
    {k_default, false, true, 0, true, true},
    // Local only, authenticated or not.
    {k_default, true, false, k_local_only, false, true},
    {k_default, false, false, k_local_only | k_no_auth, false, false},
    {k_default, false, true, k_local_only, false, false},
    {k_none, false, true, k_local_only, false, false},
    {k_high, true, true, k_local_only, false, false},
};

TEST(AccessPolicy, D12_decides_every_combination_as_written) {
  for (const Row& row : k_matrix) {
    RegisteredInterface interface(
        {}, {.flags = row.flags, .security_callback = row.with_callback ? callback : nullptr});
    const int32_t expected = row.allowed ? RPC_S_OK : RPC_S_ACCESS_DENIED;
    const Caller caller{row.loopback, row.authenticated, false, security::k_level_integrity};
    EXPECT_EQ(check_access(interface, caller, row.policy).code, expected)
        << "row " << &row - k_matrix;
  }
}

// Level of the caller, flags of the interface, whether a remote one is served.
TEST(AccessPolicy, D12_remote_callers_that_sign_nothing_are_as_good_as_unauthenticated_ones) {
  const struct {
    uint8_t level;
    uint32_t flags;
    bool allowed;
  } rows[] = {{2, 0, false},        {2, k_secure_only, false},
              {2, k_no_auth, true}, {2, k_no_auth | k_secure_only, false},
              {3, 0, true},         {4, 0, true},
              {5, 0, true},         {6, k_secure_only, true}};
  for (const auto& row : rows) {
    RegisteredInterface interface({}, {.flags = row.flags});
    const Caller remote{false, true, false, row.level};
    const Caller local{true, true, false, row.level};
    const int32_t expected = row.allowed ? RPC_S_OK : RPC_S_ACCESS_DENIED;
    EXPECT_EQ(check_access(interface, remote, k_default).code, expected) << int{row.level};
    EXPECT_EQ(check_access(interface, local, k_default).code, RPC_S_OK);
    EXPECT_EQ(check_access(interface, local, k_high).code, expected);
    EXPECT_EQ(check_access(interface, remote, k_none).code, RPC_S_OK);
  }
}

TEST(AccessPolicy, level_of_remote_callers_is_the_policy_s) {
  RegisteredInterface interface({}, {});
  const auto outcome = [&](const char* words, uint8_t level) {
    EXPECT_TRUE(security::Policy::set_program_words(words).ok());
    const Status status = check_access(interface, {false, true, false, level}, k_default);
    EXPECT_TRUE(security::Policy::set_program_words("").ok());
    return status.code;
  };
  EXPECT_EQ(outcome("level=connect", 2), RPC_S_OK);
  EXPECT_EQ(outcome("level=privacy", 5), RPC_S_ACCESS_DENIED);
  EXPECT_EQ(outcome("level=privacy", 6), RPC_S_OK);
}

struct Log {
  Log() { set_log_hook(record, this); }
  ~Log() { set_log_hook(nullptr, nullptr); }
  static void record(void* context, Level, std::string_view event, std::string_view text) {
    auto& self = *static_cast<Log*>(context);
    const std::lock_guard lock(self.mutex);
    self.lines.push_back(std::string(event) + ": " + std::string(text));
  }
  std::mutex mutex;
  std::vector<std::string> lines;
};

TEST(AccessPolicy, D12_logs_the_remedy_once_for_each_interface) {
  RegisteredInterface one({}, {});
  RegisteredInterface two({}, {});
  Log log;
  for (int i = 0; i < 3; ++i) (void)check_access(one, {false, false}, k_default);
  (void)check_access(two, {false, false}, k_default);
  ASSERT_EQ(log.lines.size(), 2u);
  EXPECT_NE(log.lines[0].find("server.access_denied"), std::string::npos);
  EXPECT_NE(log.lines[0].find("RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH"), std::string::npos);
}

TEST(AccessPolicy, D12_logs_the_remedy_for_a_level_that_is_too_low) {
  RegisteredInterface interface({}, {});
  Log log;
  for (int i = 0; i < 3; ++i) (void)check_access(interface, {false, true, false, 2}, k_default);
  ASSERT_EQ(log.lines.size(), 1u);
  EXPECT_NE(log.lines[0].find("RPC_C_AUTHN_LEVEL_PKT_INTEGRITY"), std::string::npos);
}

TEST(AccessPolicy, takes_its_switch_from_the_environment) {
  const auto with = [](const char* value) {
    value ? setenv("FARCALL_RESTRICT_REMOTE", value, 1) : unsetenv("FARCALL_RESTRICT_REMOTE");
    return restrict_remote_from_environment();
  };
  Log log;
  EXPECT_EQ(with("none"), k_none);
  EXPECT_EQ(with("high"), k_high);
  EXPECT_EQ(with("default"), k_default);
  EXPECT_EQ(with(nullptr), k_default);
  EXPECT_TRUE(log.lines.empty());
  EXPECT_EQ(with("NONE"), k_default) << "what is not understood does not open anything";
  EXPECT_EQ(log.lines.size(), 1u);
  with(nullptr);
}

// The kernel vouches for callers of ncalrpc, and no port forwarder stands between.
TEST(AccessPolicy, D12_callers_of_ncalrpc_are_local_and_authenticated_whatever_the_switch_says) {
  constexpr uint32_t k_all_flags[] = {0, k_secure_only, k_local_only, k_secure_only | k_local_only};
  for (const RestrictRemote policy : {k_none, k_default, k_high})
    for (const uint32_t flags : k_all_flags)
      for (const SecurityCallback security :
           {SecurityCallback{nullptr}, SecurityCallback{callback}}) {
        RegisteredInterface interface(InterfaceSpec{},
                                      {.flags = flags, .security_callback = security});
        EXPECT_EQ(check_access(interface, {true, true, true}, policy).code, RPC_S_OK) << flags;
      }
}

}  // namespace
}  // namespace farcall::runtime

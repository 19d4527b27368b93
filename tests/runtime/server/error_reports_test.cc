// What a server says of an error, and to whom.
#include "runtime/server/error_reports.h"

#include <cstdlib>

#include "test_server.h"
#include "wire/error_information.h"

namespace farcall::runtime::test {
namespace {

const Limits k_limits;
constexpr Caller k_here{true, false, false};
constexpr Caller k_remote{false, false, false};

ErrorChain told(int32_t status, const ErrorChain& cause, const Caller& caller, TellErrors policy) {
  return wire::decode_error_information(error_report(status, cause, caller, policy, k_limits),
                                        k_limits);
}

TEST(ErrorReports, are_for_callers_of_this_computer_unless_all_are_to_be_told) {
  EXPECT_EQ(told(5, {}, k_here, TellErrors::local).size(), 1u);
  EXPECT_TRUE(told(5, {}, k_remote, TellErrors::local).empty());
  EXPECT_EQ(told(5, {}, k_remote, TellErrors::everybody).size(), 1u);
  EXPECT_TRUE(told(5, {}, k_here, TellErrors::nobody).empty());
}

TEST(ErrorReports, have_the_servers_own_record_in_front_of_the_cause) {
  const ErrorChain cause = {error_record(ErrorComponent::winsock, 10061)};
  const ErrorChain chain = told(1722, cause, k_here, TellErrors::local);
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[0].status, 1722u);
  EXPECT_EQ(chain[0].component, static_cast<uint32_t>(ErrorComponent::runtime));
  EXPECT_EQ(chain[1].status, 10061u);
}

TEST(ErrorReports, fit_into_what_every_client_receives_in_one_piece) {
  ErrorChain cause;
  for (int i = 0; i < 15; ++i)
    cause.push_back(error_record(ErrorComponent::runtime, i, {error_text(std::string(300, 'x'))}));
  const std::vector<uint8_t> report = error_report(1, cause, k_here, TellErrors::local, k_limits);
  EXPECT_LE(report.size(), 1400u);
  const ErrorChain chain = wire::decode_error_information(report, k_limits);
  ASSERT_GE(chain.size(), 2u);
  EXPECT_EQ(chain.back().flags, ErrorRecord::k_next_missing);
}

TEST(ErrorReports, follow_the_environment) {
  const auto with = [](const char* value) {
    value ? setenv("FARCALL_ERROR_INFO", value, 1) : unsetenv("FARCALL_ERROR_INFO");
    return tell_errors_from_environment();
  };
  EXPECT_EQ(with("none"), TellErrors::nobody);
  EXPECT_EQ(with("all"), TellErrors::everybody);
  EXPECT_EQ(with("local"), TellErrors::local);
  EXPECT_EQ(with("ALL"), TellErrors::local) << "what is not understood opens nothing";
  EXPECT_EQ(with(nullptr), TellErrors::local);
}

// Callers of ncalrpc are known, so this one is about TCP.
TEST(Admission, D12_a_refusal_says_why) {
  TestInterface interface(echo);
  TestServer server({.restrict_remote = RestrictRemote::by_default});
  server.serve(interface, {.flags = 0x0008});  // RPC_IF_ALLOW_SECURE_ONLY
  BoundClient client(server);
  client.call(1);
  const Pdu fault = client.fault(1);
  ASSERT_EQ(fault.fault_status(), static_cast<uint32_t>(RPC_S_ACCESS_DENIED));
  EXPECT_GT(fault.bytes.size(), 100u);
}

}  // namespace
}  // namespace farcall::runtime::test

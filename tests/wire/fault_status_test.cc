// Fault codes and the statuses that programs see, both ways.
#include "wire/fault_status.h"

#include <farcall/sdk/rpcnterr.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace farcall::wire {
namespace {

struct RoundTrip {
  int32_t raised;    // by the server's manager routine
  uint32_t wire;     // in the fault
  int32_t reported;  // at the client
};

constexpr RoundTrip k_round_trips[] = {
    {RPC_S_CALL_CANCELLED, 0x1c00000d, RPC_S_CALL_CANCELLED},
    {RPC_S_CALL_FAILED, 0x1c000012, RPC_S_CALL_FAILED},
    {RPC_S_CALL_FAILED_DNE, 0x1c00000c, RPC_S_CALL_FAILED_DNE},
    {RPC_S_COMM_FAILURE, 0x1c010001, RPC_S_COMM_FAILURE},
    {RPC_S_INVALID_BOUND, 0x1c000007, RPC_S_INVALID_BOUND},
    {RPC_S_INVALID_TAG, 0x1c000006, RPC_S_INVALID_TAG},
    {RPC_S_NOT_LISTENING, 0x1c010014, RPC_S_SERVER_TOO_BUSY},
    {RPC_S_OUT_OF_MEMORY, 0x1c00001b, RPC_S_SERVER_OUT_OF_MEMORY},
    {RPC_S_PROCNUM_OUT_OF_RANGE, 0x1c010002, RPC_S_PROCNUM_OUT_OF_RANGE},
    {RPC_S_PROTOCOL_ERROR, 0x1c01000b, RPC_S_PROTOCOL_ERROR},
    {RPC_S_SERVER_TOO_BUSY, 0x1c010014, RPC_S_SERVER_TOO_BUSY},
    {RPC_S_UNKNOWN_IF, 0x1c010003, RPC_S_UNKNOWN_IF},
    {RPC_S_UNSUPPORTED_TYPE, 0x1c010017, RPC_S_UNSUPPORTED_TYPE},
    {RPC_X_PIPE_CLOSED, 0x1c000015, RPC_X_PIPE_CLOSED},
    {RPC_X_PIPE_DISCIPLINE_ERROR, 0x1c000017, RPC_X_PIPE_DISCIPLINE_ERROR},
    {RPC_X_PIPE_EMPTY, 0x1c000014, RPC_X_PIPE_EMPTY},
    {RPC_X_SS_CONTEXT_MISMATCH, 0x1c00001a, RPC_X_SS_CONTEXT_MISMATCH},
    {RPC_X_SS_HANDLES_MISMATCH, 0x1c00001a, RPC_X_SS_CONTEXT_MISMATCH},
    {RPC_X_WRONG_PIPE_ORDER, 0x1c000016, RPC_X_WRONG_PIPE_ORDER},
    // Travel as they are.
    {RPC_S_ACCESS_DENIED, 5, RPC_S_ACCESS_DENIED},
    {RPC_X_BAD_STUB_DATA, 0x6f7, RPC_X_BAD_STUB_DATA},
    {RPC_S_ZERO_DIVIDE, 0x6e7, RPC_S_ZERO_DIVIDE},
    {RPC_S_SEC_PKG_ERROR, 0x721, RPC_S_SEC_PKG_ERROR},
    {4711, 4711, 4711},
    {-2147417835, 0x80010115, -2147417835},
    {-1, 0xffffffff, -1},
};

TEST(FaultStatus, of_a_raised_status_reaches_the_client) {
  for (const RoundTrip& trip : k_round_trips) {
    EXPECT_EQ(fault_of_status(trip.raised), trip.wire) << trip.raised;
    EXPECT_EQ(status_of_fault(trip.wire), trip.reported) << trip.raised;
  }
}

// Received only: no status of ours is sent so.
constexpr RoundTrip k_received[] = {
    {0, 0x1c010006, RPC_S_CALL_FAILED_DNE},
    {0, 0x1c010009, RPC_S_CALL_FAILED},
    {0, 0x1c010013, RPC_S_SERVER_OUT_OF_MEMORY},
    {0, 0x1c010015, RPC_S_STRING_TOO_LONG},
    {0, 0x1c000001, RPC_S_ZERO_DIVIDE},
    {0, 0x1c000002, RPC_S_ADDRESS_ERROR},
    {0, 0x1c000003, RPC_S_FP_DIV_ZERO},
    {0, 0x1c000004, RPC_S_FP_UNDERFLOW},
    {0, 0x1c000005, RPC_S_FP_OVERFLOW},
    {0, 0x1c000008, RPC_S_PROTOCOL_ERROR},
    {0, 0x1c000009, RPC_S_CALL_FAILED_DNE},
    {0, 0x1c00000a, RPC_S_CALL_FAILED_DNE},
    {0, 0x1c00000b, RPC_S_CALL_FAILED},
    {0, 0x1c00000e, RPC_S_ADDRESS_ERROR},
    {0, 0x1c00000f, RPC_S_FP_OVERFLOW},
    {0, 0x1c000010, RPC_S_ADDRESS_ERROR},
    {0, 0x1c000018, RPC_S_COMM_FAILURE},
    {0, 0x1c000019, RPC_S_OUT_OF_MEMORY},
    {0, 0x1c00001d, RPC_S_UNSUPPORTED_AUTHN_LEVEL},
};

TEST(FaultStatus, of_other_servers_is_reported_as_windows_reports_it) {
  for (const RoundTrip& row : k_received) EXPECT_EQ(status_of_fault(row.wire), row.reported);
}

// The nca codes that Windows clients have no status for.
constexpr uint32_t k_unnamed[] = {0x1c000013, 0x1c00001c, 0x1c00001f, 0x1c000020, 0x1c000021,
                                  0x1c000022, 0x1c000023, 0x1c000024, 0x1c000025};

TEST(FaultStatus, of_an_nca_code_without_a_status_is_shown_as_it_is) {
  for (const uint32_t code : k_unnamed)
    EXPECT_EQ(status_of_fault(code), static_cast<int32_t>(code)) << std::hex << code;
}

TEST(FaultStatus, of_every_other_win32_status_travels_as_it_is) {
  for (int32_t status = 1; status <= 0xffff; ++status) {
    const auto* const mapped = std::find_if(
        std::begin(k_round_trips), std::end(k_round_trips), [&](const RoundTrip& trip) {
          return trip.raised == status && trip.wire != static_cast<uint32_t>(status);
        });
    if (mapped == std::end(k_round_trips)) {
      ASSERT_EQ(fault_of_status(status), static_cast<uint32_t>(status));
    }
    ASSERT_EQ(status_of_fault(static_cast<uint32_t>(status)), status);  // none is a code
  }
}

TEST(FaultStatus, of_zero_is_never_success) {
  EXPECT_EQ(status_of_fault(0), RPC_S_CALL_FAILED);
  EXPECT_NE(fault_of_status(RPC_S_OK), 0u);
}

}  // namespace
}  // namespace farcall::wire

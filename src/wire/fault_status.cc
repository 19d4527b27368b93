// The two directions of the status table. One list: a code that several statuses share on the wire
// comes back as the one the client's column says.
#include "wire/fault_status.h"

#include <farcall/sdk/rpcnterr.h>

namespace farcall::wire {
namespace {

struct Pair {
  uint32_t wire;
  int32_t status;
};

// As a client reads them: C706 appendix E, the statuses as Windows clients show them.
constexpr Pair k_received[] = {
    {k_nca_s_comm_failure, RPC_S_COMM_FAILURE},
    {k_nca_s_op_rng_error, RPC_S_PROCNUM_OUT_OF_RANGE},
    {k_nca_s_unk_if, RPC_S_UNKNOWN_IF},
    {0x1c010006, RPC_S_CALL_FAILED_DNE},  // nca_s_wrong_boot_time
    {0x1c010009, RPC_S_CALL_FAILED},      // nca_s_you_crashed
    {k_nca_s_proto_error, RPC_S_PROTOCOL_ERROR},
    {k_nca_s_out_args_too_big, RPC_S_SERVER_OUT_OF_MEMORY},
    {k_nca_s_server_too_busy, RPC_S_SERVER_TOO_BUSY},
    {0x1c010015, RPC_S_STRING_TOO_LONG},  // nca_s_fault_string_too_long
    {k_nca_s_unsupported_type, RPC_S_UNSUPPORTED_TYPE},
    {0x1c000001, RPC_S_ZERO_DIVIDE},      // nca_s_fault_int_div_by_zero
    {0x1c000002, RPC_S_ADDRESS_ERROR},    // nca_s_fault_addr_error
    {0x1c000003, RPC_S_FP_DIV_ZERO},      // nca_s_fault_fp_div_zero
    {0x1c000004, RPC_S_FP_UNDERFLOW},     // nca_s_fault_fp_underflow
    {0x1c000005, RPC_S_FP_OVERFLOW},      // nca_s_fault_fp_overflow
    {0x1c000006, RPC_S_INVALID_TAG},      // nca_s_fault_invalid_tag
    {0x1c000007, RPC_S_INVALID_BOUND},    // nca_s_fault_invalid_bound
    {0x1c000008, RPC_S_PROTOCOL_ERROR},   // nca_s_rpc_version_mismatch
    {0x1c000009, RPC_S_CALL_FAILED_DNE},  // nca_s_unspec_reject
    {0x1c00000a, RPC_S_CALL_FAILED_DNE},  // nca_s_bad_actid
    {0x1c00000b, RPC_S_CALL_FAILED},      // nca_s_who_are_you_failed
    {0x1c00000c, RPC_S_CALL_FAILED_DNE},  // nca_s_manager_not_entered
    {k_nca_s_fault_cancel, RPC_S_CALL_CANCELLED},
    {0x1c00000e, RPC_S_ADDRESS_ERROR},  // nca_s_fault_ill_inst
    {0x1c00000f, RPC_S_FP_OVERFLOW},    // nca_s_fault_fp_error
    {0x1c000010, RPC_S_ADDRESS_ERROR},  // nca_s_fault_int_overflow
    {k_nca_s_fault_unspec, RPC_S_CALL_FAILED},
    {0x1c000014, RPC_X_PIPE_EMPTY},             // nca_s_fault_pipe_empty
    {0x1c000015, RPC_X_PIPE_CLOSED},            // nca_s_fault_pipe_closed
    {0x1c000016, RPC_X_WRONG_PIPE_ORDER},       // nca_s_fault_pipe_order
    {0x1c000017, RPC_X_PIPE_DISCIPLINE_ERROR},  // nca_s_fault_pipe_discipline
    {0x1c000018, RPC_S_COMM_FAILURE},           // nca_s_fault_pipe_comm_error
    {0x1c000019, RPC_S_OUT_OF_MEMORY},          // nca_s_fault_pipe_memory
    {k_nca_s_fault_context_mismatch, RPC_X_SS_CONTEXT_MISMATCH},
    {k_nca_s_fault_remote_no_memory, RPC_S_SERVER_OUT_OF_MEMORY},
    {0x1c00001d, RPC_S_UNSUPPORTED_AUTHN_LEVEL},  // nca_s_unsupported_authn_level
};

// As a server sends them. All other statuses travel as they are.
constexpr Pair k_sent[] = {
    {k_nca_s_fault_cancel, RPC_S_CALL_CANCELLED},
    {k_nca_s_fault_unspec, RPC_S_CALL_FAILED},
    {0x1c00000c, RPC_S_CALL_FAILED_DNE},  // nca_s_manager_not_entered
    {k_nca_s_comm_failure, RPC_S_COMM_FAILURE},
    {0x1c000007, RPC_S_INVALID_BOUND},
    {0x1c000006, RPC_S_INVALID_TAG},
    {k_nca_s_server_too_busy, RPC_S_NOT_LISTENING},
    {k_nca_s_fault_remote_no_memory, RPC_S_OUT_OF_MEMORY},
    {k_nca_s_op_rng_error, RPC_S_PROCNUM_OUT_OF_RANGE},
    {k_nca_s_proto_error, RPC_S_PROTOCOL_ERROR},
    {k_nca_s_server_too_busy, RPC_S_SERVER_TOO_BUSY},
    {k_nca_s_unk_if, RPC_S_UNKNOWN_IF},
    {k_nca_s_unsupported_type, RPC_S_UNSUPPORTED_TYPE},
    {0x1c000015, RPC_X_PIPE_CLOSED},
    {0x1c000017, RPC_X_PIPE_DISCIPLINE_ERROR},
    {0x1c000014, RPC_X_PIPE_EMPTY},
    {k_nca_s_fault_context_mismatch, RPC_X_SS_CONTEXT_MISMATCH},
    {k_nca_s_fault_context_mismatch, RPC_X_SS_HANDLES_MISMATCH},
    {0x1c000016, RPC_X_WRONG_PIPE_ORDER},
};

}  // namespace

int32_t status_of_fault(uint32_t wire_status) {
  if (wire_status == 0) return RPC_S_CALL_FAILED;
  for (const Pair& pair : k_received)
    if (pair.wire == wire_status) return pair.status;
  return static_cast<int32_t>(wire_status);
}

uint32_t fault_of_status(int32_t status) {
  if (status == RPC_S_OK) return k_nca_s_fault_unspec;
  for (const Pair& pair : k_sent)
    if (pair.status == status) return pair.wire;
  return static_cast<uint32_t>(status);
}

}  // namespace farcall::wire

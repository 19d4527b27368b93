// What a fault's status means: the codes that travel (nca_s_…, C706 appendix E) and the status
// values that programs see ([MS-RPCE] 2.2.2.8, appendix: status codes).
//
// Win32 status values travel as they are, so both directions leave what they do not know unchanged.
#pragma once

#include <cstdint>

namespace farcall::wire {

inline constexpr uint32_t k_nca_s_comm_failure = 0x1c010001;
inline constexpr uint32_t k_nca_s_op_rng_error = 0x1c010002;
inline constexpr uint32_t k_nca_s_unk_if = 0x1c010003;
inline constexpr uint32_t k_nca_s_proto_error = 0x1c01000b;
inline constexpr uint32_t k_nca_s_out_args_too_big = 0x1c010013;
inline constexpr uint32_t k_nca_s_server_too_busy = 0x1c010014;
inline constexpr uint32_t k_nca_s_unsupported_type = 0x1c010017;
inline constexpr uint32_t k_nca_s_fault_cancel = 0x1c00000d;
inline constexpr uint32_t k_nca_s_fault_unspec = 0x1c000012;
inline constexpr uint32_t k_nca_s_fault_context_mismatch = 0x1c00001a;
inline constexpr uint32_t k_nca_s_fault_remote_no_memory = 0x1c00001b;

// What a client reports for a received fault. Never RPC_S_OK: a fault of status 0 is
// RPC_S_CALL_FAILED.
[[nodiscard]] int32_t status_of_fault(uint32_t wire_status);

// What a server sends for a status that a manager routine or the run-time raised.
[[nodiscard]] uint32_t fault_of_status(int32_t status);

}  // namespace farcall::wire

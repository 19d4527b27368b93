// Limits: every bound on what a peer or a program can make the run-time hold, one value each.
//
// A limit is checked in exactly one place; docs/limits.md lists default, effect and test, limit_settings.cc the range that
// FARCALL_LIMITS may set it to. 0 never means unlimited.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace farcall {

struct Limits {
  // Fragments (C706 12.6.3.1; 5840 is what Windows and Samba offer on TCP).
  uint16_t max_frag = 5840;
  uint16_t must_recv_frag = 1432;    // smallest value accepted in a bind
  size_t max_handshake_pdu = 65535;  // bind, alter_context, auth3 (large Kerberos tokens)

  // Assembled stub data.
  size_t max_request = 4u << 20;
  size_t max_response = 256u << 20;
  size_t reserve_on_claim = 64u << 10;  // memory taken on an alloc_hint alone
  uint32_t max_empty_fragments = 1024;

  // Presentation contexts.
  uint32_t max_contexts_per_bind = 255;
  uint32_t max_contexts_per_association = 1024;

  // Calls.
  uint32_t max_calls_per_association = 65536;
  uint32_t max_calls_per_process = 1u << 20;
  uint32_t max_queued_requests = 1024;  // of one association, without a thread: stop reading
  uint32_t cancel_burst = 1000;
  uint32_t cancels_per_second = 33;

  // Context handles (C706 5.1.6). A client that opens and never closes holds memory of the program's, too.
  uint32_t max_context_handles_per_association = 4096;  // of an association group
  uint32_t max_context_handles = 262'144;

  // Pipes: what may lie between a program that pushes or pulls and a peer, in each direction of a call.
  size_t pipe_buffer = 64u << 10;

  // Connections and time.
  uint32_t max_connections = 10000;
  uint32_t max_connections_per_peer = 1000;
  // Of a client's association group: for calls without order, and to a server that does not multiplex.
  uint32_t max_noncausal_connections = 4;
  uint32_t max_exclusive_connections = 64;
  std::chrono::milliseconds first_pdu{10'000};
  std::chrono::milliseconds fragment_gap{60'000};
  std::chrono::milliseconds linger{20'000};
  std::chrono::milliseconds connect_timeout{60'000};
  // RpcMgmtSetComTimeout(n): a silent server is probed after n + 1 times this; 10 means never.
  std::chrono::seconds com_timeout_step{120};
  size_t output_high_water =
      1u << 20;  // stop reading while a peer that does not read has this much queued

  // Security.
  uint32_t max_security_contexts = 2049;   // of one association (Windows and Samba: as many)
  uint32_t max_unfinished_handshakes = 4;  // of one association
  uint32_t max_handshake_threads = 8;      // steps of handshakes that may block, at once
  std::chrono::milliseconds handshake{30'000};  // from a bind with a token to the last token

  // NDR.
  size_t ndr_memory_factor = 16;
  size_t ndr_memory_base = 64u << 10;
  size_t ndr_claimed_memory = 16u << 20;

  // Late use of a server's RPC_ASYNC_STATE is recognised for this many later calls and this long (D-async).
  uint32_t async_state_reuse_calls = 10'000;
  std::chrono::milliseconds async_state_reuse_delay{1'000};

  // Who waits for calls to end is told which asynchronous ones nobody has answered by then.
  std::chrono::milliseconds unanswered_call_report{2'000};

  uint32_t max_dispatch_threads = 256;

  // Extended error information ([MS-EERR]): of one error, and of one peer's PDU.
  uint32_t max_error_records = 16;
  size_t max_error_info = 4096;
};

}  // namespace farcall

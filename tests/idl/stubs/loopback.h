// A run-time for stubs without a network: call() marshals, hands the bytes to the server stub of the same interface in
// this process, and the reply back. Tests see the bytes, and may send others.
#pragma once

#include <farcall/stub/frames.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace loopback {

using Data = std::vector<uint8_t>;

// What call() throws instead of an RPC exception.
struct Failure {
  int32_t status;
};

struct Wire {
  Data request;                         // as the client marshalled it
  Data reply;                           // as the server did
  std::optional<Data> request_instead;  // what the server gets, if not the above
  std::optional<Data> reply_instead;    // what the client gets
  farcall::stub::SyntaxKind syntax = farcall::stub::SyntaxKind::ndr20;
  bool swapped = false;     // the ..._instead data is big-endian
  void* binding = nullptr;  // what the client function handed to the run-time
  void* async_state = nullptr;
  bool deliver = true;  // false: the call ends when the request is there
};
Wire& wire();

// Calls of an interface of this name go to this RPC_IF_HANDLE (RPC_SERVER_INTERFACE).
void serve(const std::string& name, void* if_handle);
const farcall::stub::ServerInterface& server(const std::string& name);

// Unmarshals a request in a block of exactly its size and frees everything again. The status.
int32_t feed(const farcall::stub::ServerOperation& operation, std::span<const uint8_t> data,
             bool swapped);

// Blocks of midl_user_allocate that have not come back.
int user_blocks();
void fail_allocation_after(int number);  // -1: never
// The same from when the client unmarshals the reply of the next call.
void fail_client_allocation_after(int number);
// What the manager gets as binding handle.
void* server_binding();

Data from_hex(const std::string& hex);

}  // namespace loopback

#include "question.h"

#include <farcall/stub/frames.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <utility>

using namespace farcall::stub;

namespace question {
namespace {

std::mutex g_mutex;
std::condition_variable g_changed;
std::function<long(handle_t)> g_answer;
PRPC_ASYNC_STATE g_parked = nullptr;

// Both operations return an IDL long and have no other parameters.
struct ClientFrame {
  long result;
  template <class W>
  void put_in(W&) const {}
  template <class R>
  void get_out(R& in) {
    result = in.i32();
  }
};

struct AskFrame {
  long result;
  template <class R>
  void get_in(R&) {}
  template <class W>
  void put_out(W& out) const {
    out.u32(out.narrow32(result));
  }
  void invoke(const ServerInvocation& invocation) {
    std::function<long(handle_t)> answer;
    {
      const std::lock_guard lock(g_mutex);
      answer = g_answer;
    }
    result = answer(invocation.binding);
  }
};

struct AskLaterFrame : AskFrame {
  void invoke(const ServerInvocation& invocation) {
    const std::lock_guard lock(g_mutex);
    g_parked = static_cast<PRPC_ASYNC_STATE>(invocation.async_state);
    g_changed.notify_all();
  }
};

constexpr RPC_SYNTAX_IDENTIFIER k_id = {
    {0x0b9c5a3e, 0x6d1f, 0x4c2b, {0x8e, 0x7a, 0x31, 0x5d, 0x90, 0xc4, 0x2f, 0x16}}, {3, 7}};
constexpr RPC_SYNTAX_IDENTIFIER k_ndr = {
    {0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}};

const ServerOperation k_server_operations[] = {
    server_operation<AskFrame>("Ask", k_op_has_result),
    server_operation<AskLaterFrame>("AskLater", k_op_has_result | k_op_async),
};
const ServerInterface k_server = {.name = "question",
                                  .operations = k_server_operations,
                                  .operation_count = 2,
                                  .user = {&std::malloc, &std::free}};
RPC_SERVER_INTERFACE g_server_structure = {
    sizeof(RPC_SERVER_INTERFACE), k_id, k_ndr, nullptr, 0, nullptr, nullptr, &k_server, 0};

const ClientInterface k_client = {
    .name = "question", .if_handle = &client_if, .user = {&std::malloc, &std::free}};
RPC_CLIENT_INTERFACE g_client_structure = {
    sizeof(RPC_CLIENT_INTERFACE), k_id, k_ndr, nullptr, 0, nullptr, 0, &k_client, 0};
const ClientOperation k_ask = client_operation<ClientFrame>(k_client, "Ask", 0, k_op_has_result);
const ClientOperation k_ask_later =
    client_operation<ClientFrame>(k_client, "AskLater", 1, k_op_has_result | k_op_async);

}  // namespace

RPC_IF_HANDLE server_if = &g_server_structure;
RPC_IF_HANDLE client_if = &g_client_structure;

void answer_with(std::function<long(handle_t)> answer) {
  const std::lock_guard lock(g_mutex);
  g_answer = std::move(answer);
}

long Ask(handle_t binding) {
  ClientFrame frame{};
  call(k_ask, binding, &frame);
  return frame.result;
}

void AskLater(PRPC_ASYNC_STATE async, handle_t binding) {
  const ClientFrame frame{};
  begin(k_ask_later, async, binding, &frame);
}

PRPC_ASYNC_STATE parked() {
  std::unique_lock lock(g_mutex);
  g_changed.wait(lock, [] { return g_parked != nullptr; });
  return std::exchange(g_parked, nullptr);
}

}  // namespace question

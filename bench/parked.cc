// What a call costs while nothing happens to it: many asynchronous calls are started, the server parks
// them all, and then answers all of them from one thread. Client and server are processes of their own.
//
//   --calls N   how many (100000)
#include <farcall/farcall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "farcall_held.h"
#include "farcall_status.h"
#include "harness/arguments.h"
#include "held_server.h"

namespace bench {
namespace {

std::atomic<long> g_ended{0};

void on_reply(PRPC_ASYNC_STATE state, void*, RPC_ASYNC_EVENT) {
  long answer = 0;
  check("the reply", RpcAsyncCompleteCall(state, &answer));
  g_ended += answer;
}

handle_t connect(const std::string& address) {
  handle_t handle = nullptr;
  std::string copy = address;
  check("binding", RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(copy.data()), &handle));
  check("option", RpcBindingSetOption(handle, RPC_C_OPT_UNIQUE_BINDING, TRUE));
  return handle;
}

void start(std::vector<RPC_ASYNC_STATE>& states, const std::vector<handle_t>& servers) {
  for (size_t i = 0; i < states.size(); ++i) {
    check("initialize", RpcAsyncInitializeHandle(&states[i], sizeof states[i]));
    states[i].NotificationType = RpcNotificationTypeCallback;
    states[i].u.NotificationRoutine = on_reply;
    Park(&states[i], servers[i % servers.size()], static_cast<long>(i));
  }
}

// Of one process: what was there before, while the calls were parked.
void print(const char* who, Usage before, Usage parked, long calls) {
  std::printf("%-7s %8.0f bytes a call  threads %ld before, %ld with all calls parked\n", who,
              1024.0 * static_cast<double>(parked.kilobytes - before.kilobytes) /
                  static_cast<double>(calls),
              before.threads, parked.threads);
}

void run(const HeldServer& server, long calls) {
  // One connection takes 65,536 calls (docs/limits.md).
  std::vector<handle_t> servers;
  for (long i = 0; i <= calls / 50'000; ++i) servers.push_back(connect(server.address()));
  std::vector<RPC_ASYNC_STATE> states(1000);
  start(states, servers);  // the pool of threads, connections and buffers have their sizes then
  while (Parked(servers[0]) < 1000) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  Release(servers[0]);
  while (g_ended < 1000) std::this_thread::sleep_for(std::chrono::milliseconds(1));

  const Usage client_before = usage_of(getpid());
  const Usage server_before = server.usage();
  states = std::vector<RPC_ASYNC_STATE>(static_cast<size_t>(calls));
  g_ended = 0;
  start(states, servers);
  while (Parked(servers[0]) < calls) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const Usage client_parked = usage_of(getpid());
  const Usage server_parked = server.usage();
  const auto begin = std::chrono::steady_clock::now();
  const hyper answering = Release(servers[0]);
  while (g_ended < calls) std::this_thread::sleep_for(std::chrono::microseconds(100));
  const auto all = std::chrono::steady_clock::now() - begin;

  std::printf("%ld calls parked on %zu connections\n", calls, servers.size());
  print("server", server_before, server_parked, calls);
  print("client", client_before, client_parked, calls);
  std::printf("answered by one thread in %.0f ms; the client has all after %.0f ms\n",
              static_cast<double>(answering) / 1000,
              std::chrono::duration<double, std::milli>(all).count());
  for (handle_t& handle : servers) RpcBindingFree(&handle);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const bench::Arguments arguments(argc, argv);
  const long calls = std::stol(arguments.text("calls", "100000"));
  const bench::HeldServer server(FarcallHeld_v1_0_s_ifspec, "none");
  bench::run(server, calls);
  return 0;
}

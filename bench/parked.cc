// What a call costs while nothing happens to it: many asynchronous calls are started, the server parks
// them all, and then answers all of them from one thread. Client and server are processes of their own.
//
//   --calls N   how many (100000)
#include <farcall/farcall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

#include "farcall_parked.h"
#include "farcall_status.h"
#include "harness/arguments.h"

namespace bench {
namespace {

struct Usage {
  long kilobytes = 0;  // resident
  long threads = 0;
};

Usage usage_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  Usage usage;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    if (name == "VmRSS:") words >> usage.kilobytes;
    if (name == "Threads:") words >> usage.threads;
  }
  return usage;
}

// -- the server ---------------------------------------------------------------------------------

struct Lot {
  std::mutex mutex;
  std::vector<PRPC_ASYNC_STATE> calls;
};
Lot& lot() {
  static Lot made;
  return made;
}

int64_t release_all() {
  std::vector<PRPC_ASYNC_STATE> calls;
  {
    const std::lock_guard lock(lot().mutex);
    calls.swap(lot().calls);
  }
  const auto begin = std::chrono::steady_clock::now();
  long answer = 1;
  for (PRPC_ASYNC_STATE call : calls) check("complete", RpcAsyncCompleteCall(call, &answer));
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               begin)
      .count();
}

// Prints nothing: the string binding goes through the pipe; ends when `stop` is closed.
[[noreturn]] void serve(int announce, int stop) {
  check("protocol sequence", FarcallServerUseProtseq("ncacn_ip_tcp", "127.0.0.1", "0"));
  check("interface", RpcServerRegisterIf(FarcallParked_v1_0_s_ifspec, nullptr, nullptr));
  check("listen", RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE));
  RPC_BINDING_VECTOR* bindings = nullptr;
  RPC_CSTR text = nullptr;
  check("bindings", RpcServerInqBindings(&bindings));
  check("text", RpcBindingToStringBindingA(bindings->BindingH[0], &text));
  dprintf(announce, "%s", reinterpret_cast<char*>(text));
  close(announce);
  char nothing = 0;
  while (read(stop, &nothing, 1) > 0) continue;
  _exit(0);
}

// -- the client ---------------------------------------------------------------------------------

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

void run(const std::string& address, pid_t server, long calls) {
  // One connection takes 65,536 calls (docs/limits.md).
  std::vector<handle_t> servers;
  for (long i = 0; i <= calls / 50'000; ++i) servers.push_back(connect(address));
  std::vector<RPC_ASYNC_STATE> states(1000);
  start(states, servers);  // the pool of threads, connections and buffers have their sizes then
  while (Parked(servers[0]) < 1000) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  Release(servers[0]);
  while (g_ended < 1000) std::this_thread::sleep_for(std::chrono::milliseconds(1));

  const Usage client_before = usage_of(getpid());
  const Usage server_before = usage_of(server);
  states = std::vector<RPC_ASYNC_STATE>(static_cast<size_t>(calls));
  g_ended = 0;
  start(states, servers);
  while (Parked(servers[0]) < calls) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const Usage client_parked = usage_of(getpid());
  const Usage server_parked = usage_of(server);
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

extern "C" {
void s_Park(PRPC_ASYNC_STATE state, handle_t, long) {
  const std::lock_guard lock(bench::lot().mutex);
  bench::lot().calls.push_back(state);
}
long s_Parked(handle_t) {
  const std::lock_guard lock(bench::lot().mutex);
  return static_cast<long>(bench::lot().calls.size());
}
hyper s_Release(handle_t) {
  return bench::release_all();
}
}

int main(int argc, char** argv) {
  const bench::Arguments arguments(argc, argv);
  const long calls = std::stol(arguments.text("calls", "100000"));
  int announce[2], stop[2];
  if (pipe(announce) != 0 || pipe(stop) != 0) bench::die("pipe");
  const pid_t server = fork();
  if (server == 0) {
    close(stop[1]);
    bench::serve(announce[1], stop[0]);
  }
  close(announce[1]);
  char address[256] = "";
  if (read(announce[0], address, sizeof address - 1) <= 0) bench::die("the server did not start");
  bench::run(address, server, calls);
  close(stop[1]);
  waitpid(server, nullptr, 0);
  return 0;
}

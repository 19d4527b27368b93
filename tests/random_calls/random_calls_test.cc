// Random programs of {start, status, cancel, abortive cancel, complete, abort, disconnect, free, unregister, rundown,
// subscribe} by 8 clients against one server: each call ends once, is told of once, and nothing is left.
//
// FARCALL_PROGRAMS: how many; FARCALL_SEED: which. The same seed gives the same programs, in another interleaving.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "capi/process.h"
#include "client.h"
#include "public_api.h"
#include "server.h"

namespace {

constexpr unsigned k_clients = 8;

uint64_t number_from(const char* name, uint64_t usual) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : usual;
}

template <class Done>
void expect_eventually(const char* what, Done done) {
  EXPECT_TRUE(farcall::test::eventually(done)) << what;
}

TEST(RandomCalls, end_once_each_and_leave_nothing_behind) {
  const uint64_t programs = number_from("FARCALL_PROGRAMS", 2000);
  const uint64_t seed = number_from("FARCALL_SEED", 1);
  FarcallSetLog([](void*, FARCALL_LOG_LEVEL, const char*, const char*) {}, nullptr);
  Server& server = Server::get();

  std::map<RPC_STATUS, long> outcomes;
  long steps = 0;
  {
    std::vector<std::unique_ptr<Client>> clients;
    for (unsigned i = 0; i < k_clients; ++i) clients.push_back(std::make_unique<Client>(i, seed));
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < k_clients; ++i)
      threads.emplace_back([&, i] {
        for (uint64_t n = i; n < programs && !testing::Test::HasFailure(); n += k_clients) {
          SCOPED_TRACE("seed " + std::to_string(seed) + ", client " + std::to_string(i) +
                       ", program " + std::to_string(n / k_clients));
          clients[i]->run_program();
        }
      });
    for (std::thread& thread : threads) thread.join();
    for (const auto& client : clients) {
      steps += client->steps;
      for (const auto& [status, count] : client->outcomes) outcomes[status] += count;
    }
  }

  // Everything back to nothing.
  farcall::capi::Process& process = farcall::capi::Process::get();
  expect_eventually("parked calls", [&] { return server.quiet(); });
  expect_eventually("calls", [&] { return process.server().call_count() == 0; });
  expect_eventually("connections", [&] { return process.server().connection_count() == 0; });
  expect_eventually("context handles", [&] { return server.leases == 0; });
  expect_eventually("groups", [&] { return process.client().groups().size() == 0; });
  EXPECT_EQ(server.dispatched, server.ended);
  EXPECT_EQ(server.wrong, 0);

  long calls = 0;
  for (const auto& [status, count] : outcomes) calls += count;
  std::cout << programs << " programs, " << steps << " steps, " << calls << " calls, "
            << server.dispatched << " served, " << server.told << " told, " << server.rundowns
            << " rundowns, " << server.unregistered << " times unregistered; outcomes:";
  for (const auto& [status, count] : outcomes) std::cout << ' ' << status << ": " << count;
  std::cout << '\n';
  FarcallSetLog(nullptr, nullptr);
}

}  // namespace

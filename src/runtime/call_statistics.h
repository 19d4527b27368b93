// CallStatistics: what RpcMgmtInqStats tells: calls and packets of this process, since it began.
//
// Connections count for themselves and add what is new once in a turn or a call, so that the shared
// counters are touched seldom. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace farcall::runtime {

struct CallStatistics {
  std::atomic<uint32_t> calls_in{0};
  std::atomic<uint32_t> calls_out{0};
  std::atomic<uint32_t> packets_in{0};
  std::atomic<uint32_t> packets_out{0};
};

// What one connection has added so far.
class PacketCount {
 public:
  void add(CallStatistics& statistics, uint64_t in, uint64_t out) {
    add_one(statistics.packets_in, in_, in);
    add_one(statistics.packets_out, out_, out);
  }

 private:
  static void add_one(std::atomic<uint32_t>& total, uint64_t& told, uint64_t now) {
    if (now != told)
      total.fetch_add(static_cast<uint32_t>(now - std::exchange(told, now)),
                      std::memory_order_relaxed);
  }
  uint64_t in_ = 0;
  uint64_t out_ = 0;
};

}  // namespace farcall::runtime

// Version 1 UUIDs. State: the last time given out and the clock sequence, under one mutex; a process draws its clock
// sequence once, so that two processes (or a parent and its child) on one card differ.
#include "capi/sequential_uuid.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace farcall::capi {
namespace {

using Node = std::array<uint8_t, 6>;

// 100 ns intervals between 15 October 1582 and 1 January 1970 (C706 appendix A).
constexpr uint64_t k_gregorian_offset = 0x01b21dd213814000;

bool read_card_address(const std::filesystem::path& card, Node& node) {
  std::ifstream file(card / "address");
  std::string text;
  // "00:11:22:33:44:55"; cards of other kinds have longer or shorter addresses.
  if (!std::getline(file, text) || text.size() != 3 * node.size() - 1) return false;
  for (size_t i = 0; i < node.size(); ++i) {
    const char* const octet = text.data() + 3 * i;
    if (std::from_chars(octet, octet + 2, node[i], 16).ptr != octet + 2) return false;
  }
  return std::ranges::any_of(
      node, [](uint8_t o) { return o != 0; });  // the loopback device has all zeros
}

bool find_card_address(Node& node) {
  std::error_code error;
  for (const auto& card : std::filesystem::directory_iterator("/sys/class/net", error))
    if (read_card_address(card.path(), node)) return true;
  return false;
}

struct Generator {
  std::mutex mutex;
  pid_t process = 0;
  uint64_t last_time = 0;
  uint16_t clock_sequence = 0;
  Node node{};
  bool local_only = false;

  void begin() {
    const Uuid random = random_uuid();
    process = getpid();
    clock_sequence = static_cast<uint16_t>(random.data1 & 0x3fff);
    local_only = !find_card_address(node);
    if (local_only) {
      std::copy_n(random.data4.begin() + 2, node.size(), node.begin());
      node[0] |= 1;
    }
  }

  uint64_t next_time() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto ticks = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count() / 100;
    last_time = std::max(static_cast<uint64_t>(ticks) + k_gregorian_offset, last_time + 1);
    return last_time;
  }
};

}  // namespace

SequentialUuid sequential_uuid() {
  static Generator& generator = *new Generator;  // never destroyed: threads may outlive main()
  const std::lock_guard lock(generator.mutex);
  if (generator.process != getpid()) generator.begin();
  const uint64_t time = generator.next_time();
  SequentialUuid made{{}, generator.local_only};
  made.uuid.data1 = static_cast<uint32_t>(time);
  made.uuid.data2 = static_cast<uint16_t>(time >> 32);
  made.uuid.data3 = static_cast<uint16_t>((time >> 48 & 0x0fff) | 0x1000);
  made.uuid.data4[0] = static_cast<uint8_t>(generator.clock_sequence >> 8 | 0x80);
  made.uuid.data4[1] = static_cast<uint8_t>(generator.clock_sequence);
  std::copy(generator.node.begin(), generator.node.end(), made.uuid.data4.begin() + 2);
  return made;
}

}  // namespace farcall::capi

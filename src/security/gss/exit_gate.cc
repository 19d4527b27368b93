// Two words: how many are inside, and whether the gate is shut. Each side writes its own before it reads
// the other's.
#include "security/gss/exit_gate.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace farcall::security::gss {
namespace {

std::atomic<unsigned> g_inside{0};
std::atomic<bool> g_shut{false};
constexpr std::chrono::milliseconds k_patience{500};

void shut(int, void*) {
  g_shut.store(true);
  const auto end = std::chrono::steady_clock::now() + k_patience;
  while (g_inside.load() != 0 && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::microseconds(100));
}

}  // namespace

ExitGate::ExitGate() : open_(true) {
  g_inside.fetch_add(1);
  if (!g_shut.load()) return;
  open_ = false;
  g_inside.fetch_sub(1);
}

ExitGate::~ExitGate() {
  if (open_) g_inside.fetch_sub(1);
}

void ExitGate::abandon(void* what) {
  static std::mutex mutex;
  static auto* const abandoned = new std::vector<void*>;
  const std::lock_guard lock(mutex);
  abandoned->push_back(what);
}

// on_exit(), because what atexit() takes runs with the destructors of this library only, and the order
// of libraries' destructors is nobody's promise.
void ExitGate::arm() {
  (void)on_exit(shut, nullptr);
}

}  // namespace farcall::security::gss

#include "managers.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace {

std::mutex g_mutex;
std::condition_variable g_changed;
std::function<long(handle_t)> g_answer;
PRPC_ASYNC_STATE g_parked = nullptr;

}  // namespace

void answer_with(std::function<long(handle_t)> answer) {
  const std::lock_guard lock(g_mutex);
  g_answer = std::move(answer);
}

PRPC_ASYNC_STATE parked_call() {
  std::unique_lock lock(g_mutex);
  g_changed.wait(lock, [] { return g_parked != nullptr; });
  return std::exchange(g_parked, nullptr);
}

extern "C" {

long s_Ask(handle_t call) {
  std::function<long(handle_t)> answer;
  {
    const std::lock_guard lock(g_mutex);
    answer = g_answer;
  }
  return answer(call);
}

void s_AskLater(PRPC_ASYNC_STATE state, handle_t) {
  const std::lock_guard lock(g_mutex);
  g_parked = state;
  g_changed.notify_all();
}

void s_AskText(handle_t, char** text) {
  *text = static_cast<char*>(midl_user_allocate(2));
  (*text)[0] = 'a';
  (*text)[1] = '\0';
}

}  // extern "C"

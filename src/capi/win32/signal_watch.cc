// One pipe and one thread for all watched signals, made when the first is watched and kept for the life of the process.
#include "capi/win32/signal_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>

namespace farcall::capi {
namespace {

std::array<std::atomic<SignalAnswer>, NSIG> g_answers;
int g_pipe[2] = {-1, -1};  // set before the first handler is

void note(int signal) {
  const int kept = errno;
  const auto byte = static_cast<unsigned char>(signal);
  (void)!write(g_pipe[1], &byte, 1);  // full: so many wait that one more says nothing new
  errno = kept;
}

void* answer_all(void*) {
  for (unsigned char signal = 0;;) {
    const ssize_t got = read(g_pipe[0], &signal, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got != 1) return nullptr;
    if (const SignalAnswer answer = g_answers[signal].load(std::memory_order_acquire))
      answer(signal);
  }
}

// Whoever watches is not to be interrupted itself.
bool start() {
  if (pipe2(g_pipe, O_CLOEXEC) != 0) return false;
  (void)fcntl(g_pipe[1], F_SETFL, O_NONBLOCK);
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread{};
  const bool started = pthread_create(&thread, nullptr, answer_all, nullptr) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (started) pthread_detach(thread);
  return started;
}

}  // namespace

bool watch_signal(int signal, SignalAnswer answer) {
  static const bool started = start();
  if (!started) return false;
  g_answers[static_cast<size_t>(signal)].store(answer, std::memory_order_release);
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  return sigaction(signal, &action, nullptr) == 0;
}

void unwatch_signal(int signal) {
  ::signal(signal, SIG_DFL);
  g_answers[static_cast<size_t>(signal)].store(nullptr, std::memory_order_release);
}

}  // namespace farcall::capi

// Threads: starting them, ending them, who the calling thread is.
//
// A started thread owns nothing here but its Start record; it is detached, and its ThreadObject is
// what others wait for.
#include <farcall/sdk/processthreadsapi.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#include <memory>

#include "capi/win32/win32.h"

using namespace farcall;

namespace {

struct Start {
  sync::Ref<sync::ThreadObject> thread;
  LPTHREAD_START_ROUTINE routine;
  void* parameter;
};

// APCs that were queued before the thread started run before its routine (QueueUserAPC's page).
// ExitThread unwinds this frame.
void* run_thread(void* argument) {
  const std::unique_ptr<Start> start(static_cast<Start*>(argument));
  sync::ThreadObject& thread = *start->thread;
  thread.wait_until_resumed();
  if (!thread.bind_to_calling_thread()) {
    thread.set_exit_code(ERROR_NOT_ENOUGH_MEMORY);
    thread.end();
    return nullptr;
  }
  thread.apcs().run_all();
  thread.set_exit_code(start->routine(start->parameter));
  return nullptr;
}

class ThreadAttributes {
 public:
  ThreadAttributes() : usable_(pthread_attr_init(&attributes_) == 0) {}
  ThreadAttributes(const ThreadAttributes&) = delete;
  ThreadAttributes& operator=(const ThreadAttributes&) = delete;
  ~ThreadAttributes() {
    if (usable_) pthread_attr_destroy(&attributes_);
  }

  // The size asked for is a wish for more; Windows programs that ask for little count on growth.
  bool set(size_t stack_size) {
    size_t usual = 0;
    if (!usable_ || pthread_attr_setdetachstate(&attributes_, PTHREAD_CREATE_DETACHED) != 0 ||
        pthread_attr_getstacksize(&attributes_, &usual) != 0)
      return false;
    return stack_size <= usual || pthread_attr_setstacksize(&attributes_, stack_size) == 0;
  }
  const pthread_attr_t* get() const { return &attributes_; }

 private:
  pthread_attr_t attributes_;
  bool usable_;
};

bool start_thread(std::unique_ptr<Start> start, size_t stack_size) {
  ThreadAttributes attributes;
  pthread_t id{};
  if (!attributes.set(stack_size) ||
      pthread_create(&id, attributes.get(), &run_thread, start.get()) != 0)
    return false;
  (void)start.release();  // the thread's
  return true;
}

HANDLE create_thread(size_t stack_size, LPTHREAD_START_ROUTINE routine, void* parameter,
                     DWORD flags, DWORD* id) {
  if (!routine || (flags & ~(CREATE_SUSPENDED | STACK_SIZE_PARAM_IS_A_RESERVATION)) != 0)
    return capi::fail(ERROR_INVALID_PARAMETER, HANDLE{});
  const auto thread = sync::make_object<sync::ThreadObject>((flags & CREATE_SUSPENDED) != 0);
  HANDLE handle = capi::open_handle(thread);
  if (!handle) return nullptr;
  if (id) *id = thread->id();
  std::unique_ptr<Start> start(new (std::nothrow) Start{thread, routine, parameter});
  if (start && start_thread(std::move(start), stack_size)) return handle;
  sync::process_handles().close(handle);
  return capi::fail(ERROR_NOT_ENOUGH_MEMORY, HANDLE{});
}

}  // namespace

extern "C" {

HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T dwStackSize,
                           LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
                           DWORD dwCreationFlags, LPDWORD lpThreadId) {
  return create_thread(dwStackSize, lpStartAddress, lpParameter, dwCreationFlags, lpThreadId);
}

DWORD WINAPI ResumeThread(HANDLE hThread) {
  const auto thread = capi::thread_from(hThread);
  if (!thread) return static_cast<DWORD>(-1);
  return thread->resume() ? 1 : 0;
}

void WINAPI ExitThread(DWORD dwExitCode) {
  if (auto* thread = sync::ThreadObject::current()) thread->set_exit_code(dwExitCode);
  pthread_exit(nullptr);
}

BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode) {
  const auto thread = capi::thread_from(hThread);
  if (!thread) return FALSE;
  if (!lpExitCode) return capi::fail(ERROR_INVALID_PARAMETER, FALSE);
  *lpExitCode = thread->exit_code();
  return TRUE;
}

HANDLE WINAPI GetCurrentThread(void) {
  return reinterpret_cast<HANDLE>(LONG_PTR{-2});
}

DWORD WINAPI GetCurrentThreadId(void) {
  const auto* thread = sync::ThreadObject::current();
  return thread ? thread->id() : 0;
}

DWORD WINAPI GetThreadId(HANDLE Thread) {
  const auto thread = capi::thread_from(Thread);
  return thread ? thread->id() : 0;
}

HANDLE WINAPI GetCurrentProcess(void) {
  return reinterpret_cast<HANDLE>(LONG_PTR{-1});
}

DWORD WINAPI GetCurrentProcessId(void) {
  return static_cast<DWORD>(getpid());
}

BOOL WINAPI SwitchToThread(void) {
  return sched_yield() == 0;
}

}  // extern "C"

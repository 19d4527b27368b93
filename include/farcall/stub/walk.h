// Walk: a routine that goes through the pointees of a type that reaches itself.
//
// Written as if it called itself, run from a list of the levels that are open: the machine's stack does not grow with
// the data. `co_await` goes into a pointee and comes back; `co_return` goes into the last one, so that a linked list
// has one level open however long it is. Each level is memory of its own, which a Reader counts while it is open.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

#include <farcall/stub/abi.h>

// g++ takes the operator new of a coroutine that sees its parameters for one without an operator delete. It says so at
// the coroutines, so this holds for the rest of a stub.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

FARCALL_STUB_NAMESPACE_BEGIN

template <class S>
class Reader;
template <class S>
class Writer;

class [[nodiscard]] Walk {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  Walk() = default;
  explicit Walk(Handle level) : level_(level) {}
  Walk(Walk&& other) noexcept : level_(std::exchange(other.level_, nullptr)) {}
  Walk& operator=(Walk&&) = delete;
  ~Walk() {
    if (level_) level_.destroy();
  }

  struct promise_type {
    Handle parent;  // the level to go back to
    Handle next;    // the level to go into

    Walk get_return_object() { return Walk(Handle::from_promise(*this)); }
    static Walk get_return_object_on_allocation_failure() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(Walk&& last) noexcept { next = last.release(); }
    [[noreturn]] void unhandled_exception() { throw; }

    template <class S, class... Others>
    static void* operator new(size_t size, Reader<S>& in, Others&&...) noexcept {
      return in.take_level(size);
    }
    template <class S, class... Others>
    static void* operator new(size_t size, Writer<S>& out, Others&&...) noexcept {
      return out.take_level(size);
    }
    template <class... Others>
    static void* operator new(size_t size, Others&&...) noexcept {
      return allocate(size, nullptr);
    }
    static void operator delete(void* memory, size_t size) {
      Header* header = static_cast<Header*>(memory) - 1;
      if (header->budget) *header->budget += size;
      std::free(header);
    }
  };

  // Into a pointee and back.
  [[nodiscard]] bool await_ready() const noexcept { return !level_; }
  void await_suspend(Handle from) noexcept {
    level_.promise().parent = from;
    from.promise().next = release();
  }
  void await_resume() const noexcept {}

  static void run(Walk root);

  // Memory of a level; what it took is given back to `budget`.
  static void* allocate(size_t size, size_t* budget) {
    auto* header = static_cast<Header*>(std::malloc(sizeof(Header) + size));
    if (!header) return nullptr;
    header->budget = budget;
    return header + 1;
  }

 private:
  struct alignas(16) Header {
    size_t* budget;
  };
  Handle release() { return std::exchange(level_, nullptr); }

  Handle level_;
};

inline void Walk::run(Walk root) {
  struct Open {  // levels that an exception leaves open
    Handle top;
    ~Open() {
      while (top) close();
    }
    void close() {
      const Handle closed = std::exchange(top, top.promise().parent);
      closed.destroy();
    }
  } open{root.release()};
  while (open.top) {
    open.top.resume();
    const Handle next = std::exchange(open.top.promise().next, nullptr);
    if (open.top.done()) {
      if (next) next.promise().parent = open.top.promise().parent;
      open.close();
      if (next) open.top = next;
    } else {
      open.top = next;
    }
  }
}

FARCALL_STUB_NAMESPACE_END

// What the tests of exceptions share: C functions called with a lambda, the depth of the chain, lines of the log.
#pragma once

#include <farcall/stub/exceptions.h>
#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "base/log.h"
#include "frames.h"
#include "stub/exception_chain.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#elif __has_feature(thread_sanitizer)
#define THREAD_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__SANITIZE_THREAD__)
#define THREAD_SANITIZED
#endif
#ifdef THREAD_SANITIZED
#define SANITIZED
#endif

namespace farcall::stub {

inline uint32_t open_blocks() {
  return ExceptionChain::of_this_thread().depth();
}

// A lambda as the body of a C function; it outlives the call.
template <class Body>
struct Callback {
  explicit Callback(Body& body) : context(const_cast<std::remove_const_t<Body>*>(&body)) {}
  static void call(void* context) { (*static_cast<Body*>(context))(); }
  void* context;
};

template <class Body>
int handle(const c_frames& c, Body&& body) {
  using Plain = std::remove_reference_t<Body>;
  return c.handle(&Callback<Plain>::call, Callback<Plain>(body).context);
}

// The events that were logged in its lifetime, one a line.
class LoggedEvents {
 public:
  LoggedEvents() {
    set_log_hook(&LoggedEvents::add, this);
    set_log_level(Level::warn);
  }
  LoggedEvents(const LoggedEvents&) = delete;
  LoggedEvents& operator=(const LoggedEvents&) = delete;
  ~LoggedEvents() {
    set_log_level(Level::error);
    set_log_hook(nullptr, nullptr);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static void add(void* self, Level, std::string_view event, std::string_view) {
    static_cast<LoggedEvents*>(self)->text_.append(event).append("\n");
  }
  std::string text_;
};

// Tests of this kind run with both C objects.
class WithC : public testing::TestWithParam<const c_frames*> {
 protected:
  void TearDown() override {
    EXPECT_EQ(open_blocks(), 0u);
    EXPECT_EQ(std::uncaught_exceptions(), 0);
    EXPECT_EQ(std::current_exception(), nullptr);
    EXPECT_EQ(ExceptionChain::of_this_thread().in_flight, nullptr);
  }
  const c_frames& c = *GetParam();
};

#define FOR_BOTH_C_OBJECTS(suite)                                                        \
  INSTANTIATE_TEST_SUITE_P(C, suite, testing::Values(&with_cleanups, &without_cleanups), \
                           [](const auto& each) { return std::string(each.param->name); })

}  // namespace farcall::stub

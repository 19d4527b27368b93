// Programs' ends of synchronous pipes, and the server of streams.idl.
#pragma once

#include <gtest/gtest.h>
#include <windows.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "public_api.h"
#include "streams.h"
#include "support_sums.h"

// What streams.idl's managers do in Misuse.
enum Misuse : long {
  k_leave_in_pipe,   // returns without pulling all
  k_leave_out_pipe,  // returns without the push that ends
  k_push_too_early,  // before the [in] pipe has ended
  k_pull_after_end,  // once more
  k_push_after_end,  // once more
  k_raise_in_the_middle,
  k_wait_for_the_client  // pulls until that fails
};

struct Server {
  static Server& get();
  static const std::string& address();
  std::atomic<int> inside{0};
  std::atomic<long> pulled{0};     // elements, by Misuse and Upload
  std::atomic<bool> stall{false};  // Upload and Download wait
};

// A program's buffer behind alloc, and what goes through it.
template <class T, class Pipe>
class ProgramPipe {
 public:
  // A source of `values` in portions of at most `portion`.
  static Pipe source(ProgramPipe& self) { return self.make(); }

  Pipe make() {
    Pipe pipe;
    pipe.pull = [](char* state, T* buffer, unsigned long size, unsigned long* number) {
      auto& self = *reinterpret_cast<ProgramPipe*>(state);
      if (self.on_pull) self.on_pull();
      const size_t now = std::min({self.values.size() - self.at, self.portion, size_t{size}});
      std::copy_n(self.values.begin() + static_cast<std::ptrdiff_t>(self.at.load()), now, buffer);
      self.at += now;
      *number = now;
      ++self.calls;
    };
    pipe.push = [](char* state, T* buffer, unsigned long number) {
      auto& self = *reinterpret_cast<ProgramPipe*>(state);
      if (self.on_push) self.on_push();
      EXPECT_FALSE(self.ended);
      self.ended = number == 0;
      self.values.insert(self.values.end(), buffer, buffer + number);
      ++self.calls;
    };
    pipe.alloc = [](char* state, unsigned long size, T** buffer, unsigned long* got) {
      auto& self = *reinterpret_cast<ProgramPipe*>(state);
      self.room.resize(std::min(size_t{size} / sizeof(T), self.most_room));
      *buffer = self.room.data();
      *got = self.room.size() * sizeof(T);
    };
    pipe.state = reinterpret_cast<char*>(this);
    return pipe;
  }

  std::vector<T> values;
  size_t portion = SIZE_MAX;
  size_t most_room = SIZE_MAX;
  std::atomic<size_t> at{0};
  int calls = 0;
  bool ended = false;
  std::function<void()> on_pull, on_push;

 private:
  std::vector<T> room;
};

using farcall::test::eventually;
using farcall::test::raised_by;

handle_t connect();

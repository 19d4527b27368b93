// What a long stream costs: an asynchronous pipe in each direction, its content verified by a check-sum, and the memory
// that each process had at most, above what it has while nothing happens; once more with a server that reads slowly.
// Client and server are processes of their own.
//
//   --mebibytes N   how long (256)
//   --rest N        milliseconds that the slow reader rests after each mebibyte (5)
#include <farcall/farcall.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

#include "farcall_status.h"
#include "farcall_stream.h"
#include "harness/arguments.h"
#include "held_server.h"

namespace bench {
namespace {

constexpr size_t k_portion = 64u << 10;

// FNV-1a over 8 bytes at a time; the same portions on both sides.
class Sum {
 public:
  void add(const byte* data, size_t size) {
    for (size_t i = 0; i < size; ++i) {
      word_ |= uint64_t{data[i]} << (8 * (length_++ % 8));
      if (length_ % 8 != 0) continue;
      value_ = (value_ ^ word_) * 0x100000001b3u;
      word_ = 0;
    }
  }
  [[nodiscard]] hyper value() const { return static_cast<hyper>(value_ ^ word_ ^ length_); }

 private:
  uint64_t value_ = 0xcbf29ce484222325u, word_ = 0, length_ = 0;
};

// Bytes that differ everywhere (xorshift).
class Source {
 public:
  void fill(std::vector<byte>& buffer) {
    for (byte& each : buffer) {
      state_ ^= state_ << 13;
      state_ ^= state_ >> 7;
      state_ ^= state_ << 17;
      each = static_cast<byte>(state_);
    }
  }

 private:
  uint64_t state_ = 88172645463325252u;
};

// An RPC_ASYNC_STATE that is told by an event, and its pipe.
struct End {
  explicit End(RPC_ASYNC_STATE& of)
      : state(of), event(CreateEventA(nullptr, FALSE, FALSE, nullptr)) {
    state.NotificationType = RpcNotificationTypeEvent;
    state.u.hEvent = event;
  }
  End(const End&) = delete;
  End& operator=(const End&) = delete;
  ~End() { CloseHandle(event); }
  void wait() const { WaitForSingleObject(event, INFINITE); }

  // With RPC_C_NOTIFY_ON_SEND_COMPLETE.
  hyper push(ASYNC_BYTES& pipe, hyper size) const {
    Source source;
    Sum sum;
    std::vector<byte> buffer(k_portion);
    for (hyper done = 0; done < size; done += k_portion) {
      source.fill(buffer);
      sum.add(buffer.data(), buffer.size());
      check("push", pipe.push(pipe.state, buffer.data(), buffer.size()));
      wait();
    }
    check("the push that ends", pipe.push(pipe.state, nullptr, 0));
    return sum.value();
  }
  hyper pull(ASYNC_BYTES& pipe, long rest) const {
    Sum sum;
    std::vector<byte> buffer(k_portion);
    size_t since = 0;
    for (;;) {
      unsigned long number = 0;
      const RPC_STATUS status = pipe.pull(pipe.state, buffer.data(), buffer.size(), &number);
      if (status == RPC_S_ASYNC_CALL_PENDING) {
        wait();
        continue;
      }
      check("pull", status);
      if (number == 0) return sum.value();
      sum.add(buffer.data(), number);
      since += number;
      if (rest == 0 || since < 1u << 20) continue;
      since = 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(rest));
    }
  }

  RPC_ASYNC_STATE& state;
  HANDLE event;
};

template <class Work>
void run_later(PRPC_ASYNC_STATE state, Work work) {
  std::thread([state, work] {
    state->Flags = RPC_C_NOTIFY_ON_SEND_COMPLETE;
    hyper reply = 0;
    {
      const End end(*state);
      reply = work(end);
    }
    check("complete", RpcAsyncCompleteCall(state, &reply));
  }).detach();
}

class Client {
 public:
  explicit Client(const HeldServer& server) : server_(server) {
    std::string copy = server.address();
    check("binding",
          RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(copy.data()), &binding_));
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { RpcBindingFree(&binding_); }

  void upload(hyper size, long rest) const {
    move("upload", size, rest, [&](RPC_ASYNC_STATE& state, const End& end, ASYNC_BYTES& pipe) {
      Upload(&state, binding_, rest, &pipe);
      end.wait();  // before the first push, too
      return end.push(pipe, size);
    });
  }
  void download(hyper size, long rest) const {
    move("download", size, rest, [&](RPC_ASYNC_STATE& state, const End& end, ASYNC_BYTES& pipe) {
      Download(&state, binding_, size, &pipe);
      return end.pull(pipe, rest);
    });
  }

 private:
  template <class Stream>
  void move(const char* what, hyper size, long rest, Stream stream) const {
    const Usage client = usage_of(getpid()), server = server_.usage();
    const auto begin = std::chrono::steady_clock::now();
    RPC_ASYNC_STATE state;
    check("initialize", RpcAsyncInitializeHandle(&state, sizeof state));
    state.Flags = RPC_C_NOTIFY_ON_SEND_COMPLETE;
    const End end(state);
    ASYNC_BYTES pipe{};
    const hyper here = stream(state, end, pipe);
    hyper there = 0;
    RPC_STATUS status = RPC_S_ASYNC_CALL_PENDING;
    while ((status = RpcAsyncCompleteCall(&state, &there)) == RPC_S_ASYNC_CALL_PENDING) end.wait();
    check(what, status);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (here != there) die(std::string(what) + ": the check-sums differ");
    const double mebibytes = static_cast<double>(size) / (1 << 20);
    std::printf(
        "%-8s %5.0f MiB%s, check-sums equal: %6.0f MiB/s; peak above idle: client %ld KiB, server "
        "%ld KiB\n",
        what, mebibytes, rest ? ", slow reader" : "", mebibytes / took.count(),
        usage_of(getpid()).peak_kilobytes - client.kilobytes,
        server_.usage().peak_kilobytes - server.kilobytes);
  }

  const HeldServer& server_;
  handle_t binding_ = nullptr;
};

}  // namespace
}  // namespace bench

extern "C" {
void s_Upload(PRPC_ASYNC_STATE state, handle_t, long rest, ASYNC_BYTES* data) {
  bench::run_later(state, [=](const bench::End& end) { return end.pull(*data, rest); });
}
void s_Download(PRPC_ASYNC_STATE state, handle_t, hyper size, ASYNC_BYTES* data) {
  bench::run_later(state, [=](const bench::End& end) { return end.push(*data, size); });
}
}

int main(int argc, char** argv) {
  const bench::Arguments arguments(argc, argv);
  const hyper size = std::stol(arguments.text("mebibytes", "256")) * (int64_t{1} << 20);
  const long rest = std::stol(arguments.text("rest", "5"));
  const bench::HeldServer server(FarcallStream_v1_0_s_ifspec, "none");
  const bench::Client client(server);
  client.upload(size, 0);
  client.download(size, 0);
  client.upload(size, rest);
  client.download(size, rest);
  return 0;
}

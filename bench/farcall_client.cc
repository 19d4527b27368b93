// Farcall's client, written as a program for Windows would be: the synchronous stub; or
// asynchronous calls in flight whose replies are learnt by callback or by event.
//
//   --notify callback   each reply's callback completes its call and starts the next one
//   --notify event      one thread waits for the oldest call's event, completes it, starts the next
//
// With --bytes N blocking calls carry a block of that size, there and back; --security
// none|ntlm|kerberos and --protect sign|seal say how.
#include <farcall/farcall.h>
#include <windows.h>

#include <latch>
#include <memory>
#include <vector>

#include "farcall_echo.h"
#include "farcall_status.h"
#include "harness/echo_client.h"

namespace bench {
namespace {

// Runs a stub; an exception that it raises ends the program.
template <class Stub>
void call(Stub stub) {
  RPC_STATUS status = RPC_S_OK;
  RpcTryExcept {
    stub();
  }
  RpcExcept(1) {
    status = static_cast<RPC_STATUS>(RpcExceptionCode());
  }
  RpcEndExcept;
  check("the call could not be started", status);
}

// One place of the window.
class Slot {
 public:
  Slot(handle_t binding, Recorder& recorder) : binding_(binding), recorder_(recorder) {}

  void notify_by_event() {
    event_ = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    if (!event_) die("CreateEvent");
  }
  void notify_by_callback(std::latch& all_done) { all_done_ = &all_done; }

  void start(Time now) {
    started_ = now;
    check("RpcAsyncInitializeHandle", RpcAsyncInitializeHandle(&state_, sizeof state_));
    state_.UserInfo = this;
    if (event_) {
      state_.NotificationType = RpcNotificationTypeEvent;
      state_.u.hEvent = event_;
    } else {
      state_.NotificationType = RpcNotificationTypeCallback;
      state_.u.NotificationRoutine = on_reply;
    }
    ++value_;
    call([this] { EchoAsync(&state_, binding_, value_); });
  }

  // The reply is there: takes it and, unless the recorder is stopping, starts the next call. False
  // when it did not.
  bool complete() {
    long reply = 0;
    check("RpcAsyncCompleteCall", RpcAsyncCompleteCall(&state_, &reply));
    if (reply != value_) die("the reply is not the request");
    const Time now = recorder_.completed(started_);
    if (recorder_.stopping()) return false;
    start(now);
    return true;
  }

  void wait() const {
    if (WaitForSingleObject(event_, INFINITE) != WAIT_OBJECT_0) die("WaitForSingleObject");
  }

 private:
  static void on_reply(PRPC_ASYNC_STATE state, void*, RPC_ASYNC_EVENT) {
    auto* slot = static_cast<Slot*>(state->UserInfo);
    if (!slot->complete()) slot->all_done_->count_down();
  }

  handle_t binding_;
  Recorder& recorder_;
  std::latch* all_done_ = nullptr;  // null with events
  HANDLE event_ = nullptr;          // null with callbacks; lives as long as the process
  RPC_ASYNC_STATE state_{};
  long value_ = 0;
  Time started_;
};

class FarcallClient : public EchoClient {
 public:
  FarcallClient(const std::string& port, bool events, size_t bytes)
      : events_(events), block_(bytes, 'x') {
    RPC_CSTR text = nullptr;
    check("RpcStringBindingCompose",
          RpcStringBindingComposeA(nullptr, rpc_string("ncacn_ip_tcp"), rpc_string("127.0.0.1"),
                                   rpc_string(port.c_str()), nullptr, &text));
    check("RpcBindingFromStringBinding", RpcBindingFromStringBindingA(text, &binding_));
    RpcStringFreeA(&text);
  }
  ~FarcallClient() override { RpcBindingFree(&binding_); }

  // As the process's own identity.
  void authenticate(const std::string& security, const std::string& protect) {
    if (security == "none") return;
    const bool kerberos = security == "kerberos";
    check("RpcBindingSetAuthInfo",
          RpcBindingSetAuthInfoA(
              binding_, kerberos ? rpc_string("rpc/server.farcall.test") : nullptr,
              protect == "seal" ? RPC_C_AUTHN_LEVEL_PKT_PRIVACY : RPC_C_AUTHN_LEVEL_PKT_INTEGRITY,
              kerberos ? RPC_C_AUTHN_GSS_KERBEROS : RPC_C_AUTHN_WINNT, nullptr, RPC_C_AUTHZ_NONE));
  }

  void call_one_by_one(Recorder& recorder) override {
    if (!block_.empty()) return call_with_blocks(recorder);
    Time started = Recorder::now();
    for (long value = 1; !recorder.stopping(); ++value) {
      long reply = 0;
      call([&] { reply = Echo(binding_, value); });
      if (reply != value) die("the reply is not the request");
      started = recorder.completed(started);
    }
  }

  void keep_outstanding(unsigned count, Recorder& recorder) override {
    std::vector<std::unique_ptr<Slot>> slots;
    for (unsigned i = 0; i < count; ++i)
      slots.push_back(std::make_unique<Slot>(binding_, recorder));
    if (events_)
      keep_by_event(slots);
    else
      keep_by_callback(slots);
  }

 private:
  void call_with_blocks(Recorder& recorder) {
    std::vector<byte> back(block_.size());
    Time started = Recorder::now();
    while (!recorder.stopping()) {
      block_[0] = static_cast<byte>(block_[0] + 1);
      call([&] { EchoBlock(binding_, block_.size(), block_.data(), back.data()); });
      if (back.front() != block_.front() || back.back() != block_.back())
        die("the reply is not the request");
      started = recorder.completed(started);
    }
  }

  using Slots = std::vector<std::unique_ptr<Slot>>;

  // The API takes its strings as non-const; it does not write to them.
  static RPC_CSTR rpc_string(const char* text) {
    return reinterpret_cast<RPC_CSTR>(const_cast<char*>(text));
  }

  static void keep_by_callback(Slots& slots) {
    std::latch all_done(static_cast<ptrdiff_t>(slots.size()));
    for (auto& slot : slots) {
      slot->notify_by_callback(all_done);
      slot->start(Recorder::now());
    }
    all_done.wait();
  }

  static void keep_by_event(Slots& slots) {
    for (auto& slot : slots) {
      slot->notify_by_event();
      slot->start(Recorder::now());
    }
    for (size_t in_flight = slots.size(), oldest = 0; in_flight > 0;
         oldest = (oldest + 1) % slots.size()) {
      slots[oldest]->wait();
      if (!slots[oldest]->complete()) --in_flight;
    }
  }

  bool events_;
  std::vector<byte> block_;
  handle_t binding_ = nullptr;
};

}  // namespace

std::unique_ptr<EchoClient> make_echo_client(const Arguments& arguments) {
  auto client = std::make_unique<FarcallClient>(arguments.text("port"),
                                                arguments.text("notify", "callback") == "event",
                                                std::stoul(arguments.text("bytes", "0")));
  client->authenticate(arguments.text("security", "none"), arguments.text("protect", "seal"));
  return client;
}

}  // namespace bench

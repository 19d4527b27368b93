// FakeServer: a scripted peer whose every byte is written by hand, independent of
// our encoders.
//
// Each accepted connection gets a thread that runs the script. Scripts end when the client has gone
// (read() gives nothing) or the server object is destroyed, which shuts all connections down.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "transport/protocol_sequence.h"
#include "transport/unique_fd.h"
#include "transport_choice.h"

namespace farcall::runtime::client {

// C706 12.6.4
enum PduType : uint8_t {
  k_request = 0,
  k_response = 2,
  k_fault = 3,
  k_bind = 11,
  k_bind_ack = 12,
  k_bind_nak = 13,
  k_alter_context = 14,
  k_alter_context_resp = 15,
  k_shutdown = 17,
  k_co_cancel = 18,
  k_orphaned = 19
};
enum PduFlags : uint8_t {
  k_first = 0x01,
  k_last = 0x02,
  k_pending_cancel = 0x04,
  k_conc_mpx = 0x10,
  k_did_not_execute = 0x20,
  k_maybe = 0x40,
  k_has_object = 0x80
};

struct FakePdu {
  uint8_t type = 0;
  uint8_t flags = 0;
  uint32_t call_id = 0;
  std::string body;

  [[nodiscard]] uint32_t u32(size_t at) const;
  [[nodiscard]] uint16_t u16(size_t at) const;
  [[nodiscard]] bool has(uint8_t flag) const { return (flags & flag) != 0; }
  // Of a bind.
  [[nodiscard]] uint32_t assoc_group() const { return u32(4); }
  [[nodiscard]] size_t contexts() const { return static_cast<uint8_t>(body[8]); }
  // Of a request.
  [[nodiscard]] uint16_t context() const { return u16(4); }
  [[nodiscard]] uint16_t opnum() const { return u16(6); }
  [[nodiscard]] std::string stub() const { return body.substr(has(k_has_object) ? 24 : 8); }
};

struct BindAnswer {
  bool multiplex = true;
  bool keep_on_orphan = true;
  uint32_t group = 0x1111;
  bool refuse_interface = false;
};

class FakeConnection {
 public:
  explicit FakeConnection(transport::UniqueFd fd) : fd_(std::move(fd)) {}

  // The next PDU; nothing when the client has gone.
  std::optional<FakePdu> read();
  // The next whole request, after answering binds and alter_contexts; cancels and orphans are
  // noted.
  std::optional<FakePdu> read_request();
  void answer_bind(const FakePdu& bind);
  void respond(const FakePdu& request, const std::string& stub);
  void fault(const FakePdu& request, uint32_t status, uint8_t flags = 0);
  void send_pdu(uint8_t type, uint8_t flags, uint32_t call_id, const std::string& body);
  void send_raw(const std::string& bytes);
  // What is sent between these two leaves in one piece.
  void hold() { held_.emplace(); }
  void let_go() { send_raw(std::exchange(held_, std::nullopt).value_or("")); }
  // RST
  void reset();
  void close();
  void shut();

  BindAnswer answer;
  bool big_endian = false;
  size_t fragment = 5840;  // largest PDU we send
  unsigned index = 0;      // of the connections, in the order in which they were accepted
  std::vector<uint32_t> cancels;
  std::vector<uint32_t> orphans;

  [[nodiscard]] std::string u16(uint16_t value) const;
  [[nodiscard]] std::string u32(uint32_t value) const;

 private:
  bool read_exactly(void* into, size_t size);
  std::optional<std::string> held_;
  std::mutex mutex_;  // fd_ against shut()
  transport::UniqueFd fd_;
};

class FakeServer {
 public:
  using Script = std::function<void(FakeConnection&)>;
  // At a free endpoint unless one is given.
  explicit FakeServer(Script script, const BindAnswer& answer = {},
                      const std::string& endpoint = "");
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;
  ~FakeServer();

  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }
  [[nodiscard]] std::string binding() const { return test::binding_to(endpoint_); }
  // Accepted so far, and open now.
  [[nodiscard]] unsigned accepted() const { return accepted_; }
  [[nodiscard]] unsigned open() const { return open_; }
  // Closes every connection that is open now.
  void drop_connections();

  // Answers each request with its own stub data.
  static void echo(FakeConnection& connection);

 private:
  void accept_all();
  const Script script_;
  const BindAnswer answer_;
  transport::ListeningSocket listening_;
  std::string endpoint_;
  std::atomic<bool> stopping_{false};
  std::atomic<unsigned> accepted_{0};
  std::atomic<unsigned> open_{0};
  std::mutex mutex_;
  std::list<FakeConnection> connections_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// A gate that scripts wait at and tests open.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  // False when it stayed shut.
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

// Until `done` or 20 seconds.
template <class Done>
bool eventually(Done done) {
  for (int i = 0; i < 4000; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return done();
}

}  // namespace farcall::runtime::client

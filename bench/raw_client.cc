// The raw competitor's client: blocking send and receive, or an epoll loop that keeps a window of
// frames in flight.
#include <vector>

#include "harness/echo_client.h"
#include "raw_frames.h"

namespace bench {
namespace {

EchoFrame echo_of(uint64_t call_id, uint32_t value) {
  return {.header = {.length = k_echo_length, .operation = k_operation_echo, .call_id = call_id},
          .value = value};
}

class RawClient : public EchoClient {
 public:
  explicit RawClient(uint16_t port) : socket_(connect_to_loopback(port)) {}

  void call_one_by_one(Recorder& recorder) override {
    Time started = Recorder::now();
    for (uint32_t value = 0; !recorder.stopping(); ++value) {
      const EchoFrame request = echo_of(0, value);
      EchoFrame reply{};
      write_all(socket_, &request, k_frame_size);
      if (!read_all(socket_, &reply, k_frame_size)) die("the server is gone");
      if (reply.value != value) die("the reply is not the request");
      started = recorder.completed(started);
    }
  }

  void keep_outstanding(unsigned count, Recorder& recorder) override;

 private:
  Fd socket_;
};

// One place of the window; its index is the frame's call id.
struct Slot {
  uint32_t value;
  Time started;
};

void RawClient::keep_outstanding(unsigned count, Recorder& recorder) {
  FrameStream stream(std::move(socket_));
  std::vector<Slot> slots(count);
  unsigned in_flight = count;
  uint32_t next_value = 0;
  const auto start = [&](size_t index, Time now) {
    slots[index] = {.value = next_value++, .started = now};
    stream.queue(echo_of(index, slots[index].value));
  };
  const auto on_reply = [&](const EchoFrame& frame) {
    const Slot& slot = slots.at(frame.header.call_id);
    if (frame.value != slot.value) die("the reply is not the request");
    const Time now = recorder.completed(slot.started);
    if (recorder.stopping())
      --in_flight;
    else
      start(frame.header.call_id, now);
  };

  Poll poll;
  poll.add(stream.socket(), EPOLLIN);
  for (size_t i = 0; i < count; ++i) start(i, Recorder::now());
  stream.flush();
  while (in_flight > 0) {
    poll.wait();
    if (!stream.read_once(on_reply)) die("the server is gone");
    stream.flush();
    // Both windows fit into the socket's buffers many times over.
    if (stream.has_unsent()) die("the socket took less than one window");
  }
}

}  // namespace

std::unique_ptr<EchoClient> make_echo_client(const Arguments& arguments) {
  return std::make_unique<RawClient>(arguments.number<uint16_t>("port"));
}

}  // namespace bench

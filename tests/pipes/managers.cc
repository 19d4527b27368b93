// The server of streams.idl.
#include "support.h"

// Its header has types of the same names.
RPC_IF_HANDLE later_ifspec();

Server& Server::get() {
  static Server server;
  return server;
}

const std::string& Server::address() {
  static const std::string text =
      farcall::test::serve({streams_v1_0_s_ifspec, later_ifspec()}, {farcall::test::protseq()})
          .front();
  return text;
}

handle_t connect() {
  return farcall::test::binding_from(Server::address());
}

namespace {

struct Inside {
  Inside() { ++Server::get().inside; }
  ~Inside() { --Server::get().inside; }
};

// Pulls until the end.
template <class T, class Pipe>
std::vector<T> drain(Pipe& pipe, size_t portion) {
  std::vector<T> all, some(portion);
  unsigned long number = 0;
  do {
    pipe.pull(pipe.state, some.data(), portion, &number);
    EXPECT_LE(number, portion);
    all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(number));
  } while (number != 0);
  return all;
}

}  // namespace

extern "C" {

long s_Sum(handle_t, long start, const char* name, LONG_PIPE numbers, long long* sum) {
  const std::vector<long> all = drain<long>(numbers, 1000);
  *sum = start + static_cast<long>(std::string(name).size());
  for (const long each : all) *sum += each;
  return static_cast<long>(all.size());
}

long s_Count(handle_t, long first, long count, LONG_PIPE* numbers, long* last) {
  std::vector<long> portion;
  for (long i = 0; i < count;) {
    portion.clear();
    for (long k = 0; k < 700 && i < count; ++k, ++i) portion.push_back(first + i);
    numbers->push(numbers->state, portion.data(), portion.size());
  }
  numbers->push(numbers->state, nullptr, 0);
  *last = first + count - 1;
  return count;
}

void s_Raise(handle_t, RECORD_PIPE* records) {
  std::vector<RECORD> all = drain<RECORD>(*records, 64);
  for (RECORD& each : all) ++each.value;
  if (!all.empty()) records->push(records->state, all.data(), all.size());
  records->push(records->state, nullptr, 0);
}

long s_Several(handle_t, BYTE_PIPE a, RECORD_PIPE b, BYTE_PIPE* c, LONG_PIPE* d) {
  std::vector<byte> bytes = drain<byte>(a, 7);
  const std::vector<RECORD> records = drain<RECORD>(b, 3);
  std::reverse(bytes.begin(), bytes.end());
  c->push(c->state, bytes.data(), bytes.size());
  c->push(c->state, nullptr, 0);
  for (const RECORD& each : records) {
    long value = static_cast<long>(each.value);
    d->push(d->state, &value, 1);
  }
  d->push(d->state, nullptr, 0);
  return static_cast<long>(bytes.size() + records.size());
}

void s_Misuse(handle_t, long how, LONG_PIPE numbers, LONG_PIPE* back) {
  const Inside inside;
  long some[10] = {};
  unsigned long number = 1;
  if (how == k_push_too_early) back->push(back->state, some, 1);
  if (how == k_leave_in_pipe) return numbers.pull(numbers.state, some, 1, &number);
  if (how == k_wait_for_the_client)
    for (;; Server::get().pulled += static_cast<long>(number))
      numbers.pull(numbers.state, some, 10, &number);
  if (how == k_raise_in_the_middle) {
    numbers.pull(numbers.state, some, 1, &number);
    RpcRaiseException(4711);
  }
  drain<long>(numbers, 10);
  if (how == k_pull_after_end) numbers.pull(numbers.state, some, 1, &number);
  back->push(back->state, some, 3);
  if (how == k_leave_out_pipe) return;
  back->push(back->state, nullptr, 0);
  if (how == k_push_after_end) back->push(back->state, some, 1);
}

long long s_Upload(handle_t, BYTE_PIPE data) {
  const Inside inside;
  EXPECT_TRUE(eventually([] { return !Server::get().stall; }));
  std::vector<byte> some(50'000);
  uint64_t sum = k_mix_start;
  unsigned long number = 0;
  do {
    data.pull(data.state, some.data(), some.size(), &number);
    sum = mix(sum, some.data(), number);
    Server::get().pulled += static_cast<long>(number);
  } while (number != 0);
  return static_cast<long long>(sum);
}

long long s_Download(handle_t, long long size, BYTE_PIPE* data) {
  const Inside inside;
  std::vector<byte> some(30'000);
  uint64_t sum = k_mix_start;
  for (long long sent = 0; sent < size;) {
    const auto now = static_cast<size_t>(std::min<long long>(size - sent, 30'000));
    for (size_t i = 0; i < now; ++i)
      some[i] = static_cast<byte>((sent + static_cast<long long>(i)) * 7 >> 3);
    data->push(data->state, some.data(), now);
    sum = mix(sum, some.data(), now);
    sent += static_cast<long long>(now);
    Server::get().pulled = static_cast<long>(sent);
  }
  data->push(data->state, nullptr, 0);
  return static_cast<long long>(sum);
}

}  // extern "C"

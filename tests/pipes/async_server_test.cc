// Asynchronous pipes on the server (later.idl), for a synchronous client.
#include <numeric>

#include "later_sync.h"
#include "support.h"

namespace {

using Numbers = ProgramPipe<long, NUMBERS_NOW>;
using Octets = ProgramPipe<byte, OCTETS_NOW>;

class AsyncServerPipes : public testing::Test {
 protected:
  void SetUp() override { binding = connect(); }
  void TearDown() override { RpcBindingFree(&binding); }
  handle_t binding = nullptr;
};

TEST_F(AsyncServerPipes, AR_091_092_pull_and_push_while_they_are_told) {
  for (const size_t count : {size_t{0}, size_t{1}, size_t{50'000}}) {
    Numbers numbers, back;
    numbers.values.resize(count);
    std::iota(numbers.values.begin(), numbers.values.end(), 7);
    NUMBERS_NOW out = back.make();
    EXPECT_EQ(Multiply(binding, 2, numbers.make(), &out), static_cast<long>(count));
    ASSERT_EQ(back.values.size(), count);
    for (size_t i = 0; i < count; ++i) ASSERT_EQ(back.values[i], 2 * (static_cast<long>(i) + 7));
  }
}

TEST_F(AsyncServerPipes, bytes_there_and_back) {
  Octets data;
  data.values.resize(3'000'000);
  std::iota(data.values.begin(), data.values.end(), byte{3});
  EXPECT_EQ(static_cast<uint64_t>(Swallow(binding, data.make())),
            mix(k_mix_start, data.values.data(), data.values.size()));
  Octets got;
  OCTETS_NOW pipe = got.make();
  const auto sum = static_cast<uint64_t>(Pour(binding, 3'000'000, &pipe));
  EXPECT_EQ(got.values.size(), 3'000'000u);
  EXPECT_EQ(sum, mix(k_mix_start, got.values.data(), got.values.size()));
}

}  // namespace

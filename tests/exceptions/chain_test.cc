// The chain alone: entering, leaving, and what it drops, with made-up frames at made-up places.
#include "support.h"

namespace farcall::stub {
namespace {

// Places on the stack of the thread that runs the test, further out first.
class Chain : public testing::Test {
 protected:
  [[nodiscard]] StackPosition place(int functions_in) const {
    return reinterpret_cast<StackPosition>(__builtin_frame_address(0)) -
           static_cast<StackPosition>(functions_in) * 256;
  }
  [[nodiscard]] ExceptionEntry entry(int frame, StackPosition position,
                                     const void* return_address = nullptr) const {
    return {&frames[frame], position, HandlerKind::c, nullptr, return_address};
  }
  farcall_try frames[40] = {};
  ExceptionChain chain;
  const StackPosition here = place(0);
};

TEST_F(Chain, leaves_in_order_and_out_of_order) {
  const uint32_t first = chain.enter(entry(0, here));
  const uint32_t second = chain.enter(entry(1, here - 256));
  const uint32_t third = chain.enter(entry(2, here - 512));
  chain.leave(&frames[2], third);
  EXPECT_EQ(chain.depth(), 2u);
  chain.leave(&frames[0], first);  // takes what is inside with it
  EXPECT_EQ(chain.depth(), 0u);
  chain.leave(&frames[1], second);  // long gone
  EXPECT_EQ(chain.depth(), 0u);
}

TEST_F(Chain, does_not_let_a_stranger_leave) {
  const uint32_t first = chain.enter(entry(0, here));
  chain.leave(&frames[5], first);
  EXPECT_EQ(chain.depth(), 1u);
}

TEST_F(Chain, drops_frames_below_the_function_that_enters) {
  chain.enter(entry(0, here));
  chain.enter(entry(1, here - 1024));
  chain.enter(entry(2, here - 2048));
  EXPECT_EQ(chain.enter(entry(3, here - 512)), 1u);
  EXPECT_EQ(chain[0].frame, &frames[0]);
  EXPECT_EQ(chain[1].frame, &frames[3]);
}

TEST_F(Chain, keeps_blocks_of_one_function_and_drops_its_predecessors_at_the_same_place) {
  const int site_a = 0;
  const int site_b = 0;
  chain.enter(entry(0, here, &site_a));
  EXPECT_EQ(chain.enter(entry(1, here, &site_a)), 1u) << "a nested block";
  EXPECT_EQ(chain.enter(entry(0, here, &site_a)), 0u) << "the same memory again";
  EXPECT_EQ(chain.enter(entry(2, here, &site_b)), 0u) << "another call";
}

TEST_F(Chain, grows_and_keeps_what_it_has) {
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(chain.enter(entry(i, here - static_cast<StackPosition>(i) * 64)),
              static_cast<uint32_t>(i));
  for (uint32_t i = 0; i < 40; ++i) EXPECT_EQ(chain[i].frame, &frames[i]);
}

TEST_F(Chain, seals_a_frame_for_its_place) {
  seal(frames[0], 3);
  EXPECT_TRUE(is_sealed(frames[0], 3));
  EXPECT_FALSE(is_sealed(frames[0], 2));
  frames[1] = frames[0];
  EXPECT_FALSE(is_sealed(frames[1], 3));
}

TEST(StackPlaces, are_compared_on_one_stack_only) {
  const auto here = reinterpret_cast<StackPosition>(__builtin_frame_address(0));
  EXPECT_TRUE(is_below(here - 4096, here));
  EXPECT_FALSE(is_below(here + 64, here));
  static char elsewhere;  // not a stack: nobody can say
  EXPECT_FALSE(is_below(reinterpret_cast<StackPosition>(&elsewhere), here));
}

TEST(Filter, knows_the_codes_that_are_not_to_be_handled) {
  for (const ULONG code : {0xC0000005u, 0xC0000194u, 0xC00000AAu, 0x80000002u, 0xC0000096u,
                           0xC000001Du, 0x80000003u, 0xC00000FDu, 0xC0000235u, 0xC0000006u,
                           0xC0000420u, 0xC0000409u, 0x80000001u, 0xC00002C9u}) {
    EXPECT_EQ(RpcExceptionFilter(code), EXCEPTION_CONTINUE_SEARCH) << std::hex << code;
    EXPECT_EQ(I_RpcExceptionFilter(code), EXCEPTION_CONTINUE_SEARCH) << std::hex << code;
  }
  for (const ULONG code : {0u, 5u, 1722u, 0x80010115u, 0xC0000008u, 0xE06D7363u})
    EXPECT_EQ(RpcExceptionFilter(code), EXCEPTION_EXECUTE_HANDLER) << std::hex << code;
}

}  // namespace
}  // namespace farcall::stub

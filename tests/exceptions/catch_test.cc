// Raises and plain C++: catch clauses, destructors and std::uncaught_exceptions() between a raise and its handler.
#include <stdexcept>

#include "support.h"

namespace farcall::stub {
namespace {

using CatchClause = WithC;
FOR_BOTH_C_OBJECTS(CatchClause);

TEST(RpcExceptionClass, has_the_code_and_a_text) {
  try {
    RpcRaiseException(RPC_S_SERVER_UNAVAILABLE);
    FAIL();
  } catch (const std::exception& caught) {
    EXPECT_STREQ(caught.what(), "RPC exception 1722");
    EXPECT_EQ(dynamic_cast<const RpcException&>(caught).code(), RPC_S_SERVER_UNAVAILABLE);
  }
  EXPECT_STREQ(RpcException(INT32_MIN).what(), "RPC exception -2147483648");
}

TEST_P(CatchClause, for_the_type_is_nearer_than_a_c_block_around_it) {
  int caught_code = 0;
  const int outer = handle(c, [&] {
    try {
      RpcRaiseException(11);
    } catch (const RpcException& caught) {
      caught_code = caught.code();
    }
  });
  EXPECT_EQ(caught_code, 11);
  EXPECT_EQ(outer, 0);
}

TEST_P(CatchClause, for_std_exception_counts_too_and_others_do_not) {
  std::string caught_text;
  const int outer = handle(c, [&] {
    try {
      try {
        RpcRaiseException(12);
      } catch (const std::runtime_error&) {
        caught_text = "wrong";
      } catch (int) {
        caught_text = "wrong";
      }
    } catch (std::exception& caught) {
      caught_text = caught.what();
    }
  });
  EXPECT_EQ(caught_text, "RPC exception 12");
  EXPECT_EQ(outer, 0);
}

TEST_P(CatchClause, outside_of_the_c_block_is_too_far) {
  int inner = 0;
  try {
    inner = handle(c, [] { RpcRaiseException(13); });
  } catch (const RpcException&) {
    FAIL();
  }
  EXPECT_EQ(inner, 13);
}

TEST_P(CatchClause, for_everything_sees_the_exception_and_passes_it_on) {
  std::string seen;
  const int outer = handle(c, [&] {
    try {
      RpcRaiseException(14);
    } catch (...) {
      try {
        std::rethrow_exception(std::current_exception());
      } catch (const RpcException& caught) {
        seen = caught.what();
      }
      throw;
    }
  });
  EXPECT_EQ(seen, "RPC exception 14");
  EXPECT_EQ(outer, 14);
}

TEST_P(CatchClause, for_everything_may_raise_another_code) {
  const LoggedEvents events;
  const int outer = handle(c, [] {
    try {
      RpcRaiseException(15);
    } catch (...) {
      RpcRaiseException(16);
    }
  });
  EXPECT_EQ(outer, 16);
  EXPECT_EQ(events.text(), "");
}

TEST_P(CatchClause, for_everything_may_throw_something_else) {
  const LoggedEvents events;
  int outer = -1;
  try {
    outer = handle(c, [] {
      try {
        RpcRaiseException(17);
      } catch (...) {
        throw std::runtime_error("instead");
      }
    });
    FAIL();
  } catch (const std::runtime_error& caught) {
    EXPECT_STREQ(caught.what(), "instead");
  }
  EXPECT_EQ(outer, -1);
  EXPECT_EQ(events.text(), "");
  EXPECT_EQ(handle(c, [] { RpcRaiseException(18); }), 18);
}

// A foreign exception would end the program here: __cxa_begin_catch takes none while another is being handled.
TEST_P(CatchClause, for_everything_works_inside_the_handling_of_another_exception) {
  int passed = 0;
  const int outer = handle(c, [&] {
    try {
      throw std::runtime_error("first");
    } catch (const std::runtime_error&) {
      try {
        RpcRaiseException(19);
      } catch (...) {
        ++passed;
        throw;
      }
    }
  });
  EXPECT_EQ(passed, 1);
  EXPECT_EQ(outer, 19);
}

struct AtExit {
  void (*act)(void*);
  void* context;
  ~AtExit() { act(context); }
};

TEST_P(CatchClause, is_not_needed_for_destructors_which_see_an_uncaught_exception) {
  int uncaught = -1;
  const int outer = handle(c, [&] {
    const AtExit object{
        [](void* result) { *static_cast<int*>(result) = std::uncaught_exceptions(); }, &uncaught};
    RpcRaiseException(20);
  });
  EXPECT_EQ(outer, 20);
  EXPECT_EQ(uncaught, 1);
}

TEST_P(CatchClause, is_not_needed_for_destructors_that_use_blocks_themselves) {
  struct Results {
    const c_frames& c;
    int c_code, cxx_code;
  } results{c, 0, 0};
  const int outer = handle(c, [&] {
    const AtExit object{[](void* context) {
                          auto& r = *static_cast<Results*>(context);
                          r.c_code = handle(r.c, [] { RpcRaiseException(1); });
                          RpcTryExcept {
                            RpcRaiseException(2);
                          }
                          RpcExcept(1) {
                            r.cxx_code = static_cast<int>(RpcExceptionCode());
                          }
                          RpcEndExcept
                        },
                        &results};
    RpcRaiseException(21);
  });
  EXPECT_EQ(results.c_code, 1);
  EXPECT_EQ(results.cxx_code, 2);
  EXPECT_EQ(outer, 21);
}

int cleanups = 0;

TEST_P(CatchClause, is_not_needed_for_c_cleanups_in_the_block_itself) {
  cleanups = 0;
  const int code =
      c.handle_around_cleanup([](void*) { RpcRaiseException(22); }, nullptr, [] { ++cleanups; });
  EXPECT_EQ(code, 22);
  EXPECT_EQ(cleanups, c.has_cleanups);
}

TEST_P(CatchClause, is_not_needed_for_c_cleanups_that_raise_another_code) {
  const auto raise_twice = [this] {
    return c.handle_around_cleanup([](void*) { RpcRaiseException(23); }, nullptr,
                                   [] { RpcRaiseException(24); });
  };
  if (!c.has_cleanups)
    EXPECT_EQ(raise_twice(), 23);
  else if (c.cleanups_may_raise)
    EXPECT_EQ(raise_twice(), 24);
  else
    EXPECT_DEATH(raise_twice(), "");
}

TEST_P(CatchClause, takes_a_std_exception_that_came_through_c_blocks) {
  const int outer = handle(c, [&] {
    EXPECT_THROW(handle(c, [] { throw std::runtime_error("through"); }), std::runtime_error);
    RpcRaiseException(25);
  });
  EXPECT_EQ(outer, 25);
}

}  // namespace
}  // namespace farcall::stub

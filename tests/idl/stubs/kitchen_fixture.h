// The kitchen interface: client functions here, manager routines s_… beside the tests.
#pragma once

#include <gtest/gtest.h>

#include <type_traits>

#include "kitchen.h"
#include "loopback.h"

using kitchen_long = std::remove_reference_t<decltype(Point::x)>;

// The status of a call, as the run-time would raise it.
template <class Call>
int32_t status_of(Call call) {
  try {
    call();
  } catch (const loopback::Failure& failure) {
    return failure.status;
  }
  return RPC_S_OK;
}

class Kitchen : public testing::Test {
 protected:
  void SetUp() override {
    loopback::serve("kitchen", kitchen_v2_1_s_ifspec);
    loopback::wire() = {};
    blocks_before_ = loopback::user_blocks();
  }
  void TearDown() override { EXPECT_EQ(loopback::user_blocks(), blocks_before_) << "memory leaks"; }

 private:
  int blocks_before_ = 0;
};

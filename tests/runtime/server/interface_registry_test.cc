// Registration and removal of interfaces and managers.
#include "runtime/server/interface_registry.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace farcall::runtime {
namespace {

constexpr uint32_t k_auto_listen = 0x0001;
constexpr Uuid k_type{1, 0, 0, {}};
constexpr Uuid k_uuid{0x77777777, 7, 7, {}};

InterfaceSpec spec(const void* handle, uint16_t major = 1, uint16_t minor = 0) {
  InterfaceSpec result;
  result.id = {k_uuid, major, minor};
  result.handle = handle;
  return result;
}

TEST(InterfaceRegistry, serves_minor_versions_up_to_its_own) {
  InterfaceRegistry registry;
  int handle = 0;
  ASSERT_TRUE(registry.add(spec(&handle, 2, 3), {}, nullptr, {}).ok());
  EXPECT_NE(registry.find({k_uuid, 2, 0}), nullptr);
  EXPECT_NE(registry.find({k_uuid, 2, 3}), nullptr);
  EXPECT_EQ(registry.find({k_uuid, 2, 4}), nullptr);
  EXPECT_EQ(registry.find({k_uuid, 1, 0}), nullptr);
  EXPECT_EQ(registry.find({Uuid{}, 2, 0}), nullptr);
}

TEST(InterfaceRegistry, has_one_manager_for_each_type) {
  InterfaceRegistry registry;
  int handle = 0;
  const int epv = 0;
  ASSERT_TRUE(registry.add(spec(&handle), k_type, nullptr, {}).ok());
  EXPECT_EQ(registry.add(spec(&handle), k_type, nullptr, {}).status().code,
            RPC_S_TYPE_ALREADY_REGISTERED);
  const InterfaceRef interface = registry.find({k_uuid, 1, 0});
  EXPECT_EQ(interface->manager_of_nil_type().status().code, RPC_S_UNSUPPORTED_TYPE);
  ASSERT_TRUE(registry.add(spec(&handle), {}, &epv, {}).ok());
  EXPECT_EQ(*interface->manager_of_nil_type(), &epv);
}

TEST(InterfaceRegistry, removes_one_manager_or_all) {
  InterfaceRegistry registry;
  int handle = 0;
  int unknown = 0;
  ASSERT_TRUE(registry.add(spec(&handle), {}, nullptr, {}).ok());
  ASSERT_TRUE(registry.add(spec(&handle), k_type, nullptr, {}).ok());
  const InterfaceRef interface = registry.find({k_uuid, 1, 0});
  EXPECT_EQ(registry.remove(&unknown, {}, true).status().code, RPC_S_UNKNOWN_IF);
  EXPECT_EQ(registry.remove(&handle, {2, 0, 0, {}}, false).status().code, RPC_S_UNKNOWN_MGR_TYPE);
  ASSERT_TRUE(registry.remove(&handle, {}, false).ok());
  EXPECT_TRUE(interface->registered());
  EXPECT_FALSE(interface->manager_of_nil_type().ok());
  ASSERT_TRUE(registry.remove(&handle, {}, true).ok());
  EXPECT_FALSE(interface->registered());
  EXPECT_TRUE(registry.empty());
}

TEST(InterfaceRegistry, leaves_auto_listen_interfaces_when_all_are_removed) {
  InterfaceRegistry registry;
  int ordinary = 0;
  int automatic = 0;
  ASSERT_TRUE(registry.add(spec(&ordinary, 1), {}, nullptr, {}).ok());
  EXPECT_FALSE(registry.any_auto_listen());
  ASSERT_TRUE(registry.add(spec(&automatic, 2), {}, nullptr, {.flags = k_auto_listen}).ok());
  EXPECT_TRUE(registry.any_auto_listen());
  ASSERT_TRUE(registry.remove(nullptr, {}, true).ok());
  EXPECT_EQ(registry.find({k_uuid, 1, 0}), nullptr);
  EXPECT_NE(registry.find({k_uuid, 2, 0}), nullptr);
  EXPECT_EQ(registry.remove(nullptr, {}, true).status().code, RPC_S_UNKNOWN_IF);
}

TEST(InterfaceRegistry, AR_134_never_overlooks_a_call_that_begins_while_its_interface_goes) {
  for (int round = 0; round < 300; ++round) {
    InterfaceRegistry registry;
    int handle = 0;
    ASSERT_TRUE(registry.add(spec(&handle), {}, nullptr, {}).ok());
    const InterfaceRef interface = registry.find({k_uuid, 1, 0});
    std::atomic<bool> removed{false};
    std::atomic<bool> overlooked{false};
    std::thread calls([&] {
      while (interface->registered()) {
        interface->begin_call();
        if (interface->registered() && removed) overlooked = true;
        interface->end_call();
      }
    });
    ASSERT_TRUE(registry.remove(&handle, {}, true).ok());
    ASSERT_TRUE(interface->wait_for_calls(std::chrono::seconds(30)));
    removed = true;
    calls.join();
    EXPECT_FALSE(overlooked);
  }
}

// Between the look at registered() and the look for its manager an interface may go. Nobody may take that for an object type
// that has no manager.
TEST(InterfaceRegistry, lets_calls_that_have_begun_find_their_manager_when_the_interface_goes) {
  InterfaceRegistry registry;
  int handle = 0;
  int epv = 0;
  ASSERT_TRUE(registry.add(spec(&handle), {}, &epv, {}).ok());
  const InterfaceRef interface = registry.find({k_uuid, 1, 0});
  ASSERT_TRUE(registry.remove(&handle, {}, true).ok());
  EXPECT_FALSE(interface->registered());
  EXPECT_EQ(*interface->manager_of_nil_type(), &epv);
  EXPECT_EQ(registry.manager_of(*interface, k_uuid).status().code, RPC_S_UNKNOWN_IF);
}

}  // namespace
}  // namespace farcall::runtime

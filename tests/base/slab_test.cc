// Slab: checkable handles.
#include "base/slab.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace farcall {
namespace {

TEST(Slab, finds_a_live_element_by_its_address) {
  Slab<std::string> slab;
  std::string* element = slab.make("alive");
  EXPECT_EQ(slab.find(element), element);
  slab.destroy(element);
}

TEST(Slab, answers_nothing_for_addresses_it_did_not_give_out) {
  Slab<std::string> slab;
  std::string* element = slab.make("alive");
  int local = 0;
  EXPECT_EQ(slab.find(nullptr), nullptr);
  EXPECT_EQ(slab.find(&local), nullptr);
  EXPECT_EQ(slab.find(reinterpret_cast<void*>(0x1234)), nullptr);
  EXPECT_EQ(slab.find(reinterpret_cast<char*>(element) + 8), nullptr);
  slab.destroy(element);
}

TEST(Slab, recognises_late_use_until_the_slot_is_reused) {
  Slab<std::string> slab(3);
  std::string* first = slab.make("first");
  slab.destroy(first);
  for (int i = 0; i < 3; ++i) {
    std::string* other = slab.make("other");
    EXPECT_NE(other, first);
    EXPECT_EQ(slab.find(first), nullptr);
    EXPECT_TRUE(slab.owns(first));
    slab.destroy(other);
  }
  EXPECT_EQ(slab.make("again"), first) << "first in, first out";
  slab.destroy(first);
}

struct HandClock final : Clock {
  [[nodiscard]] Time now() const override { return time; }
  Time time{std::chrono::hours(1)};
};

// Makes and frees `count` elements and tells where they were.
std::set<std::string*> use(Slab<std::string>& slab, int count) {
  std::set<std::string*> seen;
  for (int i = 0; i < count; ++i) {
    std::string* element = slab.make("x");
    seen.insert(element);
    slab.destroy(element);
  }
  return seen;
}

TEST(Slab, lets_a_slot_rest_for_a_number_of_frees_and_for_a_time) {
  HandClock clock;
  Slab<std::string> slab({.frees = 3, .time = std::chrono::milliseconds(100), .clock = &clock});
  std::string* first = slab.make("first");
  slab.destroy(first);
  EXPECT_FALSE(use(slab, 50).contains(first)) << "enough frees, too early";
  clock.time += std::chrono::milliseconds(99);
  EXPECT_FALSE(use(slab, 1).contains(first));
  clock.time += std::chrono::milliseconds(1);
  EXPECT_TRUE(use(slab, 1).contains(first));
}

TEST(Slab, is_not_reused_after_the_time_alone) {
  HandClock clock;
  Slab<std::string> slab({.frees = 3, .time = std::chrono::milliseconds(100), .clock = &clock});
  std::string* first = slab.make("first");
  slab.destroy(first);
  clock.time += std::chrono::hours(1);
  EXPECT_FALSE(use(slab, 3).contains(first));
}

TEST(Slab, bounds_how_many_slots_rest_whatever_the_rate) {
  HandClock clock;
  Slab<std::string> slab(
      {.frees = 3, .time = std::chrono::milliseconds(100), .at_most = 10, .clock = &clock});
  EXPECT_EQ(use(slab, 1000).size(), 11u);
}

TEST(Slab, visits_the_live_elements_and_no_others) {
  Slab<std::string> slab;
  std::string* kept = slab.make("kept");
  std::string* gone = slab.make("gone");
  slab.destroy(gone);
  std::set<std::string*> seen;
  slab.visit_all([&](std::string& element) { seen.insert(&element); });
  EXPECT_EQ(seen, std::set<std::string*>{kept});
  slab.destroy(kept);
}

TEST(Slab, keeps_every_element_apart_over_many_chunks) {
  Slab<std::string> slab;
  std::vector<std::string*> elements;
  for (int i = 0; i < 5000; ++i) elements.push_back(slab.make(std::to_string(i)));
  for (int i = 0; i < 5000; ++i) {
    ASSERT_EQ(slab.find(elements[static_cast<size_t>(i)]), elements[static_cast<size_t>(i)]);
    ASSERT_EQ(*elements[static_cast<size_t>(i)], std::to_string(i));
  }
  for (std::string* element : elements) slab.destroy(element);
}

}  // namespace
}  // namespace farcall

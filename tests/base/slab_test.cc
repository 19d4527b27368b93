// Slab: checkable handles.
#include "base/slab.h"

#include <gtest/gtest.h>

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

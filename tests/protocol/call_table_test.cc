// CallTable, CallIdSource, RecentIds, TokenBucket, PresentationContexts: the small parts of an
// association.
#include "protocol/call_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "protocol/call_id_source.h"
#include "protocol/presentation_contexts.h"
#include "protocol/recent_ids.h"
#include "protocol/token_bucket.h"

namespace farcall::protocol {
namespace {

TEST(CallTable, finds_what_was_inserted_and_not_what_was_erased) {
  CallTable<int> table;
  EXPECT_EQ(table.find(0), nullptr);
  ASSERT_TRUE(table.insert(0, 10));
  ASSERT_TRUE(table.insert(UINT32_MAX, 20));
  EXPECT_EQ(*table.find(0), 10);
  EXPECT_EQ(*table.find(UINT32_MAX), 20);
  EXPECT_TRUE(table.erase(0));
  EXPECT_FALSE(table.erase(0));
  EXPECT_EQ(table.find(0), nullptr);
  EXPECT_EQ(table.size(), 1u);
}

TEST(CallTable, agrees_with_a_map_through_a_random_walk) {
  std::mt19937 random(7);
  CallTable<uint32_t> table(0x12345);
  std::map<uint32_t, uint32_t> model;
  for (uint32_t i = 0; i < 200'000; ++i) {
    const auto id = static_cast<uint32_t>(random() % 600);
    if (random() % 2) {
      if (!model.contains(id)) {
        ASSERT_TRUE(table.insert(id, i));
        model[id] = i;
      }
    } else {
      ASSERT_EQ(table.erase(id), model.erase(id) == 1);
    }
    const uint32_t* found = table.find(id);
    ASSERT_EQ(found != nullptr, model.contains(id));
    if (found) {
      ASSERT_EQ(*found, model[id]);
    }
    ASSERT_EQ(table.size(), model.size());
  }
  size_t visited = 0;
  table.for_each([&](uint32_t id, uint32_t value) {
    ++visited;
    EXPECT_EQ(model.at(id), value);
  });
  EXPECT_EQ(visited, model.size());
}

TEST(CallTable, holds_many_calls_whose_ids_differ_in_high_bits_only) {
  CallTable<uint32_t> table;
  for (uint32_t i = 0; i < 4096; ++i) ASSERT_TRUE(table.insert(i << 20, i));
  for (uint32_t i = 0; i < 4096; ++i) ASSERT_EQ(*table.find(i << 20), i);
  for (uint32_t i = 0; i < 4096; ++i) ASSERT_TRUE(table.erase(i << 20));
  EXPECT_TRUE(table.empty());
}

TEST(CallIdSource, rises_and_ends_at_2_to_the_31) {
  CallIdSource ids(CallIdSource::k_last - 1);
  EXPECT_EQ(ids.draw(), CallIdSource::k_last - 1);
  EXPECT_FALSE(ids.exhausted());
  EXPECT_EQ(ids.draw(), CallIdSource::k_last);
  EXPECT_TRUE(ids.exhausted());
  EXPECT_EQ(ids.draw(), 0u);
  EXPECT_EQ(ids.draw(), 0u);
}

TEST(RecentIds, remembers_the_latest_few) {
  RecentIds recent;
  EXPECT_FALSE(recent.contains(0));
  for (uint32_t id = 1; id <= RecentIds::k_kept + 1; ++id) recent.add(id);
  EXPECT_FALSE(recent.contains(1));
  EXPECT_TRUE(recent.contains(2));
  EXPECT_TRUE(recent.contains(RecentIds::k_kept + 1));
}

TEST(TokenBucket, gives_a_burst_and_then_the_rate) {
  TokenBucket bucket(3, 2);
  Time now{std::chrono::hours(1)};
  EXPECT_TRUE(bucket.take(now));
  EXPECT_TRUE(bucket.take(now));
  EXPECT_TRUE(bucket.take(now));
  EXPECT_FALSE(bucket.take(now));
  now += std::chrono::milliseconds(499);
  EXPECT_FALSE(bucket.take(now));
  now += std::chrono::milliseconds(1);
  EXPECT_TRUE(bucket.take(now));
  EXPECT_FALSE(bucket.take(now));
  now += std::chrono::hours(24 * 365 * 10);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(bucket.take(now));
  EXPECT_FALSE(bucket.take(now));
}

TEST(TokenBucket, loses_no_part_of_a_token_to_frequent_asking) {
  TokenBucket bucket(1, 33);
  Time now{std::chrono::hours(1)};
  uint32_t taken = 0;
  for (int ms = 0; ms < 10'000; ++ms) {
    taken += bucket.take(now);
    now += std::chrono::milliseconds(1);
  }
  EXPECT_GE(taken, 320u);
  EXPECT_LE(taken, 331u);
}

TEST(PresentationContexts, are_found_by_id_and_by_abstract_syntax) {
  PresentationContexts contexts;
  EXPECT_EQ(contexts.find(0), nullptr);
  for (uint16_t id = 0; id < 100; ++id)
    contexts.add({id, {{id, 1, 2, {}}, 1, 0}, k_ndr20, nullptr});
  EXPECT_EQ(contexts.find(42)->abstract.uuid.data1, 42u);
  EXPECT_EQ(contexts.find(42)->id, 42);
  EXPECT_EQ(contexts.find_abstract({{7, 1, 2, {}}, 1, 0})->id, 7);
  EXPECT_EQ(contexts.find_abstract({{7, 1, 2, {}}, 2, 0}), nullptr);
  EXPECT_EQ(contexts.find(100), nullptr);
}

}  // namespace
}  // namespace farcall::protocol

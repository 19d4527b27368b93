// The map: what is found, what replaces what, and whose it is (T-20).
#include "endpoint_map.h"

#include <farcall/sdk/rpcdce_constants.h>
#include <farcall/sdk/rpcnterr.h>
#include <gtest/gtest.h>

#include "lookup_handles.h"

namespace farcall::epmapper {
namespace {

constexpr Owner k_alice{1000, 10};
constexpr Owner k_alice_again{1000, 11};
constexpr Owner k_mallory{1001, 20};
constexpr Owner k_root{0, 30};

SyntaxId interface(uint16_t major = 1, uint16_t minor = 0, uint32_t which = 1) {
  return {{which, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}}, major, minor};
}
Uuid object(uint32_t which) {
  return {which, 9, 9, {}};
}

TowerBytes tower(const SyntaxId& id, const std::string& endpoint,
                 const std::string& protseq = "ncacn_ip_tcp") {
  TowerBytes bytes(wire::k_max_tower);
  const Result<size_t> size = wire::encode_tower(bytes, {id, k_ndr20, protseq, endpoint, ""});
  EXPECT_TRUE(size.ok());
  bytes.resize(size.ok() ? *size : 0);
  return bytes;
}

Element element(const SyntaxId& id, const std::string& endpoint, const Uuid& of = {}) {
  return {of, tower(id, endpoint), "note"};
}

std::optional<Element> all(const Element& element) {
  return element;
}

struct MapTest : testing::Test {
  std::vector<std::string> step(Walk& walk, size_t most, const Sight& sight = all) {
    std::vector<std::string> endpoints;
    for (const Element& each : map.next(walk, most, sight))
      endpoints.push_back(wire::decode_tower(each.tower)->endpoint);
    return endpoints;
  }
  std::vector<std::string> mapped(const SyntaxId& id, const Uuid& of = {}) {
    Result<Walk> walk = map.map(of, tower(id, ""));
    EXPECT_TRUE(walk.ok());
    return step(*walk, 500);
  }
  size_t found(const InquiryTerms& terms) {
    Result<Walk> walk = EndpointMap::look_up(terms);
    EXPECT_TRUE(walk.ok());
    return step(*walk, 500).size();
  }
  EndpointMap map;
  using Endpoints = std::vector<std::string>;
};

TEST_F(MapTest, leads_from_an_interface_to_its_endpoint) {
  EXPECT_EQ(map.insert({element(interface(1, 3), "1025")}, k_alice, true), RPC_S_OK);
  EXPECT_EQ(mapped(interface(1, 3)), Endpoints{"1025"});
  EXPECT_EQ(mapped(interface(1, 0)), Endpoints{"1025"}) << "a smaller minor version is served";
  EXPECT_EQ(mapped(interface(1, 4)), Endpoints{});
  EXPECT_EQ(mapped(interface(2, 3)), Endpoints{});
  EXPECT_EQ(mapped(interface(1, 3, 2)), Endpoints{});
  Result<Walk> local = map.map({}, tower(interface(1, 3), "", "ncalrpc"));
  EXPECT_EQ(step(*local, 500), Endpoints{});
  EXPECT_EQ(map.map({}, {}).status().code, EPT_S_INVALID_ENTRY);
}

TEST_F(MapTest, prefers_the_endpoint_of_an_object) {
  EXPECT_EQ(
      map.insert({element(interface(), "1"), element(interface(), "2", object(7))}, k_alice, true),
      RPC_S_OK);
  EXPECT_EQ(mapped(interface(), object(7)), Endpoints{"2"});
  EXPECT_EQ(mapped(interface(), object(8)), Endpoints{"1"});
  EXPECT_EQ(mapped(interface()), Endpoints{"1"});
}

TEST_F(MapTest, replaces_only_when_told_to) {
  EXPECT_EQ(map.insert({element(interface(), "1")}, k_alice, true), RPC_S_OK);
  EXPECT_EQ(map.insert({element(interface(), "2")}, k_alice_again, true), RPC_S_OK);
  EXPECT_EQ(mapped(interface()), Endpoints{"2"});
  EXPECT_EQ(map.insert({element(interface(), "3")}, k_alice, false), RPC_S_OK);
  EXPECT_EQ(mapped(interface()), (Endpoints{"2", "3"}));
  EXPECT_EQ(map.insert({element(interface(), "3")}, k_alice, false), RPC_S_OK);
  EXPECT_EQ(map.size(), 2u) << "the same element is there once";
}

TEST_F(MapTest, T20_what_belongs_to_a_user_is_not_touched_by_another) {
  const std::vector<Element> own = {element(interface(), "1")};
  EXPECT_EQ(map.insert(own, k_alice, true), RPC_S_OK);
  for (const bool replace : {true, false})
    EXPECT_EQ(map.insert({element(interface(), "666")}, k_mallory, replace), EPT_S_CANT_PERFORM_OP);
  EXPECT_EQ(map.remove(own, k_mallory), EPT_S_CANT_PERFORM_OP);
  EXPECT_EQ(map.remove_tower(own[0].tower, nullptr, k_mallory), EPT_S_CANT_PERFORM_OP);
  EXPECT_EQ(mapped(interface()), Endpoints{"1"});
  EXPECT_EQ(map.insert({element(interface(), "2")}, k_root, true), RPC_S_OK);
  EXPECT_EQ(mapped(interface()), Endpoints{"2"});
}

TEST_F(MapTest, elements_go_with_their_process) {
  EXPECT_EQ(map.insert({element(interface(), "1")}, k_alice, false), RPC_S_OK);
  EXPECT_EQ(map.insert({element(interface(), "2")}, k_alice_again, false), RPC_S_OK);
  map.remove_owner(k_alice.pid);
  EXPECT_EQ(mapped(interface()), Endpoints{"2"});
  EXPECT_EQ(map.remove({element(interface(), "2")}, k_alice), RPC_S_OK);
  EXPECT_EQ(map.remove({element(interface(), "2")}, k_alice), EPT_S_NOT_REGISTERED);
}

TEST_F(MapTest, an_insertion_is_whole_or_nothing) {
  EXPECT_EQ(map.insert({element(interface(), "1"), Element{{}, {1, 2, 3}, ""}}, k_alice, true),
            EPT_S_INVALID_ENTRY);
  EXPECT_EQ(map.size(), 0u);
  std::vector<Element> many;
  for (uint32_t i = 0; i <= EndpointMap::k_most_of_one_user; ++i)
    many.push_back(element(interface(1, 0, i + 1), "1"));
  EXPECT_EQ(map.insert(many, k_alice, true), RPC_S_OUT_OF_RESOURCES);
  EXPECT_EQ(map.size(), 0u);
  many.pop_back();
  EXPECT_EQ(map.insert(many, k_alice, true), RPC_S_OK);
  EXPECT_EQ(map.insert({element(interface(1, 0, 77'777), "1")}, k_mallory, true), RPC_S_OK);
}

TEST_F(MapTest, is_looked_up_by_every_inquiry_type_and_version_option) {
  EXPECT_EQ(map.insert({element(interface(1, 0), "1"), element(interface(1, 2), "2"),
                        element(interface(2, 1), "3", object(5)),
                        element(interface(1, 0, 9), "4", object(5))},
                       k_alice, true),
            RPC_S_OK);
  EXPECT_EQ(found({RPC_C_EP_ALL_ELTS, {}, {}, 0}), 4u);
  EXPECT_EQ(found({RPC_C_EP_MATCH_BY_OBJ, object(5), {}, 0}), 2u);
  EXPECT_EQ(found({RPC_C_EP_MATCH_BY_IF, {}, interface(9, 9), RPC_C_VERS_ALL}), 3u);
  EXPECT_EQ(found({RPC_C_EP_MATCH_BY_IF, {}, interface(1, 1), RPC_C_VERS_COMPATIBLE}), 1u);
  EXPECT_EQ(found({RPC_C_EP_MATCH_BY_IF, {}, interface(1, 2), RPC_C_VERS_EXACT}), 1u);
  EXPECT_EQ(found({RPC_C_EP_MATCH_BY_IF, {}, interface(1, 9), RPC_C_VERS_MAJOR_ONLY}), 2u);
  EXPECT_EQ(found({RPC_C_EP_MATCH_BY_IF, {}, interface(2, 0), RPC_C_VERS_UPTO}), 2u);
  EXPECT_EQ(found({RPC_C_EP_MATCH_BY_BOTH, object(5), interface(2, 1), RPC_C_VERS_EXACT}), 1u);
  EXPECT_EQ(EndpointMap::look_up({4, {}, {}, 1}).status().code, RPC_S_INVALID_ARG);
  for (const uint32_t option : {0u, 6u})
    EXPECT_EQ(EndpointMap::look_up({RPC_C_EP_MATCH_BY_IF, {}, interface(), option}).status().code,
              RPC_S_INVALID_VERS_OPTION);
}

TEST_F(MapTest, a_walk_tells_what_is_there_meanwhile_once) {
  for (const char* endpoint : {"1", "2", "3", "4"})
    EXPECT_EQ(map.insert({element(interface(), endpoint)}, k_alice, false), RPC_S_OK);
  Walk walk = *EndpointMap::look_up({});
  EXPECT_EQ(step(walk, 0), Endpoints{});
  EXPECT_FALSE(walk.ended);
  EXPECT_EQ(step(walk, 2), (Endpoints{"1", "2"}));
  EXPECT_EQ(map.remove({element(interface(), "1"), element(interface(), "3")}, k_alice), RPC_S_OK);
  EXPECT_EQ(map.insert({element(interface(), "5")}, k_alice, false), RPC_S_OK);
  EXPECT_EQ(step(walk, 1), Endpoints{"4"});
  EXPECT_FALSE(walk.ended);
  EXPECT_EQ(step(walk, 1), Endpoints{"5"});
  EXPECT_TRUE(walk.ended) << "with the last element, not only after it";
}

TEST_F(MapTest, a_walk_leaves_out_what_its_caller_cannot_use) {
  for (const char* endpoint : {"1", "2", "3"})
    EXPECT_EQ(map.insert({element(interface(), endpoint)}, k_alice, false), RPC_S_OK);
  const TowerBytes hidden = tower(interface(), "2");
  Walk walk = *map.map({}, tower(interface(), ""));
  const Sight sight = [&](const Element& each) {
    return each.tower == hidden ? std::nullopt : std::optional(each);
  };
  EXPECT_EQ(step(walk, 1, sight), Endpoints{"1"});
  EXPECT_FALSE(walk.ended);
  EXPECT_EQ(step(walk, 1, sight), Endpoints{"3"});
  EXPECT_TRUE(walk.ended);
}

TEST(LookupHandles, lead_back_once_and_the_oldest_goes_when_there_are_too_many) {
  LookupHandles walks;
  EXPECT_FALSE(walks.take(LookupHandles::k_none));
  const uint64_t first = walks.keep({});
  ASSERT_NE(first, LookupHandles::k_none);
  ASSERT_TRUE(walks.take(first));
  EXPECT_FALSE(walks.take(first));
  const uint64_t oldest = walks.keep({});
  uint64_t used = walks.keep({});
  uint64_t latest = 0;
  for (size_t i = 1; i < LookupHandles::k_most; ++i) {
    used = walks.keep(*walks.take(used));
    latest = walks.keep({});
  }
  EXPECT_EQ(walks.size(), LookupHandles::k_most);
  EXPECT_FALSE(walks.take(oldest));
  EXPECT_TRUE(walks.take(used)) << "it never rested long";
  EXPECT_TRUE(walks.take(latest));
}

TEST(EndpointMap, takes_no_tower_longer_than_the_limit) {
  EndpointMap map;
  Element longest = element(interface(), "1");
  // Floors that nobody knows may be as long as they like: one of 5 octets beside its data.
  const size_t rest = wire::k_max_tower - longest.tower.size() - 5;
  ++longest.tower[0];
  longest.tower.insert(longest.tower.end(), {1, 0, 0xee, static_cast<uint8_t>(rest & 0xff),
                                             static_cast<uint8_t>(rest >> 8)});
  longest.tower.resize(wire::k_max_tower);
  EXPECT_EQ(map.insert({longest}, k_alice, true), RPC_S_OK);
  ++longest.tower[wire::k_max_tower - rest - 2];
  longest.tower.push_back(0);
  EXPECT_EQ(map.insert({longest}, k_alice, true), EPT_S_INVALID_ENTRY);
  EXPECT_EQ(map.size(), 1u);
}

TEST(EndpointMap, has_a_number_of_elements_of_all_users_together) {
  EndpointMap small(3);
  const auto insert = [&](uint32_t id, uid_t uid, size_t count) {
    std::vector<Element> some;
    for (size_t i = 0; i < count; ++i) some.push_back(element(interface(1, 0, id++), "1"));
    return small.insert(some, {uid, 100}, true);
  };
  EXPECT_EQ(insert(1, 2000, 2), RPC_S_OK);
  EXPECT_EQ(insert(11, 2001, 2), RPC_S_OUT_OF_RESOURCES);
  EXPECT_EQ(insert(11, 2001, 1), RPC_S_OK);
  EXPECT_EQ(insert(21, 2002, 1), RPC_S_OUT_OF_RESOURCES);
  EXPECT_EQ(small.size(), 3u);
}

}  // namespace
}  // namespace farcall::epmapper

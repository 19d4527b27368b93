// Lookup handles as the protocol has them: context handles of the mapper, through stubs of its interface.
#include <chrono>
#include <thread>

#include "epm.h"
#include "mapper_fixture.h"

namespace {

// A client of the mapper with connections of its own.
class MapperClient {
 public:
  explicit MapperClient(const std::string& string_binding) {
    EXPECT_EQ(RpcBindingFromStringBindingA(c_str(string_binding), &binding_), RPC_S_OK);
    EXPECT_EQ(RpcBindingSetOption(binding_, RPC_C_OPT_UNIQUE_BINDING, TRUE), RPC_S_OK);
  }
  MapperClient(const MapperClient&) = delete;
  MapperClient& operator=(const MapperClient&) = delete;
  ~MapperClient() { RpcBindingFree(&binding_); }

  struct Answer {
    long raised = 0;
    uint32_t status = 0;
    uint32_t count = 0;
  };
  Answer look_up(epm_lookup_handle* position, uint32_t most, uint32_t type = RPC_C_EP_ALL_ELTS,
                 uint32_t option = RPC_C_VERS_ALL) {
    std::vector<epm_entry> room(most + 1);
    epm_if_id nothing{};
    return guarded([&](Answer& answer) {
      ept_lookup(binding_, type, nullptr, &nothing, option, position, most, &answer.count,
                 room.data(), &answer.status);
      for (uint32_t i = 0; i < answer.count; ++i) midl_user_free(room[i].tower);
    });
  }
  Answer free(epm_lookup_handle* position) {
    return guarded(
        [&](Answer& answer) { ept_lookup_handle_free(binding_, position, &answer.status); });
  }
  handle_t binding() { return binding_; }

  template <class Call>
  static Answer guarded(Call call) {
    Answer answer;
    RpcTryExcept {
      call(answer);
    }
    RpcExcept(EXCEPTION_EXECUTE_HANDLER) {
      answer.raised = static_cast<long>(RpcExceptionCode());
    }
    RpcEndExcept;
    return answer;
  }

 private:
  handle_t binding_ = nullptr;
};

constexpr uint32_t k_not_registered = 0x16c9a0d6;

class LookupTest : public EpmapperTest {
 protected:
  static std::vector<std::string> ways() {
    return {"ncacn_ip_tcp:127.0.0.1[" + mapper_port + "]",
            "ncalrpc:[" + farcall::epmapper::local_endpoint(mapper_port) + "]"};
  }
  static bool eventually_under_way(size_t count) {
    for (int i = 0; i < 4000; ++i) {
      if (farcall::epmapper::lookups_under_way() == count) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
};

TEST_F(LookupTest, walk_element_by_element_and_are_null_with_the_last) {
  ASSERT_EQ(announce(), RPC_S_OK);
  for (const std::string& way : ways()) {
    MapperClient client(way);
    epm_lookup_handle position = nullptr;
    MapperClient::Answer answer = client.look_up(&position, 1);
    EXPECT_EQ(answer.raised, RPC_S_OK);
    EXPECT_EQ(answer.status, 0u);
    EXPECT_EQ(answer.count, 1u);
    EXPECT_NE(position, nullptr);
    EXPECT_EQ(farcall::epmapper::lookups_under_way(), 1u);
    answer = client.look_up(&position, 1);
    EXPECT_EQ(answer.status, 0u);
    EXPECT_EQ(answer.count, 1u);
    EXPECT_EQ(position, nullptr) << "that was the last one";
    EXPECT_EQ(farcall::epmapper::lookups_under_way(), 0u);
  }
}

TEST_F(LookupTest, are_freed_before_the_end) {
  ASSERT_EQ(announce(), RPC_S_OK);
  for (const std::string& way : ways()) {
    MapperClient client(way);
    epm_lookup_handle position = nullptr;
    (void)client.look_up(&position, 1);
    ASSERT_NE(position, nullptr);
    const MapperClient::Answer freed = client.free(&position);
    EXPECT_EQ(freed.raised, RPC_S_OK);
    EXPECT_EQ(freed.status, 0u);
    EXPECT_EQ(position, nullptr);
    EXPECT_EQ(farcall::epmapper::lookups_under_way(), 0u);
    EXPECT_EQ(client.free(&position).status, 0u) << "nothing to free is no error";
  }
}

TEST_F(LookupTest, go_with_their_connection) {
  ASSERT_EQ(announce(), RPC_S_OK);
  for (const std::string& way : ways()) {
    epm_lookup_handle position = nullptr;
    {
      MapperClient client(way);
      (void)client.look_up(&position, 1);
      ASSERT_NE(position, nullptr);
      EXPECT_EQ(farcall::epmapper::lookups_under_way(), 1u);
      EXPECT_EQ(RpcBindingSetOption(client.binding(), RPC_C_OPT_DONT_LINGER, TRUE), RPC_S_OK);
      RpcSsDestroyClientContext(&position);
    }
    EXPECT_TRUE(eventually_under_way(0));
  }
}

TEST_F(LookupTest, are_bounded_and_the_one_that_rested_longest_is_told_so) {
  ASSERT_EQ(announce(), RPC_S_OK);
  MapperClient client(ways().front());
  epm_lookup_handle oldest = nullptr;
  (void)client.look_up(&oldest, 1);
  std::vector<epm_lookup_handle> others(256);
  for (epm_lookup_handle& each : others) EXPECT_EQ(client.look_up(&each, 1).count, 1u);
  EXPECT_EQ(farcall::epmapper::lookups_under_way(), 256u);
  EXPECT_EQ(client.look_up(&oldest, 1).raised, RPC_X_SS_CONTEXT_MISMATCH);
  for (epm_lookup_handle& each : others) EXPECT_EQ(client.look_up(&each, 1).count, 1u);
  EXPECT_EQ(client.free(&oldest).raised, RPC_S_OK) << "freed all the same";
  EXPECT_EQ(oldest, nullptr);
}

TEST_F(LookupTest, are_not_made_for_nothing_or_for_what_cannot_be) {
  MapperClient client(ways().front());
  epm_lookup_handle position = nullptr;
  EXPECT_EQ(client.look_up(&position, 1).status, k_not_registered);
  ASSERT_EQ(announce(), RPC_S_OK);
  EXPECT_EQ(client.look_up(&position, 1, 4).status, static_cast<uint32_t>(RPC_S_INVALID_ARG));
  EXPECT_EQ(client.look_up(&position, 1, RPC_C_EP_MATCH_BY_IF, 6).status,
            static_cast<uint32_t>(RPC_S_INVALID_VERS_OPTION));
  EXPECT_EQ(client.look_up(&position, 501).raised, RPC_X_INVALID_BOUND);
  // By an object that is not there: the nil one, which is that of elements without one.
  EXPECT_EQ(client.look_up(&position, 5, RPC_C_EP_MATCH_BY_OBJ).count, 2u);
  EXPECT_EQ(position, nullptr);
  EXPECT_EQ(farcall::epmapper::lookups_under_way(), 0u);
}

TEST_F(LookupTest, ept_inq_object_tells_that_the_map_is_no_object) {
  for (const std::string& way : ways()) {
    MapperClient client(way);
    GUID object{1, 2, 3, {4}};
    const MapperClient::Answer answer = MapperClient::guarded([&](MapperClient::Answer& told) {
      ept_inq_object(client.binding(), &object, &told.status);
    });
    EXPECT_EQ(answer.raised, RPC_S_OK);
    EXPECT_EQ(answer.status, 0u);
    EXPECT_EQ(object.Data1, 0u);
  }
}

}  // namespace

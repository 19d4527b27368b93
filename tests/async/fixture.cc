#include "fixture.h"

#include "matrix_async.h"
#include "matrix_sync.h"

Call::Call() : event(CreateEventA(nullptr, FALSE, FALSE, nullptr)) {
  EXPECT_EQ(RpcAsyncInitializeHandle(&state, sizeof state), RPC_S_OK);
  state.NotificationType = RpcNotificationTypeEvent;
  state.u.hEvent = event;
}

Call::~Call() {
  CloseHandle(event);
}

bool Call::wait(DWORD milliseconds) {
  return WaitForSingleObject(event, milliseconds) == WAIT_OBJECT_0;
}

RPC_STATUS Call::collect(void* reply) {
  EXPECT_TRUE(wait());
  return RpcAsyncCompleteCall(&state, reply);
}

namespace {

using namespace farcall::test;  // NOLINT: tests only

std::string endpoint_of(const std::string& binding) {
  RPC_CSTR endpoint = nullptr;
  EXPECT_EQ(
      RpcStringBindingParseA(rpc_text(binding), nullptr, nullptr, nullptr, &endpoint, nullptr),
      RPC_S_OK);
  return take(endpoint);
}

// The server stays up for all tests of the program: endpoints are for the life of a process (RpcServerUseProtseq).
// Raw connections are made over TCP whatever the tests' calls go over.
std::vector<std::string> start_server() {
  if (over_ncalrpc()) return serve({rules_v1_0_s_ifspec}, {"ncacn_ip_tcp", "ncalrpc"});
  return serve({rules_v1_0_s_ifspec}, {"ncacn_ip_tcp"});
}

const std::vector<std::string>& bindings_of_server() {
  static const std::vector<std::string> bindings = start_server();
  return bindings;
}

}  // namespace

std::string RulesTest::endpoint() {
  return endpoint_of(bindings_of_server().front());
}

std::string RulesTest::server_binding() {
  return bindings_of_server().back();
}

void RulesTest::SetUpTestSuite() {
  (void)bindings_of_server();
}

void RulesTest::SetUp() {
  parking().clear();
  if (RpcMgmtIsServerListening(nullptr) != RPC_S_OK) {
    ASSERT_EQ(RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE), RPC_S_OK);
  }
  binding = connect();
}

void RulesTest::TearDown() {
  for (handle_t& each : bindings_) RpcBindingFree(&each);
}

handle_t RulesTest::connect() {
  handle_t handle = farcall::test::binding_from(server_binding());
  bindings_.push_back(handle);
  return handle;
}

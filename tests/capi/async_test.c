/* Misuse of RPC_ASYNC_STATE that needs no call: NULL, zeroed, garbage, wrong size, no call, wrong side. */
#include "check.h"

static RPC_ASYNC_STATE initialised(void) {
  RPC_ASYNC_STATE state;
  memset(&state, 0xa5, sizeof state);
  GIVES(RPC_S_OK, RpcAsyncInitializeHandle(&state, sizeof state));
  return state;
}

/* Whatever is asked of it. */
static void is_answered_with(RPC_STATUS status, PRPC_ASYNC_STATE state) {
  long reply = 4711;
  GIVES(status, RpcAsyncGetCallStatus(state));
  GIVES(status, RpcAsyncCompleteCall(state, &reply));
  GIVES(status, RpcAsyncCompleteCall(state, NULL));
  GIVES(status, RpcAsyncCancelCall(state, FALSE));
  GIVES(status, RpcAsyncCancelCall(state, TRUE));
  CHECK(reply == 4711);
}

TEST(AR_007_only_the_size_of_the_structure_is_accepted) {
  RPC_ASYNC_STATE state;
  const unsigned size = RPC_ASYNC_VERSION_1_0;
  static const unsigned bad[] = {0, 1, 68, 111, 113, 0xffffffff};
  size_t i;
  for (i = 0; i < sizeof bad / sizeof *bad; ++i)
    GIVES(RPC_S_INVALID_ARG, RpcAsyncInitializeHandle(&state, bad[i]));
  GIVES(RPC_S_INVALID_ASYNC_HANDLE, RpcAsyncInitializeHandle(NULL, size));
  GIVES(RPC_S_OK, RpcAsyncInitializeHandle(&state, size));
}

TEST(AR_008_initialising_clears_what_the_program_fills) {
  const RPC_ASYNC_STATE state = initialised();
  CHECK(state.Size == sizeof state);
  CHECK(state.UserInfo == NULL && state.StubInfo == NULL && state.RuntimeInfo == NULL);
  CHECK(state.Flags == 0 && state.NotificationType == RpcNotificationTypeNone);
  CHECK(RpcAsyncGetCallHandle(&state) == NULL);
}

TEST(AR_008_an_overwritten_signature_or_size_is_recognised) {
  RPC_ASYNC_STATE state = initialised();
  state.Signature ^= 1;
  is_answered_with(RPC_S_INVALID_ASYNC_HANDLE, &state);
  state = initialised();
  state.Size -= 8;
  is_answered_with(RPC_S_INVALID_ASYNC_HANDLE, &state);
}

TEST(AR_013_zeroed_and_garbage_and_NULL_are_no_handles) {
  RPC_ASYNC_STATE state;
  unsigned filling;
  for (filling = 0; filling < 256; ++filling) {
    memset(&state, (int)filling, sizeof state);
    is_answered_with(RPC_S_INVALID_ASYNC_HANDLE, &state);
    GIVES(RPC_S_INVALID_ASYNC_HANDLE, RpcAsyncAbortCall(&state, 5));
  }
  is_answered_with(RPC_S_INVALID_ASYNC_HANDLE, NULL);
  GIVES(RPC_S_INVALID_ASYNC_HANDLE, RpcAsyncAbortCall(NULL, 5));
  GIVES(RPC_S_INVALID_ASYNC_HANDLE, RpcAsyncRegisterInfo(NULL));
}

TEST(AR_014_an_initialised_structure_has_no_call) {
  RPC_ASYNC_STATE state = initialised();
  is_answered_with(RPC_S_INVALID_ASYNC_CALL, &state);
  GIVES(RPC_S_INVALID_ASYNC_HANDLE,
        RpcAsyncAbortCall(&state, 5));           /* only a server's can be aborted */
  GIVES(RPC_S_OK, RpcAsyncRegisterInfo(&state)); /* AR-020 */
}

TEST(a_copy_of_a_structure_is_not_the_structure) {
  RPC_ASYNC_STATE state = initialised();
  RPC_ASYNC_STATE copy = state;
  is_answered_with(RPC_S_INVALID_ASYNC_CALL, &copy);
}

TEST(AR_072_and_AR_073_outside_a_call_there_is_no_call) {
  unsigned char zeros[512] = {0};
  handle_t handle = &handle;
  RPC_CALL_ATTRIBUTES_V3_W attributes;
  RPC_ASYNC_STATE state = initialised();
  memset(&attributes, 0, sizeof attributes);
  attributes.Version = 3;
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcServerTestCancel(NULL));
  GIVES(RPC_S_INVALID_BINDING, RpcServerTestCancel(zeros));
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcServerTestCancel(RpcAsyncGetCallHandle(&state)));
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcServerInqBindingHandle(&handle));
  CHECK(handle == NULL);
  GIVES(RPC_S_INVALID_ARG, RpcServerInqBindingHandle(NULL));
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcServerInqCallAttributesW(NULL, &attributes));
  GIVES(RPC_S_INVALID_BINDING, RpcServerInqCallAttributesW(zeros, &attributes));
  GIVES(RPC_S_INVALID_ARG, RpcServerInqCallAttributesW(NULL, NULL));
  attributes.Version = 4;
  GIVES(RPC_S_INVALID_ARG, RpcServerInqCallAttributesW(NULL, &attributes));
  attributes.Version = 0;
  GIVES(RPC_S_INVALID_ARG, RpcServerInqCallAttributesA(NULL, &attributes));
  GIVES(RPC_S_NO_CALL_ACTIVE, RpcBindingServerFromClient(NULL, &handle));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingServerFromClient(zeros, &handle));
  GIVES(RPC_S_INVALID_ARG, RpcBindingServerFromClient(NULL, NULL));
}

int main(void) {
  RUN(AR_007_only_the_size_of_the_structure_is_accepted);
  RUN(AR_008_initialising_clears_what_the_program_fills);
  RUN(AR_008_an_overwritten_signature_or_size_is_recognised);
  RUN(AR_013_zeroed_and_garbage_and_NULL_are_no_handles);
  RUN(AR_014_an_initialised_structure_has_no_call);
  RUN(a_copy_of_a_structure_is_not_the_structure);
  RUN(AR_072_and_AR_073_outside_a_call_there_is_no_call);
  return 0;
}

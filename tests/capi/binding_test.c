/* Binding handles of a client: made, asked, changed, copied, freed, and mistaken for something else. */
#include <rpcdcep.h>

#include "check.h"

static const UUID k_object = {
    0x6f1b0c52, 0x7a2d, 0x4f6e, {0x9a, 0x3b, 0x1c, 0x5e, 0x8d, 0x0f, 0x4a, 0x21}};

static handle_t bind_to(const char* text) {
  handle_t handle = NULL;
  GIVES(RPC_S_OK, RpcBindingFromStringBindingA(A(text), &handle));
  CHECK(handle != NULL);
  return handle;
}

static void is_text(handle_t handle, const char* expected) {
  RPC_CSTR text = NULL;
  GIVES(RPC_S_OK, RpcBindingToStringBindingA(handle, &text));
  TEXT_IS(expected, text);
  RpcStringFreeA(&text);
}

TEST(a_string_binding_comes_back) {
  static const char* const texts[] = {
      "ncacn_ip_tcp:127.0.0.1[2001]",
      "ncacn_ip_tcp:server.example",
      "ncacn_ip_tcp:",
      "6f1b0c52-7a2d-4f6e-9a3b-1c5e8d0f4a21@ncacn_ip_tcp:127.0.0.1[65535]",
  };
  size_t i;
  for (i = 0; i < sizeof texts / sizeof *texts; ++i) {
    handle_t handle = bind_to(texts[i]);
    is_text(handle, texts[i]);
    GIVES(RPC_S_OK, RpcBindingFree(&handle));
    CHECK(handle == NULL);
  }
}

TEST(wide_text_makes_the_same_binding) {
  handle_t handle = NULL;
  RPC_WSTR text = NULL;
  GIVES(RPC_S_OK, RpcBindingFromStringBindingW(W("ncacn_ip_tcp:127.0.0.1[2001]"), &handle));
  is_text(handle, "ncacn_ip_tcp:127.0.0.1[2001]");
  GIVES(RPC_S_OK, RpcBindingToStringBindingW(handle, &text));
  CHECK(same_wide(text, W("ncacn_ip_tcp:127.0.0.1[2001]")));
  RpcStringFreeW(&text);
  RpcBindingFree(&handle);
}

TEST(bad_string_bindings_give_their_status_and_no_handle) {
  static const struct {
    RPC_STATUS status;
    const char* text;
  } bad[] = {
      {RPC_S_INVALID_STRING_BINDING, "nothing"},
      {RPC_S_INVALID_STRING_BINDING, ""},
      {RPC_S_INVALID_RPC_PROTSEQ, "ncacn_pigeon:host[1]"},
      {RPC_S_PROTSEQ_NOT_SUPPORTED, "ncadg_ip_udp:host[1]"},
      {RPC_S_INVALID_ENDPOINT_FORMAT, "ncacn_ip_tcp:host[65536]"},
      {RPC_S_INVALID_ENDPOINT_FORMAT, "ncacn_ip_tcp:host[http]"},
      {RPC_S_INVALID_NET_ADDR, "ncacn_ip_tcp:no spaces[1]"},
  };
  size_t i;
  for (i = 0; i < sizeof bad / sizeof *bad; ++i) {
    handle_t handle = &handle;
    GIVES(bad[i].status, RpcBindingFromStringBindingA(A(bad[i].text), &handle));
    CHECK(handle == NULL);
  }
  GIVES(RPC_S_INVALID_STRING_BINDING, RpcBindingFromStringBindingA(NULL, &(handle_t){NULL}));
  GIVES(RPC_S_INVALID_ARG, RpcBindingFromStringBindingA(A("ncacn_ip_tcp:"), NULL));
}

TEST(the_object_is_set_and_cleared) {
  handle_t handle = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  UUID object = k_object, read;
  GIVES(RPC_S_OK, RpcBindingSetObject(handle, &object));
  GIVES(RPC_S_OK, RpcBindingInqObject(handle, &read));
  CHECK(IsEqualGUID(&read, &k_object));
  is_text(handle, "6f1b0c52-7a2d-4f6e-9a3b-1c5e8d0f4a21@ncacn_ip_tcp:127.0.0.1[2001]");
  GIVES(RPC_S_OK, RpcBindingSetObject(handle, NULL));
  GIVES(RPC_S_OK, RpcBindingInqObject(handle, &read));
  CHECK(UuidIsNil(&read, NULL));
  is_text(handle, "ncacn_ip_tcp:127.0.0.1[2001]");
  GIVES(RPC_S_INVALID_ARG, RpcBindingInqObject(handle, NULL));
  RpcBindingFree(&handle);
}

TEST(reset_drops_the_endpoint_only) {
  handle_t handle = bind_to("6f1b0c52-7a2d-4f6e-9a3b-1c5e8d0f4a21@ncacn_ip_tcp:127.0.0.1[2001]");
  GIVES(RPC_S_OK, RpcBindingReset(handle));
  is_text(handle, "6f1b0c52-7a2d-4f6e-9a3b-1c5e8d0f4a21@ncacn_ip_tcp:127.0.0.1");
  RpcBindingFree(&handle);
}

TEST(a_copy_and_its_original_do_not_affect_each_other) {
  handle_t original = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  handle_t copy = NULL;
  UUID object = k_object, read;
  GIVES(RPC_S_OK, RpcBindingSetOption(original, RPC_C_OPT_CALL_TIMEOUT, 500));
  GIVES(RPC_S_OK, RpcBindingCopy(original, &copy));
  CHECK(copy != NULL && copy != original);
  GIVES(RPC_S_OK, RpcBindingSetObject(copy, &object));
  GIVES(RPC_S_OK, RpcBindingReset(copy));
  GIVES(RPC_S_OK, RpcBindingInqObject(original, &read));
  CHECK(UuidIsNil(&read, NULL));
  is_text(original, "ncacn_ip_tcp:127.0.0.1[2001]");
  GIVES(RPC_S_OK, RpcBindingFree(&original));
  is_text(copy, "6f1b0c52-7a2d-4f6e-9a3b-1c5e8d0f4a21@ncacn_ip_tcp:127.0.0.1");
  GIVES(RPC_S_OK, RpcBindingFree(&copy));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingCopy(original, &copy));
}

TEST(AR_080_and_AR_113_options_are_set_and_asked) {
  handle_t handle = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  ULONG_PTR value = 99;
  GIVES(RPC_S_OK, RpcBindingInqOption(handle, RPC_C_OPT_BINDING_NONCAUSAL, &value));
  CHECK(value == FALSE); /* causal by default */
  GIVES(RPC_S_OK, RpcBindingSetOption(handle, RPC_C_OPT_BINDING_NONCAUSAL, TRUE));
  GIVES(RPC_S_OK, RpcBindingInqOption(handle, RPC_C_OPT_BINDING_NONCAUSAL, &value));
  CHECK(value == TRUE);
  GIVES(RPC_S_OK, RpcBindingInqOption(handle, RPC_C_OPT_CALL_TIMEOUT, &value));
  CHECK(value == 0);
  GIVES(RPC_S_OK, RpcBindingSetOption(handle, RPC_C_OPT_CALL_TIMEOUT, 1500));
  GIVES(RPC_S_OK, RpcBindingInqOption(handle, RPC_C_OPT_CALL_TIMEOUT, &value));
  CHECK(value == 1500);
  GIVES(RPC_S_OK, RpcBindingSetOption(handle, RPC_C_OPT_UNIQUE_BINDING, TRUE));
  GIVES(RPC_S_CANNOT_SUPPORT, RpcBindingSetOption(handle, RPC_C_OPT_SECURITY_CALLBACK, 1));
  GIVES(RPC_S_CANNOT_SUPPORT, RpcBindingSetOption(handle, 4711, 1));
  GIVES(RPC_S_CANNOT_SUPPORT, RpcBindingInqOption(handle, 4711, &value));
  GIVES(RPC_S_INVALID_ARG, RpcBindingInqOption(handle, RPC_C_OPT_CALL_TIMEOUT, NULL));
  RpcBindingFree(&handle);
}

TEST(AR_081_dont_linger_needs_a_call_first) {
  handle_t handle = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  GIVES(RPC_S_WRONG_KIND_OF_BINDING, RpcBindingSetOption(handle, RPC_C_OPT_DONT_LINGER, TRUE));
  RpcBindingFree(&handle);
}

/* Every function that takes a handle, given something that is none. */
static void is_refused(handle_t handle) {
  UUID object = k_object;
  ULONG_PTR value = 0;
  handle_t other = NULL;
  RPC_CSTR text = NULL;
  GIVES(RPC_S_INVALID_BINDING, RpcBindingToStringBindingA(handle, &text));
  CHECK(text == NULL);
  GIVES(RPC_S_INVALID_BINDING, RpcBindingCopy(handle, &other));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingReset(handle));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingSetObject(handle, &object));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingInqObject(handle, &object));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingSetOption(handle, RPC_C_OPT_CALL_TIMEOUT, 1));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingInqOption(handle, RPC_C_OPT_CALL_TIMEOUT, &value));
  other = handle;
  GIVES(RPC_S_INVALID_BINDING, RpcBindingFree(&other));
  CHECK(other == handle);
}

TEST(AR_115_the_com_timeout_is_set_and_asked) {
  handle_t handle = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  handle_t copy = NULL;
  unsigned timeout = 4711;
  GIVES(RPC_S_OK, RpcMgmtInqComTimeout(handle, &timeout));
  CHECK(timeout == RPC_C_BINDING_DEFAULT_TIMEOUT);
  GIVES(RPC_S_OK, RpcMgmtSetComTimeout(handle, RPC_C_BINDING_MIN_TIMEOUT));
  GIVES(RPC_S_OK, RpcBindingCopy(handle, &copy));
  GIVES(RPC_S_OK, RpcMgmtInqComTimeout(copy, &timeout));
  CHECK(timeout == RPC_C_BINDING_MIN_TIMEOUT);
  GIVES(RPC_S_OK, RpcMgmtSetComTimeout(handle, RPC_C_BINDING_INFINITE_TIMEOUT));
  GIVES(RPC_S_INVALID_TIMEOUT, RpcMgmtSetComTimeout(handle, RPC_C_BINDING_INFINITE_TIMEOUT + 1));
  GIVES(RPC_S_INVALID_BINDING, RpcMgmtSetComTimeout(NULL, 5));
  GIVES(RPC_S_INVALID_BINDING, RpcMgmtInqComTimeout(NULL, &timeout));
  GIVES(RPC_S_INVALID_ARG, RpcMgmtInqComTimeout(handle, NULL));
  RpcBindingFree(&handle);
  RpcBindingFree(&copy);
}

TEST(misuse_what_is_no_binding_handle_is_recognised) {
  static RPC_CLIENT_INTERFACE interface_structure = {.Length = sizeof(RPC_CLIENT_INTERFACE)};
  unsigned char zeros[256] = {0};
  handle_t handle = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  handle_t stale = handle;
  GIVES(RPC_S_OK, RpcBindingFree(&handle));
  is_refused(NULL);
  is_refused(stale);
  is_refused(&interface_structure); /* an RPC_IF_HANDLE: AS-01 */
  is_refused(zeros);
  is_refused((handle_t)(ULONG_PTR)0xdeadbeef);
  is_refused((handle_t)((char*)stale + 8));
  GIVES(RPC_S_INVALID_BINDING, RpcBindingFree(NULL));
}

TEST(misuse_a_freed_handle_stays_recognised_while_others_come_and_go) {
  handle_t handle = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  handle_t stale = handle;
  int i;
  RpcBindingFree(&handle);
  for (i = 0; i < 200; ++i) {
    handle_t other = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
    CHECK(other != stale);
    GIVES(RPC_S_INVALID_BINDING, RpcBindingReset(stale));
    RpcBindingFree(&other);
  }
}

TEST(a_client_binding_is_no_call_of_a_client) {
  handle_t handle = bind_to("ncacn_ip_tcp:127.0.0.1[2001]");
  handle_t server = NULL;
  RPC_CALL_ATTRIBUTES_V2_A attributes = {.Version = 2};
  GIVES(RPC_S_WRONG_KIND_OF_BINDING, RpcBindingServerFromClient(handle, &server));
  GIVES(RPC_S_WRONG_KIND_OF_BINDING, RpcServerInqCallAttributesA(handle, &attributes));
  GIVES(RPC_S_INVALID_BINDING, RpcServerTestCancel(handle));
  RpcBindingFree(&handle);
}

int main(void) {
  RUN(a_string_binding_comes_back);
  RUN(wide_text_makes_the_same_binding);
  RUN(bad_string_bindings_give_their_status_and_no_handle);
  RUN(the_object_is_set_and_cleared);
  RUN(reset_drops_the_endpoint_only);
  RUN(a_copy_and_its_original_do_not_affect_each_other);
  RUN(AR_080_and_AR_113_options_are_set_and_asked);
  RUN(AR_081_dont_linger_needs_a_call_first);
  RUN(AR_115_the_com_timeout_is_set_and_asked);
  RUN(misuse_what_is_no_binding_handle_is_recognised);
  RUN(misuse_a_freed_handle_stays_recognised_while_others_come_and_go);
  RUN(a_client_binding_is_no_call_of_a_client);
  return 0;
}

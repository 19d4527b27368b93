/* RpcStringBindingCompose, RpcStringBindingParse, RpcStringFree: fields, escapes, both text forms, bad arguments. */
#include "check.h"

static const char k_object[] = "6f1b0c52-7a2d-4f6e-9a3b-1c5e8d0f4a21";

TEST(all_fields_are_composed_and_parsed_back) {
  RPC_CSTR text = NULL, object, protseq, address, endpoint, options;
  GIVES(RPC_S_OK, RpcStringBindingComposeA(A(k_object), A("ncacn_ip_tcp"), A("192.0.2.1"),
                                           A("2001"), A("security=none"), &text));
  TEXT_IS("6f1b0c52-7a2d-4f6e-9a3b-1c5e8d0f4a21@ncacn_ip_tcp:192.0.2.1[2001,security=none]", text);
  GIVES(RPC_S_OK, RpcStringBindingParseA(text, &object, &protseq, &address, &endpoint, &options));
  TEXT_IS(k_object, object);
  TEXT_IS("ncacn_ip_tcp", protseq);
  TEXT_IS("192.0.2.1", address);
  TEXT_IS("2001", endpoint);
  TEXT_IS("security=none", options);
  GIVES(RPC_S_OK, RpcStringFreeA(&object));
  GIVES(RPC_S_OK, RpcStringFreeA(&protseq));
  GIVES(RPC_S_OK, RpcStringFreeA(&address));
  GIVES(RPC_S_OK, RpcStringFreeA(&endpoint));
  GIVES(RPC_S_OK, RpcStringFreeA(&options));
  GIVES(RPC_S_OK, RpcStringFreeA(&text));
  CHECK(text == NULL && object == NULL);
}

TEST(absent_fields_come_back_empty_and_are_freed_like_others) {
  RPC_CSTR object, options;
  GIVES(RPC_S_OK,
        RpcStringBindingParseA(A("ncacn_ip_tcp:host"), &object, NULL, NULL, NULL, &options));
  TEXT_IS("", object);
  TEXT_IS("", options);
  GIVES(RPC_S_OK, RpcStringFreeA(&object));
  GIVES(RPC_S_OK, RpcStringFreeA(&options));
}

TEST(special_characters_survive_a_round_trip) {
  RPC_CSTR text = NULL, address, endpoint;
  GIVES(RPC_S_OK, RpcStringBindingComposeA(NULL, A("ncacn_np"), A("fe80::1"),
                                           A("\\pipe\\a,b=c[d]@e"), NULL, &text));
  GIVES(RPC_S_OK, RpcStringBindingParseA(text, NULL, NULL, &address, &endpoint, NULL));
  TEXT_IS("fe80::1", address);
  TEXT_IS("\\pipe\\a,b=c[d]@e", endpoint);
  RpcStringFreeA(&address);
  RpcStringFreeA(&endpoint);
  RpcStringFreeA(&text);
}

TEST(wide_text_is_utf_16) {
  /* Euro sign and a character beyond the first plane: two units. */
  static const unsigned short host[] = {'h', 0x20ac, 0xd83d, 0xde00, 0};
  RPC_WSTR text = NULL, address = NULL;
  GIVES(RPC_S_OK,
        RpcStringBindingComposeW(NULL, W("ncacn_ip_tcp"), (RPC_WSTR)host, W("135"), NULL, &text));
  GIVES(RPC_S_OK, RpcStringBindingParseW(text, NULL, NULL, &address, NULL, NULL));
  CHECK(same_wide(address, host));
  GIVES(RPC_S_OK, RpcStringFreeW(&address));
  GIVES(RPC_S_OK, RpcStringFreeW(&text));
  CHECK(text == NULL);
}

TEST(a_lone_surrogate_is_replaced) {
  static const unsigned short host[] = {'h', 0xd800, 'x', 0};
  static const unsigned short expected[] = {'h', 0xfffd, 'x', 0};
  RPC_WSTR text = NULL, address = NULL;
  GIVES(RPC_S_OK, RpcStringBindingComposeW(NULL, W("p"), (RPC_WSTR)host, NULL, NULL, &text));
  GIVES(RPC_S_OK, RpcStringBindingParseW(text, NULL, NULL, &address, NULL, NULL));
  CHECK(same_wide(address, expected));
  RpcStringFreeW(&address);
  RpcStringFreeW(&text);
}

TEST(outputs_may_be_absent) {
  GIVES(RPC_S_OK, RpcStringBindingComposeA(NULL, A("ncacn_ip_tcp"), NULL, NULL, NULL, NULL));
  GIVES(RPC_S_OK, RpcStringBindingParseA(A("ncacn_ip_tcp:"), NULL, NULL, NULL, NULL, NULL));
}

TEST(bad_text_gives_its_status_and_no_strings) {
  RPC_CSTR text = A("kept"), protseq = A("kept");
  char* longer = calloc(1, 100001);
  GIVES(RPC_S_INVALID_STRING_UUID,
        RpcStringBindingComposeA(A("no-uuid"), A("ncacn_ip_tcp"), NULL, NULL, NULL, &text));
  CHECK(text == NULL);
  GIVES(RPC_S_INVALID_STRING_BINDING,
        RpcStringBindingParseA(A("no colon"), NULL, &protseq, NULL, NULL, NULL));
  CHECK(protseq == NULL);
  GIVES(RPC_S_INVALID_STRING_BINDING,
        RpcStringBindingParseA(A("p:host[1"), NULL, &protseq, NULL, NULL, NULL));
  GIVES(RPC_S_INVALID_STRING_BINDING,
        RpcStringBindingParseA(A("x@p:host"), NULL, &protseq, NULL, NULL, NULL));
  GIVES(RPC_S_INVALID_STRING_BINDING,
        RpcStringBindingParseA(NULL, NULL, &protseq, NULL, NULL, NULL));
  memset(longer, ':', 100000);
  GIVES(RPC_S_STRING_TOO_LONG, RpcStringBindingParseA(A(longer), NULL, &protseq, NULL, NULL, NULL));
  free(longer);
}

TEST(freeing_nothing_is_allowed_and_freeing_nowhere_is_not) {
  RPC_CSTR nothing = NULL;
  GIVES(RPC_S_OK, RpcStringFreeA(&nothing));
  GIVES(RPC_S_INVALID_ARG, RpcStringFreeA(NULL));
  GIVES(RPC_S_INVALID_ARG, RpcStringFreeW(NULL));
}

int main(void) {
  RUN(all_fields_are_composed_and_parsed_back);
  RUN(absent_fields_come_back_empty_and_are_freed_like_others);
  RUN(special_characters_survive_a_round_trip);
  RUN(wide_text_is_utf_16);
  RUN(a_lone_surrogate_is_replaced);
  RUN(outputs_may_be_absent);
  RUN(bad_text_gives_its_status_and_no_strings);
  RUN(freeing_nothing_is_allowed_and_freeing_nowhere_is_not);
  return 0;
}

/* The Uuid* functions. */
#include "check.h"

static UUID from(const char* text) {
  UUID uuid;
  GIVES(RPC_S_OK, UuidFromStringA(A(text), &uuid));
  return uuid;
}

TEST(text_and_fields_belong_together) {
  const UUID uuid = from("12345678-9abc-def0-0123-456789abcdef");
  RPC_CSTR text = NULL;
  RPC_WSTR wide = NULL;
  UUID again;
  CHECK(uuid.Data1 == 0x12345678 && uuid.Data2 == 0x9abc && uuid.Data3 == 0xdef0);
  CHECK(uuid.Data4[0] == 0x01 && uuid.Data4[7] == 0xef);
  GIVES(RPC_S_OK, UuidToStringA(&uuid, &text));
  TEXT_IS("12345678-9abc-def0-0123-456789abcdef", text);
  GIVES(RPC_S_OK, UuidToStringW(&uuid, &wide));
  GIVES(RPC_S_OK, UuidFromStringW(wide, &again));
  CHECK(IsEqualGUID(&uuid, &again));
  RpcStringFreeA(&text);
  RpcStringFreeW(&wide);
}

TEST(what_is_no_uuid_is_refused) {
  static const char* const bad[] = {"",
                                    "1",
                                    "12345678-9abc-def0-0123-456789abcde",
                                    "{12345678-9abc-def0-0123-456789abcdef}",
                                    "12345678-9abc-def0-0123-456789abcdeg",
                                    "12345678+9abc-def0-0123-456789abcdef"};
  UUID uuid;
  size_t i;
  for (i = 0; i < sizeof bad / sizeof *bad; ++i)
    GIVES(RPC_S_INVALID_STRING_UUID, UuidFromStringA(A(bad[i]), &uuid));
  GIVES(RPC_S_INVALID_ARG, UuidFromStringA(A("12345678-9abc-def0-0123-456789abcdef"), NULL));
  GIVES(RPC_S_INVALID_ARG, UuidToStringA(&uuid, NULL));
}

TEST(no_text_is_the_nil_uuid) {
  UUID uuid;
  memset(&uuid, 0xff, sizeof uuid);
  GIVES(RPC_S_OK, UuidFromStringA(NULL, &uuid));
  CHECK(UuidIsNil(&uuid, NULL));
}

TEST(comparison_orders_fields_from_left_to_right) {
  UUID small_one = from("00000001-0000-0000-0000-000000000000");
  UUID in_third = from("00000001-0000-0001-0000-000000000000");
  UUID in_last = from("00000001-0000-0000-0000-0000000000ff");
  UUID large_first = from("ff000000-0000-0000-0000-000000000000");
  RPC_STATUS status = 99;
  CHECK(UuidCompare(&small_one, &small_one, &status) == 0);
  CHECK(status == RPC_S_OK);
  CHECK(UuidCompare(&small_one, &in_third, &status) == -1);
  CHECK(UuidCompare(&in_third, &in_last, &status) == 1);
  CHECK(UuidCompare(&large_first, &in_third, &status) == 1); /* unsigned */
  CHECK(UuidCompare(NULL, &small_one, &status) == -1);
  CHECK(UuidCompare(NULL, NULL, NULL) == 0);
}

TEST(equality_nil_and_hash_agree) {
  UUID one = from("12345678-9abc-def0-0123-456789abcdef");
  UUID same = one;
  UUID nil;
  RPC_STATUS status = 99;
  GIVES(RPC_S_OK, UuidCreateNil(&nil));
  CHECK(UuidEqual(&one, &same, &status) == TRUE && status == RPC_S_OK);
  CHECK(UuidEqual(&one, &nil, &status) == FALSE);
  CHECK(UuidEqual(NULL, &nil, &status) == TRUE);
  CHECK(UuidIsNil(&nil, &status) == TRUE && UuidIsNil(NULL, &status) == TRUE &&
        UuidIsNil(&one, &status) == FALSE);
  CHECK(UuidHash(&one, &status) == UuidHash(&same, &status) && status == RPC_S_OK);
  GIVES(RPC_S_INVALID_ARG, UuidCreateNil(NULL));
}

TEST(created_uuids_are_random_and_of_version_4) {
  UUID first, second;
  GIVES(RPC_S_OK, UuidCreate(&first));
  GIVES(RPC_S_OK, UuidCreate(&second));
  CHECK(!IsEqualGUID(&first, &second));
  CHECK(first.Data3 >> 12 == 4 && first.Data4[0] >> 6 == 2);
  GIVES(RPC_S_INVALID_ARG, UuidCreate(NULL));
}

/* A computer without a network card answers with RPC_S_UUID_LOCAL_ONLY. */
TEST(sequential_uuids_are_of_version_1_and_ascend) {
  UUID previous, next;
  int i;
  RPC_STATUS status = UuidCreateSequential(&previous);
  CHECK(status == RPC_S_OK || status == RPC_S_UUID_LOCAL_ONLY);
  CHECK(previous.Data3 >> 12 == 1 && previous.Data4[0] >> 6 == 2);
  CHECK((previous.Data4[2] & 1) == (status == RPC_S_UUID_LOCAL_ONLY));
  for (i = 0; i < 1000; ++i) {
    CHECK(UuidCreateSequential(&next) == status);
    CHECK(memcmp(previous.Data4, next.Data4, sizeof next.Data4) == 0);
    CHECK(next.Data3 > previous.Data3 ||
          (next.Data3 == previous.Data3 && next.Data2 > previous.Data2) ||
          (next.Data3 == previous.Data3 && next.Data2 == previous.Data2 &&
           next.Data1 > previous.Data1));
    previous = next;
  }
  GIVES(RPC_S_INVALID_ARG, UuidCreateSequential(NULL));
}

int main(void) {
  RUN(text_and_fields_belong_together);
  RUN(what_is_no_uuid_is_refused);
  RUN(no_text_is_the_nil_uuid);
  RUN(comparison_orders_fields_from_left_to_right);
  RUN(equality_nil_and_hash_agree);
  RUN(created_uuids_are_random_and_of_version_4);
  RUN(sequential_uuids_are_of_version_1_and_ascend);
  return 0;
}

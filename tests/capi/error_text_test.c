/* DceErrorInqText: a text for every status, in both forms, and an answer for what is none. */
#include "check.h"

static const RPC_STATUS k_statuses[] = {
#define VALUE(name, value) name,
#include "../headers/statuses.inc"
#undef VALUE
};
enum { k_count = sizeof k_statuses / sizeof *k_statuses };

TEST(every_status_has_a_text) {
  int i;
  CHECK(k_count > 130);
  for (i = 0; i < k_count; ++i) {
    unsigned char text[DCE_C_ERROR_STRING_LEN];
    memset(text, 0xff, sizeof text);
    GIVES(RPC_S_OK, DceErrorInqTextA(k_statuses[i], text));
    CHECK(memchr(text, 0, sizeof text) != NULL);
    CHECK(strlen((char*)text) > 10);
  }
}

TEST(the_wide_text_is_the_same) {
  unsigned char text[DCE_C_ERROR_STRING_LEN];
  unsigned short wide[DCE_C_ERROR_STRING_LEN];
  size_t i;
  GIVES(RPC_S_OK, DceErrorInqTextA(RPC_S_SERVER_UNAVAILABLE, text));
  GIVES(RPC_S_OK, DceErrorInqTextW(RPC_S_SERVER_UNAVAILABLE, wide));
  for (i = 0; i <= strlen((char*)text); ++i) CHECK(text[i] == wide[i]);
}

TEST(an_unknown_status_gives_a_text_and_says_so) {
  unsigned char text[DCE_C_ERROR_STRING_LEN] = "";
  GIVES(RPC_S_INVALID_ARG, DceErrorInqTextA(4711, text));
  CHECK(strlen((char*)text) > 10);
  GIVES(RPC_S_INVALID_ARG, DceErrorInqTextA(-1, text));
}

TEST(nowhere_to_write_is_refused) {
  GIVES(RPC_S_INVALID_ARG, DceErrorInqTextA(RPC_S_OK, NULL));
  GIVES(RPC_S_INVALID_ARG, DceErrorInqTextW(RPC_S_OK, NULL));
}

int main(void) {
  RUN(every_status_has_a_text);
  RUN(the_wide_text_is_the_same);
  RUN(an_unknown_status_gives_a_text_and_says_so);
  RUN(nowhere_to_write_is_refused);
  return 0;
}

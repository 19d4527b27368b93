// The client of wide.idl, of one source for Windows and for Linux: calls every operation of the server on 127.0.0.1 and
// says what does not come back as it should.
// usage: wide_client all|leave [ENDPOINT]    without an endpoint the server is found through the endpoint mapper;
// leave: ends with a context handle open
#include <windows.h>

#include <rpc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caught.h"
#include "wide.h"

void *__RPC_USER MIDL_user_allocate(size_t size) { return calloc(1, size); }
void __RPC_USER MIDL_user_free(void *memory) { free(memory); }

static int checks, failures;

static void check(int holds, const char *what, int line) {
  checks++;
  if (holds) return;
  failures++;
  printf("line %d: %s\n", line, what);
}
#define CHECK(condition) check((condition) != 0, #condition, __LINE__)

static WCHAR *wide_text(const char *text) {
  const size_t length = strlen(text);
  WCHAR *made = MIDL_user_allocate((length + 1) * sizeof *made);
  size_t i;
  for (i = 0; i < length; i++) made[i] = (WCHAR)text[i];
  return made;
}

static int same(const WCHAR *text, const char *expected) {
  const WCHAR *at = text;
  while (*at && *expected && *at == (WCHAR)*expected) at++, expected++;
  return !*at && !*expected;
}

static void bases(void) {
  all_bases v = {-5000000000LL, 0xfedcba9876543210ULL, -1e100, 0xA5, 1, 'q', 200, -2, 65535, -3,
                 4000000000u, far_away, 0.5f, blue, 0x263a};
  CHECK(turn_bases(&v));
  CHECK(v.bits == 0x5A && v.flag == 0 && v.letter == 'r' && v.octet == 201);
  CHECK(v.few == 2 && v.fewer == 65534 && v.paint == green && v.some == -4);
  CHECK(v.more == 4000000001u && v.how_far == near_by && v.half == 1.0f);
  CHECK(v.many == -10000000000LL && v.most == 0x0123456789abcdefULL && v.whole == -1e100 / 2);
  CHECK(v.wide_letter == 0x263b);
}

static void arrays(void) {
  static long values[40000];
  short window[6] = {1, 2, 3, 4, 0, 0};
  unsigned long used = 4;
  long numbers[2][3] = {{1, 2, 3}, {4, 5, 6}}, turned[3][2];
  struct {
    unsigned short kind;
    unsigned long count;
    hyper values[3];
  } open_ended = {7, 3, {10000000000LL, 20, -1}};
  unsigned long i;
  for (i = 0; i < 40000; i++) values[i] = (long)i - 100;
  CHECK(sum(0, values) == 0);
  CHECK(sum(40000, values) == 795980000LL);  // 160,000 bytes: many fragments
  shift(6, &used, window);
  CHECK(used == 5 && window[0] == 2 && window[1] == 3 && window[2] == 4 && window[3] == 8 && window[4] == 99);
  CHECK(table(numbers, turned) == 21);
  CHECK(turned[0][0] == 1 && turned[0][1] == 4 && turned[2][0] == 3 && turned[2][1] == 6);
  CHECK(tail_sum((tail *)&open_ended) == 10000000026LL);
}

static void texts(void) {
  char back[64];
  text_entry three[3] = {{(char *)"one"}, {(char *)""}, {(char *)"three"}};
  text_entry joined = {NULL};
  WCHAR *wide = wide_text("seven..");
  reverse("stressed", sizeof back, back);
  CHECK(strcmp(back, "desserts") == 0);
  CHECK(length_of_wide(wide) == 7);
  CHECK(length_of_wide(NULL) == 77);
  names(3, three, &joined);
  CHECK(joined.text && strcmp(joined.text, "onethree") == 0);
  MIDL_user_free(joined.text);
  MIDL_user_free(wide);
}

static void structures(void) {
  node third = {30, NULL}, second = {20, &third}, first = {10, &second};
  node *reversed = NULL;
  byte data[4] = {0, 1, 2, 255};
  named what = {wide_text("HAL"), 4, data, {5, 0, 6}};
  CHECK(list_sum(&first, &reversed) == 60);
  CHECK(reversed && reversed->value == 30 && reversed->next && reversed->next->value == 20);
  CHECK(reversed && reversed->next && reversed->next->next && !reversed->next->next->next);
  reversed = &first;
  CHECK(list_sum(NULL, &reversed) == 0);
  CHECK(reversed == NULL);
  rename_to_next(&what);
  CHECK(same(what.name, "IBM"));
  CHECK(what.size == 4 && what.data[0] == 255 && what.data[1] == 254 && what.data[3] == 0);
  CHECK(what.fixed[0] == 5 && what.fixed[1] == 11 && what.fixed[2] == 6);
}

static void unions(void) {
  variant v, next;
  encapsulated e, e_next;
  memset(&next, 0, sizeof next);
  v.kind = 1;
  v.content.number = 1234;
  CHECK(content_of(&v, &next) == 1234);
  CHECK(next.kind == 2 && next.content.text && strcmp(next.content.text, "a text of the server's") == 0);
  v = next;
  memset(&next, 0, sizeof next);
  CHECK(content_of(&v, &next) == 22);
  CHECK(next.kind == 3 && next.content.real == 2.5);
  v.kind = 4;
  v.content.real = -9.5;
  memset(&next, 0, sizeof next);
  CHECK(content_of(&v, &next) == -9);
  CHECK(next.kind == 1 && next.content.number == 7);
  v.kind = 55;
  memset(&next, 0, sizeof next);
  CHECK(content_of(&v, &next) == -1);
  CHECK(next.kind == 12);

  memset(&e_next, 0, sizeof e_next);
  e.arm = 1;
  e.content.large = 41000000000LL;
  CHECK(encapsulated_of(&e, &e_next) == 1);
  CHECK(e_next.arm == 1 && e_next.content.large == 41000000001LL);
  e.arm = 2;
  e.content.few = -300;
  memset(&e_next, 0, sizeof e_next);
  CHECK(encapsulated_of(&e, &e_next) == -300);
  CHECK(e_next.arm == 9);
}

static void pointers(void) {
  long one = 20, other = 22, total = 0;
  shared(&one, &other, &total);
  CHECK(total == 42);
  shared(&one, &one, &total);
  CHECK(total == 1040);
  shared(NULL, &one, &total);
  CHECK(total == 20);
}

static long code;
static void call_fail(void) { fail(code); }

static void faults(void) {
  static const long codes[] = {1234, 5, RPC_S_SERVER_TOO_BUSY, 0x20000001};
  size_t i;
  for (i = 0; i < sizeof codes / sizeof codes[0]; i++) {
    code = codes[i];
    CHECK(caught(call_fail) == code);
  }
  CHECK(sum(0, codes) == 0);  // the connection lives on
}


static void contexts(void) {
  counter one = NULL, other = NULL;
  make_counter(10, &one);
  make_counter(20, &other);
  CHECK(one && other && one != other);
  CHECK(add(one, 5) == 15);
  CHECK(add(one, 5) == 20);
  CHECK(add(other, -1) == 19);
  CHECK(counters() == 2);
  drop_counter(&one);
  CHECK(one == NULL);
  CHECK(counters() == 1);
  drop_counter(&other);
  CHECK(counters() == 0);
}

// The server runs what is left down when the last connection of the client has gone.
static void leave_one_open(void) {
  counter one = NULL;
  make_counter(1, &one);
  CHECK(counters() == 1);
}

static int step(const char *what, RPC_STATUS status) {
  if (status == RPC_S_OK) return 1;
  fprintf(stderr, "client: %s: %ld\n", what, (long)status);
  return 0;
}

int main(int argc, char **argv) {
  const int leaves = argc > 1 && strcmp(argv[1], "leave") == 0;
  RPC_CSTR text = NULL;
  if (!step("compose", RpcStringBindingComposeA(NULL, (RPC_CSTR) "ncacn_ip_tcp", (RPC_CSTR) "127.0.0.1",
                                                (RPC_CSTR)(argc > 2 ? argv[2] : NULL), NULL, &text)) ||
      !step("binding", RpcBindingFromStringBindingA(text, &wide_server)))
    return 1;
  if (!leaves) {
    bases();
    arrays();
    texts();
    structures();
    unions();
    pointers();
    faults();
    contexts();
  } else {
    leave_one_open();
  }
  printf("%d of %d checks hold\n", checks - failures, checks);
  fflush(stdout);
  RpcStringFreeA(&text);
  RpcBindingFree(&wide_server);
  return failures != 0;
}

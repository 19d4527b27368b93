// Unions, full pointers, dimensions, converted types, handles and statuses, both syntaxes.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

#include "forms.h"
#include "loopback.h"
#include "own_bytes.h"

namespace {

using forms_long = std::remove_reference_t<decltype(Ring::value)>;
using farcall::stub::SyntaxKind;

int g_instances = 0;  // Digits that the server was not told to free
int g_local_frees = 0;
int g_unbinds = 0;
int g_refreshed = 0;  // by s_Refresh: elements and values

char* user_text(const char* text) {
  char* const made = static_cast<char*>(midl_user_allocate(std::strlen(text) + 1));
  std::strcpy(made, text);
  return made;
}

Item* user_item(long long value) {
  auto* const made = static_cast<Item*>(midl_user_allocate(sizeof(Item)));
  *made = {value, nullptr};
  return made;
}

class Forms : public testing::TestWithParam<SyntaxKind> {
 protected:
  void SetUp() override {
    loopback::serve("forms", forms_v1_0_s_ifspec);
    loopback::serve("own_bytes", own_bytes_v1_0_s_ifspec);
    loopback::wire() = {};
    loopback::wire().syntax = GetParam();
    blocks_before_ = loopback::user_blocks();
    g_instances = g_local_frees = g_unbinds = 0;
  }
  void TearDown() override { EXPECT_EQ(loopback::user_blocks(), blocks_before_) << "memory leaks"; }

 private:
  int blocks_before_ = 0;
};

}  // namespace

extern "C" {

// -- the program's routines

void Digits_to_xmit(Digits* d, Item** item) {
  *item = user_item(std::atoll(d->digits));
}
void Digits_from_xmit(Item* item, Digits* d) {
  ++g_instances;
  std::snprintf(d->digits, sizeof d->digits, "%lld", item->value);
}
void Digits_free_inst(Digits*) {
  --g_instances;
}
void Digits_free_xmit(Item* item) {
  midl_user_free(item);
}
void Span_to_xmit(Span* span, Four** wire) {
  static Four four;  // one at a time
  four[0] = static_cast<short>(span->from);
  four[1] = static_cast<short>(span->from >> 16);
  four[2] = static_cast<short>(span->to);
  four[3] = static_cast<short>(span->to >> 16);
  *wire = &four;
}
void Span_from_xmit(Four* wire, Span* span) {
  const auto join = [](short low, short high) {
    return static_cast<forms_long>((int32_t{high} << 16) | static_cast<uint16_t>(low));
  };
  *span = {join((*wire)[0], (*wire)[1]), join((*wire)[2], (*wire)[3])};
}
void Span_free_inst(Span*) {}
void Span_free_xmit(Four*) {}
void s_Shift(forms_long n, Span* spans, Span by, Span* two) {
  for (forms_long i = 0; i < n; ++i) spans[i] = {spans[i].from + by.from, spans[i].to + by.to};
  std::swap(two[0], two[1]);
}
void Bag_to_xmit(Bag* bag, Shorts** wire) {
  const size_t tail = sizeof(short) * static_cast<size_t>(bag->used);
  *wire = static_cast<Shorts*>(midl_user_allocate(sizeof **wire + tail));
  (*wire)->count = static_cast<short>(bag->used);
  std::copy_n(bag->many, bag->used, (*wire)->values);
}
void Bag_from_xmit(Shorts* wire, Bag* bag) {
  ++g_instances;
  ASSERT_LE(wire->count, 8);
  bag->used = wire->count;
  std::copy_n(wire->values, wire->count, bag->many);
}
void Bag_free_inst(Bag*) {
  --g_instances;
}
void Bag_free_xmit(Shorts* wire) {
  midl_user_free(wire);
}
void Money_from_local(LocalMoney* local, struct __MIDL_forms_0008** money) {
  *money = static_cast<struct __MIDL_forms_0008*>(midl_user_allocate(sizeof **money));
  (*money)->hundredths = static_cast<forms_long>(local->amount * 100 + 0.5);
}
void Money_to_local(struct __MIDL_forms_0008* money, LocalMoney* local) {
  local->amount = static_cast<double>(money->hundredths) / 100;
}
void Money_free_inst(struct __MIDL_forms_0008* money) {
  midl_user_free(money);
}
void Money_free_local(LocalMoney*) {
  ++g_local_frees;
}
unsigned long LocalBlob_UserSize(unsigned long* flags, unsigned long start, LocalBlob* blob) {
  EXPECT_EQ(*flags & 0xffff, 2u) << "another machine";
  return start + 4 + static_cast<unsigned long>(blob->length);
}
unsigned char* LocalBlob_UserMarshal(unsigned long*, unsigned char* at, LocalBlob* blob) {
  std::memcpy(at, &blob->length, 4);
  if (blob->length) std::memcpy(at + 4, blob->bytes, static_cast<size_t>(blob->length));
  return at + 4 + blob->length;
}
unsigned char* LocalBlob_UserUnmarshal(unsigned long*, unsigned char* at, LocalBlob* blob) {
  std::memcpy(&blob->length, at, 4);
  blob->bytes = static_cast<unsigned char*>(midl_user_allocate(static_cast<size_t>(blob->length)));
  std::memcpy(blob->bytes, at + 4, static_cast<size_t>(blob->length));
  return at + 4 + blob->length;
}
void LocalBlob_UserFree(unsigned long*, LocalBlob* blob) {
  midl_user_free(blob->bytes);
}
unsigned long BROAD_UserSize(unsigned long*, unsigned long start, BROAD*) {
  return start + 4;
}
unsigned char* BROAD_UserMarshal(unsigned long*, unsigned char* at, BROAD* text) {
  for (const short each : *text) *at++ = static_cast<unsigned char>(each);
  return at;
}
unsigned char* BROAD_UserUnmarshal(unsigned long*, unsigned char* at, BROAD* text) {
  for (short& each : *text) each = *at++;
  return at;
}
void BROAD_UserFree(unsigned long*, BROAD*) {}
handle_t Place_bind(Place place) {
  return reinterpret_cast<handle_t>(static_cast<uintptr_t>(place.place));
}
void Place_unbind(Place, handle_t) {
  ++g_unbinds;
}

// -- manager routines

void s_Choose(Chosen* c, Kind next) {
  if (c->kind == kind_text) midl_user_free(c->choice.text);
  if (c->kind == kind_list)
    for (Item *each = c->choice.list, *after; each; each = after) {
      after = each->next;
      midl_user_free(each);
    }
  c->kind = next;
  std::memset(&c->choice, 0, sizeof c->choice);
  if (next == kind_number) c->choice.number = -5;
  if (next == kind_text) c->choice.text = user_text("chosen");
  if (next == kind_list) {
    c->choice.list = user_item(1);
    c->choice.list->next = user_item(2);
  }
  ++c->after;
}
long long s_Select(forms_long which, Choice* c, Tagged* t) {
  t->tag = static_cast<short>(which & 3);
  if (t->tag == 0) t->tag = 1;
  if (t->tag == 3) {
    t->tagged_union.i = {9, user_item(10)};
    return c->list->value + c->list->next->value;
  }
  t->tagged_union.d = 2.5;
  return c->number;
}
void s_Inside(Unnamed* u) {
  if (u->level == 1) {
    u->level = 2;
    u->h = u->b;
  } else {
    u->level = 1;
    u->b = static_cast<byte>(u->h);
  }
}
forms_long s_Around(Ring* ring, forms_long* length) {
  forms_long sum = 0;
  *length = 0;
  const Ring* each = ring;
  do {
    sum += each->value;
    ++*length;
    EXPECT_EQ(each->next->previous, each);
    each = each->next;
  } while (each != ring);
  return sum;
}
void s_Turn(Ring* ring) {
  Ring* each = ring;
  do {
    each->value = -each->value;
    each = each->next;
  } while (each != ring);
}
forms_long s_Same(forms_long* a, forms_long* b, char* s, char* t) {
  return (a == b) + 2 * (s == t) + 4 * (a && *a == 7) + 8 * (t && std::strcmp(t, "same") == 0);
}
forms_long s_Corner(forms_long rows, forms_long columns, forms_long grid[4][5]) {
  return rows && columns ? grid[rows - 1][columns - 1] : -1;
}
INT_PTR s_Pointers(forms_long n, INT_PTR values[], UINT_PTR one) {
  INT_PTR sum = static_cast<INT_PTR>(one);
  for (forms_long i = 0; i < n; ++i) sum += values[i];
  return sum;
}
void s_Digest(Digits* d, Digits by_value) {
  std::snprintf(d->digits, sizeof d->digits, "%lld",
                std::atoll(d->digits) + std::atoll(by_value.digits));
}
forms_long s_Pack(Bag* bag, Bag other, forms_long after) {
  for (forms_long i = 0; i < other.used; ++i) bag->many[bag->used++] = other.many[i];
  return after + 1;
}
void s_Pay(LocalMoney* m, LocalMoney* change) {
  change->amount = 100 - m->amount;
}
void s_Bytes(LocalBlob* b, LocalBlob* twice) {
  twice->length = 2 * b->length;
  twice->bytes =
      static_cast<unsigned char*>(midl_user_allocate(static_cast<size_t>(twice->length)));
  for (int i = 0; i < twice->length; ++i) twice->bytes[i] = b->bytes[i % b->length];
}
void s_Broaden(BROAD* text) {
  for (short& each : *text) ++each;
}
void s_At(Place p) {
  EXPECT_EQ(p.place, 42);
}
error_status_t s_Risky(forms_long n, forms_long* result) {
  if (n < 0) throw loopback::Failure{static_cast<int32_t>(-n)};
  *result = n;
  return 3;
}
void s_Ignored(Secret* s) {
  EXPECT_EQ(s->secret, nullptr);
  ++s->value;
}
// What comes is zeroed memory of the size that the others say, or NULL.
void s_Refresh(forms_long n, forms_long* many, Chosen* c, char* text, long long* one) {
  g_refreshed = 0;
  for (forms_long i = 0; many && i < n; ++i) {
    EXPECT_EQ(many[i], 0);
    many[i] = i + 1;
    ++g_refreshed;
  }
  if (c) {
    EXPECT_EQ(c->choice.text, nullptr);
    c->kind = kind_text;
    c->choice.text = user_text("new");
    ++g_refreshed;
  }
  if (text) {
    EXPECT_EQ(text[0], 0);
    std::memcpy(text, "ok", 3);
    ++g_refreshed;
  }
  if (one) {
    EXPECT_EQ(std::exchange(*one, 0x123456789), 0);
    ++g_refreshed;
  }
}

}  // extern "C"

namespace {

TEST_P(Forms, a_union_may_come_back_with_another_arm) {
  Chosen c{};
  c.kind = kind_number;
  c.choice.number = 1;
  Choose(&c, kind_text);
  EXPECT_EQ(c.kind, kind_text);
  EXPECT_STREQ(c.choice.text, "chosen");
  EXPECT_EQ(c.after, 1);
  char* const text = c.choice.text;
  Choose(&c, kind_list);
  midl_user_free(text);
  ASSERT_NE(c.choice.list, nullptr);
  EXPECT_EQ(c.choice.list->next->value, 2);
  Item* const list = c.choice.list;
  Choose(&c, kind_list);
  EXPECT_EQ(c.choice.list, list) << "the same arm fills what is there";
  Choose(&c, kind_nothing);
  EXPECT_EQ(c.after, 4);
  midl_user_free(list->next);
  midl_user_free(list);
}

TEST_P(Forms, an_arm_is_selected_by_an_expression_and_an_unknown_one_is_refused) {
  Choice c{};
  c.number = 77;
  Tagged t{};
  EXPECT_EQ(Select(4, &c, &t), 77);
  EXPECT_EQ(t.tag, 1);
  EXPECT_EQ(t.tagged_union.d, 2.5);
  Item second{5, nullptr}, first{6, &second};
  c.list = &first;
  EXPECT_EQ(Select(7, &c, &t), 11);
  EXPECT_EQ(t.tag, 3);
  EXPECT_EQ(t.tagged_union.i.next->value, 10);
  midl_user_free(t.tagged_union.i.next);
}

TEST_P(Forms, a_union_without_a_name_stands_in_its_struct) {
  Unnamed u{};
  u.level = 1;
  u.b = 200;
  Inside(&u);
  EXPECT_EQ(u.level, 2);
  EXPECT_EQ(u.h, 200);
  u.level = 3;
  try {
    Inside(&u);
    FAIL() << "there is no such arm";
  } catch (const loopback::Failure& failure) {
    EXPECT_EQ(failure.status, RPC_S_INVALID_TAG);
  }
}

TEST_P(Forms, full_pointers_may_go_round_in_a_circle) {
  Ring ring[3] = {{1, &ring[1], &ring[2]}, {2, &ring[2], &ring[0]}, {3, &ring[0], &ring[1]}};
  forms_long length = 0;
  EXPECT_EQ(Around(&ring[0], &length), 6);
  EXPECT_EQ(length, 3);
  Turn(&ring[0]);
  EXPECT_EQ(ring[0].value, -1);
  EXPECT_EQ(ring[0].next->value, -2);
  EXPECT_EQ(ring[1].next->value, -3);
}

TEST_P(Forms, equal_full_pointers_are_equal_on_the_other_side) {
  forms_long seven = 7, other = 7;
  char text[] = "same", copy[] = "same";
  EXPECT_EQ(Same(&seven, &seven, text, text), 15);
  const size_t shared = loopback::wire().request.size();
  EXPECT_EQ(Same(&seven, &other, text, copy), 12);
  EXPECT_GT(loopback::wire().request.size(), shared) << "what is shared is sent once";
  EXPECT_EQ(Same(nullptr, nullptr, nullptr, nullptr), 3);
}

TEST_P(Forms, a_part_of_every_dimension_is_sent) {
  forms_long grid[4][5];
  for (int i = 0; i < 20; ++i) grid[i / 5][i % 5] = i;
  EXPECT_EQ(Corner(3, 4, grid), 13);
  EXPECT_EQ(Corner(4, 5, grid), 19);
  EXPECT_EQ(Corner(0, 5, grid), -1);
}

TEST_P(Forms, int3264_has_the_width_of_the_syntax) {
  INT_PTR values[] = {-1, 0x100000000, 5};
  const bool wide = GetParam() == SyntaxKind::ndr64;
  EXPECT_EQ(Pointers(3, values, 10), wide ? 0x10000000e : 14);
}

TEST_P(Forms, a_transmitted_type_is_turned_into_what_travels_and_back) {
  Digits d{"12"}, e{"30"};
  g_instances = 0;
  Digest(&d, e);
  EXPECT_STREQ(d.digits, "42");
  EXPECT_EQ(g_instances, 1) << "the client's own; the server's are freed";
}

TEST_P(Forms, a_transmitted_type_may_travel_as_a_struct_with_an_open_array) {
  Bag bag{3, {1, 2, 3}};
  EXPECT_EQ(Pack(&bag, {2, {40, 41}}, 99), 100);
  EXPECT_EQ(bag.used, 5);
  EXPECT_EQ(std::vector<short>(bag.many, bag.many + 5), (std::vector<short>{1, 2, 3, 40, 41}));
  EXPECT_EQ(g_instances, 1) << "the client's own; the server's are freed";
  Bag none{0, {}};
  EXPECT_EQ(Pack(&none, {0, {}}, -1), 0);
  EXPECT_EQ(none.used, 0);
}

TEST_P(Forms, a_represented_type_is_the_programs_own) {
  LocalMoney m{12.5}, change{0};
  Pay(&m, &change);
  EXPECT_EQ(change.amount, 87.5);
  EXPECT_EQ(g_local_frees, 2);
}

TEST_P(Forms, a_program_writes_and_reads_its_own_bytes) {
  loopback::wire().syntax = SyntaxKind::ndr20;  // there are no routines for NDR64
  unsigned char bytes[] = {1, 2, 3};
  LocalBlob b{3, bytes}, twice{};
  Bytes(&b, &twice);
  ASSERT_EQ(twice.length, 6);
  EXPECT_EQ(std::memcmp(twice.bytes, "\1\2\3\1\2\3", 6), 0);
  midl_user_free(twice.bytes);
}

TEST_P(Forms, what_programs_see_may_be_defined_behind_what_travels) {
  loopback::wire().syntax = SyntaxKind::ndr20;
  BROAD text{'H', 'A', 'L', '.'};
  Broaden(&text);
  EXPECT_TRUE(std::equal(std::begin(text), std::end(text), "IBM/"));
}

TEST_P(Forms, a_handle_of_the_programs_own_type_is_bound_for_the_call) {
  At(Place{42});
  EXPECT_EQ(loopback::wire().binding, reinterpret_cast<void*>(uintptr_t{42}));
  EXPECT_EQ(g_unbinds, 1);
}

TEST_P(Forms, what_travels_may_be_an_array_and_stand_in_one) {
  Span spans[2] = {{70000, 80000}, {-1, 5}}, two[2] = {{1, 2}, {3, 4}};
  Shift(2, spans, {10, -10}, two);
  const bool wide = GetParam() == SyntaxKind::ndr64;
  EXPECT_EQ(loopback::wire().request.size(), (wide ? 16u : 8u) + 5 * 8);
  EXPECT_EQ(spans[0].from, 70010);
  EXPECT_EQ(spans[0].to, 79990);
  EXPECT_EQ(spans[1].from, 9);
  EXPECT_EQ(spans[1].to, -5);
  EXPECT_EQ(two[0].from, 3);
  EXPECT_EQ(two[1].to, 2);
}

TEST_P(Forms, a_status_goes_where_the_acf_says) {
  forms_long result = 0;
  EXPECT_EQ(Risky(5, &result), 3u);
  EXPECT_EQ(result, 5);
  EXPECT_EQ(Risky(-RPC_S_SERVER_UNAVAILABLE, &result), error_status_t{RPC_S_SERVER_UNAVAILABLE});
  EXPECT_EQ(Risky(-1234, &result), 1234u);
}

TEST_P(Forms, an_ignored_pointer_is_null_on_the_other_side) {
  forms_long hidden = 1;
  Secret s{1, &hidden};
  Ignored(&s);
  EXPECT_EQ(s.value, 2);
}

TEST_P(Forms, of_a_partially_ignored_pointer_only_its_presence_is_sent) {
  forms_long many[3] = {7, 8, 9};
  Chosen c;
  std::memset(&c, 0xee, sizeof c);  // not looked at: neither sent nor filled where it leads to
  char text[3] = {'x', 'y', 'z'};   // not even a text
  long long one = 5;
  Refresh(3, many, &c, text, &one);
  const bool wide = GetParam() == SyntaxKind::ndr64;
  EXPECT_EQ(loopback::wire().request.size(), wide ? 40u : 20u);
  EXPECT_EQ(many[0] + many[1] + many[2], 6);
  EXPECT_EQ(c.kind, kind_text);
  EXPECT_STREQ(c.choice.text, "new");
  EXPECT_STREQ(text, "ok");
  EXPECT_EQ(one, 0x123456789);
  midl_user_free(c.choice.text);
  Refresh(3, nullptr, nullptr, nullptr, nullptr);
  EXPECT_EQ(g_refreshed, 0);
}

INSTANTIATE_TEST_SUITE_P(syntaxes, Forms, testing::Values(SyntaxKind::ndr20, SyntaxKind::ndr64),
                         [](const auto& parameter) {
                           return std::string(parameter.param == SyntaxKind::ndr20 ? "ndr20"
                                                                                   : "ndr64");
                         });

}  // namespace

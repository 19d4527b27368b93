// Pointers and what hangs on them: memory that the manager adds and replaces, memory of the client that is filled.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "kitchen_fixture.h"

namespace {

template <class T>
T* user(size_t number = 1) {
  void* memory = midl_user_allocate(number * sizeof(T));
  std::memset(memory, 0, number * sizeof(T));
  return static_cast<T*>(memory);
}

char* user_text(const std::string& text) {
  char* made = user<char>(text.size() + 1);
  std::memcpy(made, text.c_str(), text.size() + 1);
  return made;
}

void free_list(Node* node) {
  while (node) {
    Node* next = node->next;
    midl_user_free(node->name);
    midl_user_free(node);
    node = next;
  }
}

}  // namespace

extern "C" {

void s_Grow(Node* list, kitchen_long more) {
  Node* last = list;
  while (last->next) last = last->next;
  for (kitchen_long i = 0; i < more; ++i) {
    last->next = user<Node>();
    last = last->next;
    last->v = 100 + i;
    last->name = user_text("new");
  }
}
void s_Replace(Node** list) {
  free_list(*list);
  *list = user<Node>();
  (*list)->v = 7;
}
void s_Lengthen(Lists* lists, kitchen_long n) {
  for (kitchen_long i = 0; i < lists->n; ++i) midl_user_free(lists->each[i]);
  midl_user_free(lists->each);
  midl_user_free(lists->points);
  lists->n = n;
  lists->points = user<Point>(static_cast<size_t>(n));
  lists->each = user<Point*>(static_cast<size_t>(n));
  for (kitchen_long i = 0; i < n; ++i) lists->points[i].x = i;
  if (n > 0) {
    lists->each[0] = user<Point>();
    lists->each[0]->y = 42;
  }
}
Node* s_Reverse(Node* list) {
  Node* result = nullptr;
  for (; list; list = list->next) {
    Node* node = user<Node>();
    node->v = list->v;
    if (list->name) node->name = user_text(list->name);
    node->next = result;
    result = node;
  }
  return result;
}
void s_Rows(kitchen_long n, kitchen_long* count, Point** rows) {
  *count = n;
  if (n == 0) return;
  *rows = user<Point>(static_cast<size_t>(n));
  for (kitchen_long i = 0; i < n; ++i) (*rows)[i].x = i * i;
}
void s_Mix(Mixed* m) {
  EXPECT_STREQ(m->name, "first");
  std::strcpy(m->name, "second");
  m->pts[1].y += m->pts[0].x;
  m->cols[1] = green;
  midl_user_free(m->title);
  m->title = user<WCHAR>(2);
  m->title[0] = static_cast<WCHAR>(u'T');
}

}  // extern "C"

namespace {

using Pointers = Kitchen;

TEST_F(Pointers, a_list_grows_in_the_manager_and_arrives_in_memory_of_the_client) {
  char name[] = "mine";
  Node list{1, nullptr, name};
  Grow(&list, 2);
  EXPECT_STREQ(list.name, "mine") << "a text that is there is filled, not replaced";
  EXPECT_EQ(list.name, name);
  ASSERT_NE(list.next, nullptr);
  EXPECT_EQ(list.next->v, 100);
  ASSERT_NE(list.next->next, nullptr);
  EXPECT_STREQ(list.next->next->name, "new");
  free_list(list.next);
}

TEST_F(Pointers, a_list_that_is_there_is_filled) {
  Node second{2, nullptr, nullptr};
  Node list{1, &second, nullptr};
  Grow(&list, 0);
  EXPECT_EQ(list.next, &second);
  EXPECT_EQ(second.v, 2);
}

TEST_F(Pointers, a_list_may_be_longer_than_any_machine_stack_is_deep) {
  constexpr int k_length = 100'000;
  Node list{1, nullptr, nullptr};
  Grow(&list, k_length);
  int length = 0;
  for (const Node* each = &list; each; each = each->next) ++length;
  EXPECT_EQ(length, k_length + 1);
  for (Node* each = list.next; each;) {
    Node* const next = each->next;
    midl_user_free(each->name);
    midl_user_free(each);
    each = next;
  }
}

TEST_F(Pointers, the_manager_may_free_and_replace_what_lies_below_an_in_out_parameter) {
  Node* list = user<Node>();
  char* const old = list->name = user_text("old");
  Node* const before = list;
  Replace(&list);
  EXPECT_EQ(list, before) << "the client's own memory is filled";
  EXPECT_EQ(list->v, 7);
  EXPECT_EQ(list->name, nullptr);
  midl_user_free(old);  // memory whose pointer became NULL stays with the program, as MIDL has it
  midl_user_free(list);
}

TEST_F(Pointers, a_null_list_becomes_one_in_memory_of_the_client) {
  Node* list = nullptr;
  Replace(&list);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->v, 7);
  free_list(list);
}

TEST_F(Pointers, an_array_that_is_too_small_is_replaced_and_one_that_fits_is_filled) {
  Point points[2] = {};
  Point* each[2] = {};
  Lists lists{2, points, each};
  Lengthen(&lists, 1);
  EXPECT_EQ(lists.n, 1);
  EXPECT_EQ(lists.points, points);
  EXPECT_EQ(lists.each, each);
  ASSERT_NE(each[0], nullptr);
  EXPECT_EQ(each[0]->y, 42);
  midl_user_free(each[0]);
  each[0] = nullptr;

  Lengthen(&lists, 3);
  EXPECT_NE(lists.points, points);
  EXPECT_EQ(lists.points[2].x, 2);
  EXPECT_EQ(lists.each[1], nullptr);
  midl_user_free(lists.each[0]);
  midl_user_free(lists.each);
  midl_user_free(lists.points);
}

TEST_F(Pointers, a_result_that_is_a_pointer_belongs_to_the_client) {
  char name[] = "two";
  Node second{2, nullptr, name};
  Node list{1, &second, nullptr};
  Node* reversed = Reverse(&list);
  ASSERT_NE(reversed, nullptr);
  EXPECT_EQ(reversed->v, 2);
  EXPECT_STREQ(reversed->name, "two");
  EXPECT_EQ(reversed->next->v, 1);
  free_list(reversed);
  EXPECT_EQ(Reverse(nullptr), nullptr);
}

TEST_F(Pointers, rows_that_the_server_allocates) {
  Point* rows = nullptr;
  kitchen_long count = 0;
  Rows(3, &count, &rows);
  EXPECT_EQ(count, 3);
  EXPECT_EQ(rows[2].x, 4);
  midl_user_free(rows);
  rows = reinterpret_cast<Point*>(8);  // what stands in an [out] parameter is not looked at
  Rows(0, &count, &rows);
  EXPECT_EQ(rows, nullptr);
}

TEST_F(Pointers, a_struct_of_strings_and_arrays) {
  WCHAR title[4] = {};
  Mixed m{"first", title, {{1, 2}, {3, 4}}, {red, red}};
  Mix(&m);
  EXPECT_STREQ(m.name, "second");
  EXPECT_EQ(m.pts[1].y, 5);
  EXPECT_EQ(m.cols[1], green);
  EXPECT_NE(m.title, title) << "the text that came is longer than the one that was there";
  EXPECT_EQ(m.title[0], static_cast<WCHAR>(u'T'));
  midl_user_free(m.title);
}

TEST_F(Pointers, a_reply_that_breaks_off_leaves_no_pointer_to_freed_memory) {
  Node list{1, nullptr, nullptr};
  Grow(&list, 2);
  const loopback::Data reply = loopback::wire().reply;
  free_list(list.next);
  for (size_t size = 0; size < reply.size(); ++size) {
    Node fresh{1, nullptr, nullptr};
    loopback::wire().reply_instead =
        loopback::Data{reply.begin(), reply.begin() + static_cast<std::ptrdiff_t>(size)};
    EXPECT_EQ(status_of([&] { Grow(&fresh, 2); }), RPC_X_BAD_STUB_DATA);
    EXPECT_EQ(fresh.next, nullptr);
    EXPECT_EQ(fresh.name, nullptr);
  }
}

TEST_F(Pointers, a_client_without_memory_gets_the_status_and_keeps_its_own) {
  char name[] = "mine";
  Node list{1, nullptr, name};
  Grow(&list, 2);
  const loopback::Data reply = loopback::wire().reply;
  free_list(list.next);
  for (int after = 0; after < 4; ++after) {
    Node fresh{1, nullptr, name};
    loopback::wire().reply_instead = reply;
    loopback::fail_client_allocation_after(after);
    EXPECT_EQ(status_of([&] { Grow(&fresh, 2); }), RPC_X_NO_MEMORY) << after;
    EXPECT_EQ(fresh.next, nullptr);
    EXPECT_EQ(fresh.name, name);
  }
}

TEST_F(Pointers, a_ref_pointer_that_is_null_is_refused_whatever_its_direction) {
  Point* rows = nullptr;
  EXPECT_EQ(status_of([] { Grow(nullptr, 0); }), RPC_X_NULL_REF_POINTER);
  EXPECT_EQ(status_of([] { Replace(nullptr); }), RPC_X_NULL_REF_POINTER);
  EXPECT_EQ(status_of([&] { Rows(1, nullptr, &rows); }), RPC_X_NULL_REF_POINTER);
  EXPECT_TRUE(loopback::wire().request.empty());
}

}  // namespace

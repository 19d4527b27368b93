// IntrusiveList<T, &T::link>: a doubly linked list whose nodes live in the elements. No allocation.
//
// The list does not own its elements; an element is in at most one list per link and leaves it before it dies.
#pragma once

#include <cassert>
#include <cstddef>

namespace farcall {

struct ListLink {
  ListLink* next = nullptr;
  ListLink* previous = nullptr;
  [[nodiscard]] bool linked() const { return next != nullptr; }
  void unlink() {
    if (!linked()) return;
    previous->next = next;
    next->previous = previous;
    next = previous = nullptr;
  }
};

template <class T, ListLink T::* Link>
class IntrusiveList {
 public:
  IntrusiveList() { head_.next = head_.previous = &head_; }
  IntrusiveList(const IntrusiveList&) = delete;
  IntrusiveList& operator=(const IntrusiveList&) = delete;
  ~IntrusiveList() { assert(empty()); }

  [[nodiscard]] bool empty() const { return head_.next == &head_; }
  void push_back(T& element) { insert_before(head_, element.*Link); }
  void push_front(T& element) { insert_before(*head_.next, element.*Link); }
  [[nodiscard]] T* front() { return empty() ? nullptr : owner(head_.next); }
  T* pop_front() {
    T* first = front();
    if (first) (first->*Link).unlink();
    return first;
  }
  // `next` is read before the visit, so the visitor may unlink the element it is given.
  template <class Visit>
  void for_each(Visit visit) {
    for (ListLink* at = head_.next; at != &head_;) {
      ListLink* following = at->next;
      visit(*owner(at));
      at = following;
    }
  }

 private:
  static void insert_before(ListLink& position, ListLink& link) {
    assert(!link.linked());
    link.previous = position.previous;
    link.next = &position;
    position.previous->next = &link;
    position.previous = &link;
  }
  static T* owner(ListLink* link) {
    alignas(T) static char probe[sizeof(T)];
    static const std::ptrdiff_t offset =
        reinterpret_cast<char*>(&(reinterpret_cast<T*>(probe)->*Link)) - probe;
    return reinterpret_cast<T*>(reinterpret_cast<char*>(link) - offset);
  }

  ListLink head_;
};

}  // namespace farcall

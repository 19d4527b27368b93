// Part: a hook (Task, Timer, Watch, TurnEnd) that knows the object it is part of.
#pragma once

#include <utility>

namespace farcall::transport {

template <class Hook, class Owner>
struct Part : Hook {
  template <class... Arguments>
  explicit Part(Owner& whole, Arguments&&... arguments)
      : Hook{std::forward<Arguments>(arguments)...}, owner(whole) {}
  // `hook` is a Part of this type.
  static Owner& of(Hook& hook) { return static_cast<Part&>(hook).owner; }

  Owner& owner;
};

}  // namespace farcall::transport

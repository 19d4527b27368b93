// StateTable: a state machine as a table that can be read, checked at compile time and printed.
//
// Rows are listed once; the table turns them into a dense matrix, so a step is one load. A pair
// that has no row is a protocol error of whoever caused the event. Enumerations end in `count`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace farcall::protocol {

template <class State, class Event>
struct Transition {
  State from;
  Event event;
  State to;
};

template <class State, class Event, size_t Rows>
class StateTable {
 public:
  static constexpr size_t k_states = static_cast<size_t>(State::count);
  static constexpr size_t k_events = static_cast<size_t>(Event::count);

  consteval explicit StateTable(const Transition<State, Event> (&rows)[Rows]) {
    for (auto& row : next_) row.fill(k_none);
    for (size_t i = 0; i < Rows; ++i) {
      rows_[i] = rows[i];
      uint8_t& cell = next_[static_cast<size_t>(rows[i].from)][static_cast<size_t>(rows[i].event)];
      if (cell != k_none) throw "two rows for one pair";  // a compile error: this is consteval
      cell = static_cast<uint8_t>(rows[i].to);
    }
  }

  [[nodiscard]] constexpr std::optional<State> next(State from, Event event) const {
    const uint8_t to = next_[static_cast<size_t>(from)][static_cast<size_t>(event)];
    if (to == k_none) return std::nullopt;
    return static_cast<State>(to);
  }
  [[nodiscard]] constexpr bool allows(State from, Event event) const {
    return next_[static_cast<size_t>(from)][static_cast<size_t>(event)] != k_none;
  }
  [[nodiscard]] constexpr const std::array<Transition<State, Event>, Rows>& rows() const {
    return rows_;
  }

 private:
  static constexpr uint8_t k_none = 0xff;
  std::array<Transition<State, Event>, Rows> rows_{};
  std::array<std::array<uint8_t, k_events>, k_states> next_{};
};

template <class State, class Event, size_t Rows>
StateTable(const Transition<State, Event> (&)[Rows]) -> StateTable<State, Event, Rows>;

// One machine: the state of one object, moved by its table only.
template <class State, class Event, size_t Rows>
[[nodiscard]] constexpr bool step(State& state, const StateTable<State, Event, Rows>& table,
                                  Event event) {
  const std::optional<State> to = table.next(state, event);
  if (to) state = *to;
  return to.has_value();
}

}  // namespace farcall::protocol

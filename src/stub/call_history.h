// CallHistory: what a report about the misuse of a call tells of that call.
//
// Mistakes that crash Windows programs have a status here, and the first of each call is written to
// the log as well: which operation, when and by which thread it was started, how it ended, when and
// by whom. FARCALL_MISUSE=abort ends the program at the first report, with the culprit on its stack.
#pragma once

#include <cstdint>

namespace farcall::stub {

// When, in milliseconds that wrap, and by which thread of the kernel's.
struct Moment {
  uint32_t milliseconds = 0;
  int32_t thread = 0;
};
Moment this_moment();

enum class CallEnd : uint8_t { none, completed, aborted, raised };

struct CallHistory {
  const char* interface_name = "";
  const char* operation_name = "";
  Moment started;
  Moment ended;  // unless it has not
  CallEnd end = CallEnd::none;
};

// One line: `what` and the history, under the stable name `event`.
void report_misuse(const char* event, const char* what, const CallHistory& history);

}  // namespace farcall::stub

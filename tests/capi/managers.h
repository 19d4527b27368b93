// The manager routines of question.idl, as the test steers them.
#pragma once

#include <functional>

#include "question.h"

// What the next Ask() does with its handle_t; the result is the call's result.
void answer_with(std::function<long(handle_t call)> answer);
// The structure of the call that AskLater() parked; waits for one.
PRPC_ASYNC_STATE parked_call();

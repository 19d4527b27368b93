// The smallest interface there is, its stubs written by hand: Ask() runs a function of the test inside a manager
// routine, AskLater() leaves it a parked call. No midl needed.
#pragma once

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/sdk/rpcdcep.h>

#include <functional>

namespace question {

extern RPC_IF_HANDLE server_if;
extern RPC_IF_HANDLE client_if;

// What the next manager routine does with its handle_t; its result is the call's result.
void answer_with(std::function<long(handle_t call)> answer);

// Client stubs. Ask raises; AskLater parks the call and the server's structure comes from parked().
long Ask(handle_t binding);
void AskLater(PRPC_ASYNC_STATE async, handle_t binding);
PRPC_ASYNC_STATE parked();

}  // namespace question

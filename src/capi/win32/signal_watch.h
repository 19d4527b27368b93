// Signals as something that ordinary code may answer: the handler writes one byte, a thread of its own calls.
#pragma once

namespace farcall::capi {

using SignalAnswer = void (*)(int signal);

// From now on `answer` is called for each of these signals, on one thread, one at a time; the last answer counts. False, with
// nothing changed: there are no descriptors or threads left.
bool watch_signal(int signal, SignalAnswer answer);
// The signal does again what it does by itself.
void unwatch_signal(int signal);

}  // namespace farcall::capi

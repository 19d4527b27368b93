/* The base functions, by way of the headers that declare them. */
#ifndef FARCALL_SDK_WINBASE_H
#define FARCALL_SDK_WINBASE_H

#include "errhandlingapi.h"
#include "handleapi.h"
#include "interlockedapi.h"
#include "ioapiset.h"
#include "minwinbase.h"
#include "processthreadsapi.h"
#include "synchapi.h"
#include "sysinfoapi.h"

#endif

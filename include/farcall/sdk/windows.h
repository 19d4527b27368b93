/* What a program written for Windows includes first. Beyond the types it has the few objects that RPC
   notification needs: events, threads and their APCs, completion ports, and the waits on them. */
#ifndef FARCALL_SDK_WINDOWS_H
#define FARCALL_SDK_WINDOWS_H

#include "basetsd.h"
#include "windef.h"
#include "winnt.h"
/* The order matters: what follows uses the types above. */
#include "winbase.h"
#include "winerror.h"

#ifndef WIN32_LEAN_AND_MEAN
#include "shellapi.h"
#include "rpc.h"
#include "winsvc.h"
#endif

#endif

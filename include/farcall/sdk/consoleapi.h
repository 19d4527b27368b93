/* What the console tells a program: that the user wants it to end. */
#ifndef FARCALL_SDK_CONSOLEAPI_H
#define FARCALL_SDK_CONSOLEAPI_H

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CTRL_C_EVENT 0        /* SIGINT */
#define CTRL_BREAK_EVENT 1    /* SIGQUIT */
#define CTRL_CLOSE_EVENT 2    /* SIGHUP */
#define CTRL_LOGOFF_EVENT 5   /* never */
#define CTRL_SHUTDOWN_EVENT 6 /* SIGTERM */

typedef BOOL(WINAPI* PHANDLER_ROUTINE)(DWORD CtrlType);

/* The last one that was added is asked first, on a thread of its own; when none has answered TRUE, the signal does what
   it does without handlers. NULL: SIGINT is ignored (TRUE), or no longer (FALSE). FALSE with ERROR_INVALID_PARAMETER:
   the handler to take away was never added. */
FARCALL_API BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE HandlerRoutine, BOOL Add);

#ifdef __cplusplus
}
#endif

#endif

/* The command line and the environment of this process. */
#ifndef FARCALL_SDK_PROCESSENV_H
#define FARCALL_SDK_PROCESSENV_H

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The words the program was started with, quoted so that CommandLineToArgvW finds them again. The library's text. */
FARCALL_API LPSTR WINAPI GetCommandLineA(void);
FARCALL_API LPWSTR WINAPI GetCommandLineW(void);

/* NAME=VALUE texts one behind the other, an empty one at the end; given back with FreeEnvironmentStrings. */
FARCALL_API LPSTR WINAPI GetEnvironmentStringsA(void);
FARCALL_API LPWSTR WINAPI GetEnvironmentStringsW(void);
FARCALL_API BOOL WINAPI FreeEnvironmentStringsA(LPSTR penv);
FARCALL_API BOOL WINAPI FreeEnvironmentStringsW(LPWSTR penv);

#ifdef UNICODE
#define GetCommandLine GetCommandLineW
#define GetEnvironmentStrings GetEnvironmentStringsW
#define FreeEnvironmentStrings FreeEnvironmentStringsW
#else
#define GetCommandLine GetCommandLineA
#define GetEnvironmentStrings GetEnvironmentStringsA
#define FreeEnvironmentStrings FreeEnvironmentStringsA
#endif

#ifdef __cplusplus
}
#endif

#endif

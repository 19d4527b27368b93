/* A command line taken apart. */
#ifndef FARCALL_SDK_SHELLAPI_H
#define FARCALL_SDK_SHELLAPI_H

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Words between blanks; quotes hold one together, \" is a quote. One block, freed with LocalFree. An empty line gives the
   program's name. */
FARCALL_API LPWSTR* WINAPI CommandLineToArgvW(LPCWSTR lpCmdLine, int* pNumArgs);

#ifdef __cplusplus
}
#endif

#endif

/* For sources that include it out of habit: local security authority functions are not here. */
#ifndef FARCALL_SDK_NTSECAPI_H
#define FARCALL_SDK_NTSECAPI_H

#include "windef.h"
#include "winnt.h"

typedef LONG NTSTATUS;
typedef NTSTATUS* PNTSTATUS;

#endif

/* What the network management functions share. */
#ifndef FARCALL_SDK_LMCONS_H
#define FARCALL_SDK_LMCONS_H

#include "windef.h"

#define NET_API_STATUS DWORD
#define NET_API_FUNCTION __stdcall
#define NERR_Success 0
#define MAX_PREFERRED_LENGTH ((DWORD)-1)
#define UNLEN 256
#define DNLEN 15

#endif

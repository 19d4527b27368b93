/* Network management: only the memory functions are here. */
#ifndef FARCALL_SDK_LM_H
#define FARCALL_SDK_LM_H

#include "lmapibuf.h"
#include "lmcons.h"

#endif

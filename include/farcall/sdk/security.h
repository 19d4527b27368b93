/* For sources that include it for names of users and computers; the security support provider interface is not here. */
#ifndef FARCALL_SDK_SECURITY_H
#define FARCALL_SDK_SECURITY_H

#include "secext.h"

#endif

/* For sources that include it out of habit: there is no OLE here. */
#ifndef FARCALL_SDK_OLE2_H
#define FARCALL_SDK_OLE2_H

#include "objbase.h"

#endif

/* Include before headers with DEFINE_GUID to have the GUIDs defined in this source. */
#ifndef FARCALL_SDK_INITGUID_H
#define FARCALL_SDK_INITGUID_H

#ifndef INITGUID
#define INITGUID
#endif
#undef DEFINE_GUID
#undef FARCALL_SDK_GUIDDEF_H
#include "guiddef.h"

#endif

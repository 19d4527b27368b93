/* For sources that include it out of habit: there is no COM here, only the types that RPC headers need. */
#ifndef FARCALL_SDK_OBJBASE_H
#define FARCALL_SDK_OBJBASE_H

#include "rpc.h"
#include "rpcndr.h"

#ifndef interface
#define interface struct
#endif

#endif

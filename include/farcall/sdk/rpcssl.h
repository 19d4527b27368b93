/* RPC over schannel, which is not provided here: constants that sources name. */
#ifndef FARCALL_SDK_RPCSSL_H
#define FARCALL_SDK_RPCSSL_H

#include "rpcdce.h"

#define RPC_C_FULL_CERT_CHAIN 0x0001

#endif

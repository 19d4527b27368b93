/* Names of the name service, which no Windows since Vista provides: types and constants only. */
#ifndef FARCALL_SDK_RPCNSI_H
#define FARCALL_SDK_RPCNSI_H

#include "rpcdce.h"

typedef void* RPC_NS_HANDLE;

#define RPC_C_NS_SYNTAX_DEFAULT 0
#define RPC_C_NS_SYNTAX_DCE 3
#define RPC_C_NS_DEFAULT_EXP_AGE (-1)

#define RPC_C_PROFILE_DEFAULT_ELT 0
#define RPC_C_PROFILE_ALL_ELT 1
#define RPC_C_PROFILE_ALL_ELTS RPC_C_PROFILE_ALL_ELT
#define RPC_C_PROFILE_MATCH_BY_IF 2
#define RPC_C_PROFILE_MATCH_BY_MBR 3
#define RPC_C_PROFILE_MATCH_BY_BOTH 4

#endif

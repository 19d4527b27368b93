/* Types and operations of unknwn.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_UNKNWN_H
#define FARCALL_IDL_UNKNWN_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include "unknwnbase.h"
#include "wtypes.h"

/* An enum holds every number of its width that a peer may send, in C++ as in C. */
#ifndef MIDL_ENUM
#ifdef __cplusplus
#define MIDL_ENUM(type) : type
#else
#define MIDL_ENUM(type)
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif

#endif

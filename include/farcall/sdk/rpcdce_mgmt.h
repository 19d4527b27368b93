/* Part of rpcdce.h: management of servers, this one and others, and the types of objects.
 *
 * 1. A NULL binding means this process; any other leads to a server's endpoint, which answers over its
 *    management interface.
 * 2. Vectors belong to the caller: RpcIfIdVectorFree, RpcMgmtStatsVectorFree; names: RpcStringFree.
 */
#ifndef FARCALL_RPCDCE_MGMT_H
#define FARCALL_RPCDCE_MGMT_H

#include "rpcdce_types.h"

#ifdef __cplusplus
extern "C" {
#endif

RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtInqIfIds(RPC_BINDING_HANDLE Binding,
                                              RPC_IF_ID_VECTOR** IfIdVector);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcIfIdVectorFree(RPC_IF_ID_VECTOR** IfIdVector);
/* RPC_C_STATS_..., counted since the process began. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtInqStats(RPC_BINDING_HANDLE Binding,
                                              RPC_STATS_VECTOR** Statistics);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtStatsVectorFree(RPC_STATS_VECTOR** StatsVector);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtIsServerListening(RPC_BINDING_HANDLE Binding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtStopServerListening(RPC_BINDING_HANDLE Binding);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtInqServerPrincNameA(RPC_BINDING_HANDLE Binding, ULONG AuthnSvc,
                                                         RPC_CSTR* ServerPrincName);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcMgmtInqServerPrincNameW(RPC_BINDING_HANDLE Binding, ULONG AuthnSvc,
                                                         RPC_WSTR* ServerPrincName);
/* Who may do what to this process; without one, or with NULL, everything but stopping is allowed. */
RPCRTAPI RPC_STATUS RPC_ENTRY
RpcMgmtSetAuthorizationFn(RPC_MGMT_AUTHORIZATION_FN AuthorizationFn);

/* An object's type chooses the manager that serves it. NULL or nil takes the type away. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcObjectSetType(UUID* ObjUuid, UUID* TypeUuid);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcObjectInqType(UUID* ObjUuid, UUID* TypeUuid);
/* Asked for objects that were given no type, on the thread that reads requests: it must not block. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcObjectSetInqFn(RPC_OBJECT_INQ_FN* InquiryFn);

#ifdef UNICODE
#define RpcMgmtInqServerPrincName RpcMgmtInqServerPrincNameW
#else
#define RpcMgmtInqServerPrincName RpcMgmtInqServerPrincNameA
#endif

#ifdef __cplusplus
}
#endif

#endif

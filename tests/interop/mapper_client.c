/* Our client and somebody else's endpoint mapper: resolution, by hand and by the first call, inquiries, and the management
 * interface of what was found.
 * usage: interop_mapper_client samr|rpcecho PROTSEQ:ADDRESS NO_MGMT|MGMT      without an endpoint; the mapper is the usual one,
 * or FARCALL_EPMAPPER's. Prints what it found. */
#include "client_support.h"
#include "rpcecho.h"
#include "samr.h"

static RPC_IF_HANDLE k_known, k_unknown;
static int k_echo;
static handle_t k_mapper; /* without an endpoint: the usual mapper over this protocol sequence */

static void is_bound(handle_t binding, const char* how) {
  RPC_CSTR text = NULL;
  RPC_STATUS status = RpcBindingToStringBindingA(binding, &text);
  check(status == RPC_S_OK, "RpcBindingToStringBinding", status);
  check(strchr((const char*)text, '[') != NULL, "the binding has no endpoint", 0);
  printf("%s: %s\n", how, (const char*)text);
  RpcStringFreeA(&text);
}

static void resolve(handle_t binding) {
  handle_t other = NULL;
  RPC_STATUS status = RpcEpResolveBinding(binding, k_known);
  check(status == RPC_S_OK, "RpcEpResolveBinding", status);
  is_bound(binding, "resolved by hand");
  status = RpcBindingCopy(binding, &other);
  if (status == RPC_S_OK) status = RpcBindingReset(other);
  check(status == RPC_S_OK, "RpcBindingReset", status);
  status = RpcEpResolveBinding(other, k_unknown);
  check(status == EPT_S_NOT_REGISTERED, "an interface that nobody serves", status);
  RpcBindingFree(&other);
}

/* What a call without authentication ends with: an answer, or for the account interface a refusal. */
static long first_call(handle_t binding) {
  unsigned long answer = 0;
  SAMPR_HANDLE server = NULL;
  long status = 0;
  RpcTryExcept {
    if (k_echo) {
      AddOne(binding, 41, &answer);
    } else {
      status = SamrConnect(binding, NULL, &server, 0x02000000);
      if (server) SamrCloseHandle(&server);
    }
  }
  RpcExcept(1) {
    status = (long)RpcExceptionCode();
  }
  RpcEndExcept;
  check(!k_echo || status != 0 || answer == 42, "AddOne", (long)answer);
  return status;
}

/* Foreign mappers do not have every version option: `end` is what the walk ends with. */
static unsigned walk_through(ULONG type, RPC_IF_ID* id, ULONG option, RPC_STATUS* end) {
  RPC_EP_INQ_HANDLE walk = NULL;
  RPC_STATUS status = RpcMgmtEpEltInqBegin(k_mapper, type, id, option, NULL, &walk);
  unsigned count = 0;
  check(status == RPC_S_OK, "RpcMgmtEpEltInqBegin", status);
  for (;;) {
    RPC_IF_ID found;
    handle_t binding = NULL;
    RPC_CSTR note = NULL;
    status = RpcMgmtEpEltInqNextA(walk, &found, &binding, NULL, &note);
    if (status != RPC_S_OK) break;
    check(type == RPC_C_EP_ALL_ELTS || memcmp(&found.Uuid, &id->Uuid, sizeof found.Uuid) == 0,
          "an element of another interface", (long)count);
    ++count;
    RpcBindingFree(&binding);
    RpcStringFreeA(&note);
  }
  *end = status;
  check(RpcMgmtEpEltInqDone(&walk) == RPC_S_OK && walk == NULL, "RpcMgmtEpEltInqDone", 0);
  return count;
}

static unsigned inquire(ULONG type, RPC_IF_ID* id, ULONG option) {
  RPC_STATUS end = RPC_S_OK;
  const unsigned count = walk_through(type, id, option, &end);
  check(end == RPC_X_NO_MORE_ENTRIES, "RpcMgmtEpEltInqNext", end);
  return count;
}

static void inquiries(void) {
  RPC_IF_ID id, other;
  unsigned all, known;
  ULONG option;
  RPC_STATUS end = RPC_S_OK;
  check(RpcIfInqId(k_known, &id) == RPC_S_OK && RpcIfInqId(k_unknown, &other) == RPC_S_OK,
        "RpcIfInqId", 0);
  all = inquire(RPC_C_EP_ALL_ELTS, NULL, 0);
  known = inquire(RPC_C_EP_MATCH_BY_IF, &id, RPC_C_VERS_EXACT);
  printf("elements: %u, of the interface: %u\n", all, known);
  check(known > 0 && known <= all, "elements of the interface", (long)known);
  check(inquire(RPC_C_EP_MATCH_BY_IF, &id, RPC_C_VERS_COMPATIBLE) == known, "RPC_C_VERS_COMPATIBLE",
        0);
  check(inquire(RPC_C_EP_MATCH_BY_IF, &id, RPC_C_VERS_MAJOR_ONLY) == known, "RPC_C_VERS_MAJOR_ONLY",
        0);
  for (option = RPC_C_VERS_ALL; option <= RPC_C_VERS_UPTO; ++option) {
    const unsigned count = walk_through(RPC_C_EP_MATCH_BY_IF, &id, option, &end);
    printf("version option %lu: %u elements, ends with %ld\n", (unsigned long)option, count,
           (long)end);
  }
  check(inquire(RPC_C_EP_MATCH_BY_IF, &other, RPC_C_VERS_EXACT) == 0, "another interface", 0);
}

static void management(handle_t binding) {
  RPC_IF_ID_VECTOR* ids = NULL;
  RPC_STATS_VECTOR* statistics = NULL;
  RPC_STATUS status = RpcMgmtIsServerListening(binding);
  check(status == RPC_S_OK, "RpcMgmtIsServerListening", status);
  status = RpcMgmtInqIfIds(binding, &ids);
  check(status == RPC_S_OK && ids->Count > 0, "RpcMgmtInqIfIds", status);
  printf("management: %lu interfaces", (unsigned long)ids->Count);
  RpcIfIdVectorFree(&ids);
  status = RpcMgmtInqStats(binding, &statistics);
  /* Samba's definition of inq_stats has a parameter more than C706's: it does not understand the request. */
  check(status == RPC_S_OK || status == RPC_X_BAD_STUB_DATA, "RpcMgmtInqStats", status);
  printf(", statistics: %ld", (long)status);
  if (status == RPC_S_OK) RpcMgmtStatsVectorFree(&statistics);
  status = RpcMgmtStopServerListening(binding);
  check(status != RPC_S_OK, "RpcMgmtStopServerListening of a stranger's server", status);
  printf(", stop: %ld\n", (long)status);
}

int main(int argc, char** argv) {
  handle_t binding = NULL;
  long status;
  check(argc == 4, "usage: interop_mapper_client samr|rpcecho PROTSEQ:ADDRESS NO_MGMT|MGMT", 0);
  k_echo = strcmp(argv[1], "rpcecho") == 0;
  k_known = k_echo ? rpcecho_v1_0_c_ifspec : samr_v1_0_c_ifspec;
  k_unknown = k_echo ? samr_v1_0_c_ifspec : rpcecho_v1_0_c_ifspec;
  status = RpcBindingFromStringBindingA((RPC_CSTR)argv[2], &binding);
  if (status == RPC_S_OK) status = RpcBindingCopy(binding, &k_mapper);
  check(status == RPC_S_OK, "binding", status);
  resolve(binding);
  check(RpcBindingReset(binding) == RPC_S_OK, "RpcBindingReset", 0);
  status = first_call(binding);
  is_bound(binding, "resolved by the first call");
  printf("the call: %ld\n", status);
  check(status != EPT_S_NOT_REGISTERED && status != RPC_S_SERVER_UNAVAILABLE, "the call", status);
  check(!k_echo || status == 0, "the call", status);
  inquiries();
  if (strcmp(argv[3], "MGMT") == 0) management(binding);
  RpcBindingFree(&k_mapper);
  RpcBindingFree(&binding);
  puts("mapper client: every answer was right");
  return 0;
}

/* Our client with the account service of a foreign server, which must be somebody's: every call is authenticated.
 *
 * usage: interop_samr_client PORT DOMAIN MECHANISM LEVEL USER [PASSWORD]
 * Exit 0 only if every answer was right; with a PASSWORD, which is wrong, only if the first call is refused. The
 * account USER must be in DOMAIN. Look-ups of 1000 names are a dozen fragments there and two back. */
#include "client_support.h"
#include "samr.h"

enum {
  k_maximum_allowed = 0x02000000,
  k_most_names = 1000,
  k_most_characters = 32,
  k_outstanding = 4,
  k_some_not_mapped = 0x107,
  k_user = 1,
  k_unknown = 8
};

void* __RPC_USER midl_user_allocate(size_t size) {
  return malloc(size);
}
void __RPC_USER midl_user_free(void* memory) {
  free(memory);
}

typedef struct {
  SAMPR_NAME names[k_most_names];
  WCHAR text[k_most_names][k_most_characters];
} Names;

static void put_name(SAMPR_NAME* name, WCHAR* room, const char* text) {
  unsigned short length = 0;
  for (; text[length] != '\0' && length < k_most_characters; ++length)
    room[length] = (unsigned char)text[length];
  name->Length = name->MaximumLength = (unsigned short)(length * sizeof(WCHAR));
  name->Buffer = room;
}

static SAMPR_HANDLE open_domain(SAMPR_HANDLE server, const char* domain) {
  static WCHAR room[k_most_characters];
  SAMPR_NAME name;
  SAMPR_SID* sid = NULL;
  SAMPR_HANDLE opened = NULL;
  long status;
  put_name(&name, room, domain);
  status = SamrLookupDomain(server, &name, &sid);
  check(status == 0 && sid != NULL && sid->SubAuthorityCount == 4, "SamrLookupDomain", status);
  status = SamrOpenDomain(server, k_maximum_allowed, sid, &opened);
  check(status == 0 && opened != NULL, "SamrOpenDomain", status);
  midl_user_free(sid);
  return opened;
}

typedef struct {
  RPC_ASYNC_STATE async;
  SAMPR_ULONG_ARRAY ids, use;
} LookUp;

static void begin(LookUp* look_up, SAMPR_HANDLE domain, Names* names, unsigned long count) {
  memset(look_up, 0, sizeof *look_up);
  prepare(&look_up->async);
  SamrLookupNames(&look_up->async, domain, count, names->names, &look_up->ids, &look_up->use);
}

/* The first name is a user's, all others are nobody's. */
static void end(LookUp* look_up, unsigned long count) {
  long answer = -1;
  unsigned long i;
  RPC_STATUS status = collect(&look_up->async, &answer);
  check(status == RPC_S_OK, "SamrLookupNames", status);
  check(answer == (count == 1 ? 0 : k_some_not_mapped), "SamrLookupNames' answer", answer);
  check(look_up->ids.Count == count && look_up->use.Count == count, "its count",
        (long)look_up->ids.Count);
  check(look_up->ids.Element[0] != 0 && look_up->use.Element[0] == k_user, "the user's use",
        (long)look_up->use.Element[0]);
  for (i = 1; i < count; ++i) check(look_up->use.Element[i] == k_unknown, "another's use", (long)i);
  midl_user_free(look_up->ids.Element);
  midl_user_free(look_up->use.Element);
}

static void look_up_all(SAMPR_HANDLE domain, const char* user) {
  static Names names;
  static LookUp calls[k_outstanding];
  char text[k_most_characters];
  unsigned i;
  put_name(&names.names[0], names.text[0], user);
  for (i = 1; i < k_most_names; ++i) {
    snprintf(text, sizeof text, "nobody-of-this-name-%04u", i);
    put_name(&names.names[i], names.text[i], text);
  }
  begin(&calls[0], domain, &names, 1);
  end(&calls[0], 1);
  for (i = 0; i < k_outstanding; ++i) begin(&calls[i], domain, &names, k_most_names);
  for (i = k_outstanding; i-- > 0;) end(&calls[i], k_most_names);
}

static long connect_to(handle_t binding, SAMPR_HANDLE* server) {
  long status = -1;
  RpcTryExcept {
    status = SamrConnect(binding, NULL, server, k_maximum_allowed);
  }
  RpcExcept(1) {
    status = (long)RpcExceptionCode();
  }
  RpcEndExcept;
  return status;
}

int main(int argc, char** argv) {
  handle_t binding = NULL;
  SAMPR_HANDLE server = NULL, domain = NULL;
  long status;
  check(argc > 5, "usage: interop_samr_client PORT DOMAIN MECHANISM LEVEL USER [PASSWORD]", 0);
  binding = bind_to(argv[1]);
  authenticate(binding, argv[3], argv[4], argv[5], argc > 6 ? argv[6] : "Password");
  status = connect_to(binding, &server);
  if (argc > 6) {
    check(status == RPC_S_ACCESS_DENIED || status == RPC_S_SEC_PKG_ERROR, "a wrong password",
          status);
    puts("samr client: refused, as it must be");
    return 0;
  }
  check(status == 0 && server != NULL, "SamrConnect", status);
  domain = open_domain(server, argv[2]);
  look_up_all(domain, argv[5]);
  check(SamrCloseHandle(&domain) == 0 && domain == NULL, "SamrCloseHandle", 0);
  check(SamrCloseHandle(&server) == 0 && server == NULL, "SamrCloseHandle", 0);
  RpcBindingFree(&binding);
  puts("samr client: every answer was right");
  return 0;
}

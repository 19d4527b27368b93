// Manager routines of the endpoint mapper ([MS-RPCE] 2.2.1.2, C706 appendix O).
//
// 1. The network only reads. Elements come and go over ncalrpc, where the kernel says who calls.
// 2. Outcomes travel in `status`, those of the mapper's own as DCE numbers them.
// 3. The addresses of an answer are those under which the caller can reach the server: an element
//    without an address gets the one at which the mapper was called, and one that is bound to
//    loopback is not told to callers from elsewhere.
#include "endpoint_mapper.h"

#include <farcall/farcall.h>
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <vector>

#include "base/log.h"
#include "endpoint_map.h"
#include "epm.h"
#include "lookup_handles.h"
#include "owner_watch.h"

namespace farcall::epmapper {
namespace {

constexpr uint32_t k_cant_perform_op = 0x16c9a0cd;
constexpr uint32_t k_invalid_entry = 0x16c9a0d3;
constexpr uint32_t k_not_registered = 0x16c9a0d6;

uint32_t wire_status(int32_t status) {
  switch (status) {
    case EPT_S_CANT_PERFORM_OP:
      return k_cant_perform_op;
    case EPT_S_INVALID_ENTRY:
      return k_invalid_entry;
    case EPT_S_NOT_REGISTERED:
      return k_not_registered;
    default:
      return static_cast<uint32_t>(status);
  }
}

// One for the process, as its endpoints are; made before the first call.
struct Mapper {
  EndpointMap map;
  LookupHandles walks;
  OwnerWatch owners{[this](pid_t pid) { map.remove_owner(pid); }};
};

Mapper& mapper() {
  static auto* const only = new Mapper;  // threads may be inside when the program ends
  return *only;
}

struct Caller {
  bool local_protseq = false;
  pid_t pid = 0;
  std::string reached;  // the address at which it called, when that is an IPv4 address
};

Caller caller_of(handle_t call) {
  std::array<unsigned char, 16> address{};
  RPC_CALL_LOCAL_ADDRESS_V1 reached{1, address.data(), static_cast<ULONG>(address.size()),
                                    rlafInvalid};
  RPC_CALL_ATTRIBUTES_V3_A attributes{};
  attributes.Version = 3;
  attributes.Flags = RPC_QUERY_CALL_LOCAL_ADDRESS | RPC_QUERY_CLIENT_PID;
  attributes.CallLocalAddress = &reached;
  Caller caller;
  if (RpcServerInqCallAttributesA(call, &attributes) != RPC_S_OK) return caller;
  caller.local_protseq = attributes.ProtocolSequence == RPC_PROTSEQ_LRPC;
  caller.pid = static_cast<pid_t>(reinterpret_cast<uintptr_t>(attributes.ClientPID));
  if (reached.AddressFormat == rlafIPv4)
    for (size_t i = 0; i < 4; ++i) caller.reached += (i ? "." : "") + std::to_string(address[i]);
  return caller;
}

// Who may change the map; nothing for everyone else.
std::optional<Owner> owner_of(handle_t call) {
  const Caller caller = caller_of(call);
  if (!caller.local_protseq || caller.pid == 0) return std::nullopt;
  const std::optional<uid_t> uid = mapper().owners.watch(caller.pid);
  if (!uid) return std::nullopt;
  return Owner{*uid, caller.pid};
}

Uuid uuid_of(const GUID* guid) {
  Uuid uuid;
  if (guid) std::memcpy(static_cast<void*>(&uuid), guid, sizeof uuid);
  return uuid;
}

TowerBytes bytes_of(const epm_tower* tower) {
  if (!tower) return {};
  return {tower->tower_octet_string, tower->tower_octet_string + tower->tower_length};
}

std::vector<Element> elements_of(const epm_entry* entries, uint32_t count) {
  std::vector<Element> elements;
  for (uint32_t i = 0; i < count; ++i)
    elements.push_back({uuid_of(&entries[i].object), bytes_of(entries[i].tower),
                        std::string(entries[i].annotation,
                                    strnlen(entries[i].annotation, sizeof entries[i].annotation))});
  return elements;
}

epm_tower* give(const TowerBytes& tower) {
  auto* made = static_cast<epm_tower*>(
      midl_user_allocate(offsetof(epm_tower, tower_octet_string) + tower.size() + 1));
  if (!made) RpcRaiseException(RPC_S_OUT_OF_MEMORY);
  made->tower_length = static_cast<uint32_t>(tower.size());
  std::memcpy(made->tower_octet_string, tower.data(), tower.size());
  return made;
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.");
}

// The element as `caller` can use it; nothing when it cannot.
std::optional<Element> seen_by(const Caller& caller, const Element& element) {
  const Result<wire::Tower> tower = wire::decode_tower(element.tower);
  const bool by_address =
      tower.ok() && (tower->protseq == "ncacn_ip_tcp" || tower->protseq == "ncadg_ip_udp" ||
                     tower->protseq == "ncacn_http");
  if (!by_address || caller.reached.empty()) return element;
  if (is_loopback(tower->address) && !is_loopback(caller.reached)) return std::nullopt;
  if (!tower->address.empty()) return element;
  wire::Tower told = *tower;
  told.address = caller.reached;
  TowerBytes bytes(wire::k_max_tower);
  const Result<size_t> size = wire::encode_tower(bytes, told);
  if (!size.ok()) return element;
  bytes.resize(*size);
  return Element{element.object, std::move(bytes), element.annotation};
}

// A context handle of this interface is the number of a walk.
uint64_t number_of(epm_lookup_handle handle) {
  return reinterpret_cast<uintptr_t>(handle);
}

epm_lookup_handle handle_of(uint64_t number) {
  return reinterpret_cast<epm_lookup_handle>(
      static_cast<uintptr_t>(number));  // NOLINT(performance-no-int-to-ptr)
}

// The next `most` elements of a walk that begins with `begin()` or goes on at `position`.
template <class Begin>
std::vector<Element> next_of(handle_t call, epm_lookup_handle* position, uint32_t most,
                             uint32_t* status, Begin begin) {
  std::optional<Walk> walk;
  if (const uint64_t number = number_of(*position); number != LookupHandles::k_none) {
    walk = mapper().walks.take(number);
    if (!walk) RpcRaiseException(RPC_X_SS_CONTEXT_MISMATCH);
  } else {
    Result<Walk> begun = begin();
    *status = wire_status(begun.status().code);
    if (!begun.ok()) return {};
    walk = std::move(begun).value();
  }
  const Caller caller = caller_of(call);
  std::vector<Element> found = mapper().map.next(
      *walk, most, [&](const Element& element) { return seen_by(caller, element); });
  *status = found.empty() && walk->ended ? k_not_registered : RPC_S_OK;
  *position = walk->ended ? nullptr : handle_of(mapper().walks.keep(*std::move(walk)));
  return found;
}

std::string port_of_last_endpoint() {
  RPC_BINDING_VECTOR* bindings = nullptr;
  if (RpcServerInqBindings(&bindings) != RPC_S_OK) return {};
  RPC_CSTR text = nullptr;
  RPC_CSTR endpoint = nullptr;
  std::string port;
  if (RpcBindingToStringBindingA(bindings->BindingH[bindings->Count - 1], &text) == RPC_S_OK &&
      RpcStringBindingParseA(text, nullptr, nullptr, nullptr, &endpoint, nullptr) == RPC_S_OK)
    port = reinterpret_cast<char*>(endpoint);
  RpcStringFreeA(&text);
  RpcStringFreeA(&endpoint);
  RpcBindingVectorFree(&bindings);
  return port;
}

RPC_STATUS register_interface() {
  return RpcServerRegisterIfEx(farcall_epm_v3_0_s_ifspec, nullptr, nullptr,
                               RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH, RPC_C_LISTEN_MAX_CALLS_DEFAULT,
                               nullptr);
}

}  // namespace

std::string local_endpoint(const std::string& port) {
  return port == "135" ? "epmapper" : "epmapper-" + port;
}

int32_t serve(const char* address, const char* port, std::string& used_port) {
  (void)mapper();
  RPC_STATUS status = FarcallServerUseProtseq("ncacn_ip_tcp", address, port);
  if (status != RPC_S_OK) return status;
  used_port = port_of_last_endpoint();
  status = FarcallServerUseProtseq("ncalrpc", nullptr, local_endpoint(used_port).c_str());
  if (status != RPC_S_OK) return status;
  return register_interface();
}

int32_t serve_sockets(const std::vector<int>& sockets) {
  (void)mapper();
  RPC_STATUS status = sockets.empty() ? RPC_S_INVALID_ARG : RPC_S_OK;
  for (const int each : sockets) {
    const RPC_STATUS used = FarcallServerUseSocket(each);
    if (status == RPC_S_OK) status = used;
  }
  return status == RPC_S_OK ? register_interface() : status;
}

size_t lookups_under_way() {
  return mapper().walks.size();
}

}  // namespace farcall::epmapper

using farcall::epmapper::Element;
using farcall::epmapper::mapper;

extern "C" {

void s_ept_insert(handle_t call, uint32_t num_ents, epm_entry entries[], uint32_t replace,
                  uint32_t* status) {
  using namespace farcall::epmapper;
  const auto owner = owner_of(call);
  *status =
      owner ? wire_status(mapper().map.insert(elements_of(entries, num_ents), *owner, replace != 0))
            : k_cant_perform_op;
}

void s_ept_delete(handle_t call, uint32_t num_ents, epm_entry entries[], uint32_t* status) {
  using namespace farcall::epmapper;
  const auto owner = owner_of(call);
  *status = owner ? wire_status(mapper().map.remove(elements_of(entries, num_ents), *owner))
                  : k_cant_perform_op;
}

void s_ept_lookup(handle_t call, uint32_t inquiry_type, GUID* object, epm_if_id* interface_id,
                  uint32_t vers_option, epm_lookup_handle* entry_handle, uint32_t max_ents,
                  uint32_t* num_ents, epm_entry entries[], uint32_t* status) {
  using namespace farcall::epmapper;
  InquiryTerms terms{inquiry_type, uuid_of(object), {}, vers_option};
  if (interface_id)
    terms.interface = {uuid_of(&interface_id->uuid), interface_id->vers_major,
                       interface_id->vers_minor};
  const std::vector<Element> found =
      next_of(call, entry_handle, max_ents, status, [&] { return EndpointMap::look_up(terms); });
  *num_ents = static_cast<uint32_t>(found.size());
  for (size_t i = 0; i < found.size(); ++i) {
    std::memcpy(&entries[i].object, &found[i].object, sizeof entries[i].object);
    entries[i].tower = give(found[i].tower);
    const size_t length = std::min(found[i].annotation.size(), sizeof entries[i].annotation - 1);
    std::memcpy(entries[i].annotation, found[i].annotation.data(), length);
    entries[i].annotation[length] = 0;
  }
}

void s_ept_map(handle_t call, GUID* object, epm_tower* map_tower, epm_lookup_handle* entry_handle,
               uint32_t max_towers, uint32_t* num_towers, epm_tower_p* towers, uint32_t* status) {
  using namespace farcall::epmapper;
  const std::vector<Element> found = next_of(call, entry_handle, max_towers, status, [&] {
    return mapper().map.map(uuid_of(object), bytes_of(map_tower));
  });
  *num_towers = static_cast<uint32_t>(found.size());
  for (size_t i = 0; i < found.size(); ++i) towers[i] = give(found[i].tower);
}

void s_ept_lookup_handle_free(handle_t, epm_lookup_handle* entry_handle, uint32_t* status) {
  (void)mapper().walks.take(farcall::epmapper::number_of(*entry_handle));
  *entry_handle = nullptr;
  *status = RPC_S_OK;
}

// Its client is gone.
void epm_lookup_handle_rundown(epm_lookup_handle handle) {
  (void)mapper().walks.take(farcall::epmapper::number_of(handle));
}

// The map itself is no object of anyone's.
void s_ept_inq_object(handle_t, GUID* epobject, uint32_t* status) {
  *epobject = {};
  *status = RPC_S_OK;
}

void s_ept_mgmt_delete(handle_t call, uint32_t object_speced, GUID* object, epm_tower* tower,
                       uint32_t* status) {
  using namespace farcall::epmapper;
  const auto owner = owner_of(call);
  const farcall::Uuid of = uuid_of(object);
  *status = owner ? wire_status(mapper().map.remove_tower(bytes_of(tower),
                                                          object_speced ? &of : nullptr, *owner))
                  : k_cant_perform_op;
}

}  // extern "C"

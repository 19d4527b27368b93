// Calls of epm.idl. A mapper is a peer like any other: every tower that it sends is checked.
#include "wellknown/epm_client.h"

#include <farcall/stub/exceptions.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "epm.h"
#include "runtime/client/protocol_sequence.h"
#include "stub/environment.h"
#include "wellknown/epm_address.h"
#include "wire/tower.h"

namespace farcall::wellknown {
namespace {

constexpr uint32_t k_most_towers = 16;
constexpr uint32_t k_elements_per_call = 50;

// The statuses of the mapper's own ([MS-RPCE] 2.2.1.2, C706 appendix E) as the SDK names them.
struct StatusName {
  uint32_t wire;
  int32_t status;
};
constexpr StatusName k_statuses[] = {
    {0x16c9a0cd, EPT_S_CANT_PERFORM_OP},     {0x16c9a0ce, RPC_S_OUT_OF_MEMORY},
    {0x16c9a0d0, EPT_S_CANT_CREATE},         {0x16c9a0d3, EPT_S_INVALID_ENTRY},
    {0x16c9a0d5, RPC_X_SS_CONTEXT_MISMATCH}, {0x16c9a0d6, EPT_S_NOT_REGISTERED},
};

int32_t status_of(uint32_t told) {
  for (const StatusName& each : k_statuses)
    if (each.wire == told) return each.status;
  return static_cast<int32_t>(told);
}

template <class Call>
Status ask(Call call) {
  uint32_t told = 0;
  const int32_t raised = stub::call_guarded([&] { call(&told); });
  return Status{raised != RPC_S_OK ? raised : status_of(told)};
}

GUID guid_of(const Uuid& uuid) {
  GUID guid;
  std::memcpy(&guid, &uuid, sizeof guid);
  return guid;
}

Uuid uuid_of(const GUID& guid) {
  Uuid uuid;
  std::memcpy(static_cast<void*>(&uuid), &guid, sizeof uuid);
  return uuid;
}

struct Freed {
  void operator()(void* memory) const { std::free(memory); }
};
using TowerPointer = std::unique_ptr<epm_tower, Freed>;

// The stub's own form of a tower; nullptr when memory is out.
TowerPointer tower_of(const TowerBytes& bytes) {
  auto* tower = static_cast<epm_tower*>(
      std::malloc(offsetof(epm_tower, tower_octet_string) + bytes.size() + 1));
  if (!tower) return nullptr;
  tower->tower_length = static_cast<uint32_t>(bytes.size());
  std::memcpy(tower->tower_octet_string, bytes.data(), bytes.size());
  return TowerPointer(tower);
}

TowerBytes take(epm_tower* tower) {
  if (!tower) return {};
  TowerBytes bytes(tower->tower_octet_string, tower->tower_octet_string + tower->tower_length);
  midl_user_free(tower);
  return bytes;
}

// Elements in the stub's form, with the towers that they point to.
class Entries {
 public:
  static Result<Entries> of(std::span<const MapElement> elements) {
    Entries made;
    for (const MapElement& element : elements) {
      made.towers_.push_back(tower_of(element.tower));
      if (!made.towers_.back()) return Status{RPC_S_OUT_OF_MEMORY};
      epm_entry& entry = made.entries_.emplace_back();
      entry.object = guid_of(element.object);
      entry.tower = made.towers_.back().get();
      const size_t length = std::min(element.annotation.size(), sizeof entry.annotation - 1);
      std::memcpy(entry.annotation, element.annotation.data(), length);
    }
    return made;
  }
  [[nodiscard]] uint32_t count() const { return static_cast<uint32_t>(entries_.size()); }
  [[nodiscard]] epm_entry* data() { return entries_.data(); }

 private:
  std::vector<TowerPointer> towers_;
  std::vector<epm_entry> entries_;
};

// Where a walk through the map of `mapper` stands: given back when it goes, to a mapper that still
// answers, and forgotten in any case.
class Position {
 public:
  explicit Position(handle_t mapper) : mapper_(mapper) {}
  Position(const Position&) = delete;
  Position& operator=(const Position&) = delete;
  ~Position() {
    if (handle_)
      (void)ask([&](uint32_t* told) { farcall_ept_lookup_handle_free(mapper_, &handle_, told); });
    if (handle_) (void)stub::environment().client->contexts().destroy(handle_);
  }
  [[nodiscard]] bool at_end() const { return !handle_; }
  [[nodiscard]] epm_lookup_handle* handle() { return &handle_; }

 private:
  handle_t mapper_;
  epm_lookup_handle handle_ = nullptr;
};

Result<TowerBytes> question_tower(const runtime::client::EndpointQuestion& question) {
  TowerBytes tower(wire::k_max_tower);
  RPC_TRY(const size_t size,
          wire::encode_tower(tower, {question.interface, k_ndr20, question.protseq, {}, {}}));
  tower.resize(size);
  return tower;
}

// The first that leads where the question wants to go.
Result<std::string> endpoint_among(std::span<const TowerBytes> towers, std::string_view protseq) {
  for (const TowerBytes& each : towers) {
    const Result<wire::Tower> tower = wire::decode_tower(each);
    if (tower.ok() && tower->protseq == protseq &&
        runtime::client::check_endpoint(protseq, tower->endpoint).ok() && !tower->endpoint.empty())
      return tower->endpoint;
  }
  return Status{EPT_S_NOT_REGISTERED};
}

}  // namespace

Result<MapperBinding> MapperBinding::to(const std::string& string_binding) {
  RPC_TRY(handle_t handle, stub::environment().client->bindings().from_string(string_binding));
  return MapperBinding(handle);
}

Result<MapperBinding> MapperBinding::copy_of(const runtime::client::Binding& given) {
  RPC_TRY(handle_t handle, stub::environment().client->bindings().copy(given));
  return MapperBinding(handle);
}

MapperBinding::~MapperBinding() {
  if (handle_) (void)stub::environment().client->bindings().free(handle_);
}

Result<std::string> find_endpoint(const runtime::client::EndpointQuestion& question) {
  RPC_TRY(const std::string where, mapper_for(question.protseq, question.network_address));
  RPC_TRY(const MapperBinding mapper, MapperBinding::to(where));
  RPC_TRY(const TowerBytes wanted, question_tower(question));
  const TowerPointer tower = tower_of(wanted);
  if (!tower) return Status{RPC_S_OUT_OF_MEMORY};
  GUID object = guid_of(question.object);
  Position position(mapper.handle());
  uint32_t count = 0;
  epm_tower_p found[k_most_towers] = {};
  const Status status = ask([&](uint32_t* told) {
    farcall_ept_map(mapper.handle(), question.object.is_nil() ? nullptr : &object, tower.get(),
                    position.handle(), k_most_towers, &count, found, told);
  });
  std::vector<TowerBytes> towers;
  for (epm_tower_p each : found)
    if (each) towers.push_back(take(each));
  if (!status.ok()) return status;
  return endpoint_among(towers, question.protseq);
}

Result<void> insert(handle_t mapper, std::span<const MapElement> elements, bool replace) {
  RPC_TRY(Entries entries, Entries::of(elements));
  return ask([&](uint32_t* told) {
    farcall_ept_insert(mapper, entries.count(), entries.data(), replace ? 1 : 0, told);
  });
}

Result<void> remove(handle_t mapper, std::span<const MapElement> elements) {
  RPC_TRY(Entries entries, Entries::of(elements));
  return ask(
      [&](uint32_t* told) { farcall_ept_delete(mapper, entries.count(), entries.data(), told); });
}

Result<void> management_delete(handle_t mapper, const Uuid* object, const TowerBytes& bytes) {
  const TowerPointer tower = tower_of(bytes);
  if (!tower) return Status{RPC_S_OUT_OF_MEMORY};
  GUID guid = object ? guid_of(*object) : GUID{};
  return ask([&](uint32_t* told) {
    farcall_ept_mgmt_delete(mapper, object ? 1 : 0, &guid, tower.get(), told);
  });
}

struct Inquiry::Cursor {
  explicit Cursor(handle_t mapper) : position(mapper) {}
  Position position;
};

Inquiry::Inquiry(MapperBinding mapper, const InquiryTerms& terms)
    : mapper_(std::move(mapper)),
      terms_(terms),
      cursor_(std::make_unique<Cursor>(mapper_.handle())) {}

Inquiry::~Inquiry() = default;

Result<MapElement> Inquiry::next() {
  if (waiting_.empty() && !ended_) RPC_TRY(fetch());
  if (waiting_.empty()) return Status{RPC_X_NO_MORE_ENTRIES};
  MapElement element = std::move(waiting_.back());
  waiting_.pop_back();
  return element;
}

Result<void> Inquiry::fetch() {
  GUID object = guid_of(terms_.object);
  epm_if_id interface {
    guid_of(terms_.interface.uuid), terms_.interface.major, terms_.interface.minor
  };
  std::vector<epm_entry> room(k_elements_per_call);
  uint32_t count = 0;
  const Status status = ask([&](uint32_t* told) {
    farcall_ept_lookup(mapper_.handle(), terms_.type, &object, &interface, terms_.version_option,
                       cursor_->position.handle(), k_elements_per_call, &count, room.data(), told);
  });
  for (epm_entry& entry : room) {
    if (!entry.tower) continue;
    const size_t length = strnlen(entry.annotation, sizeof entry.annotation);
    waiting_.push_back(
        {uuid_of(entry.object), take(entry.tower), std::string(entry.annotation, length)});
  }
  std::reverse(waiting_.begin(), waiting_.end());
  ended_ = !status.ok() || cursor_->position.at_end() || count == 0;
  if (!status.ok() && status.code != EPT_S_NOT_REGISTERED) return status;
  return {};
}

}  // namespace farcall::wellknown

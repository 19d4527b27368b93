// The endpoint mapper as its client sees it: lookup of one endpoint, inquiry, registration.
//
// `mapper` is a binding to it. All: what the call ends with, or the status that the mapper tells, as
// RPC_S_*, EPT_S_* or RPC_X_*.
#pragma once

#include <farcall/sdk/rpc.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "runtime/client/client.h"

namespace farcall::wellknown {

// A binding to a mapper for as long as it is needed.
class MapperBinding {
 public:
  static Result<MapperBinding> to(const std::string& string_binding);
  // With the options and the security of a program's own.
  static Result<MapperBinding> copy_of(const runtime::client::Binding& given);
  MapperBinding(MapperBinding&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  MapperBinding& operator=(MapperBinding&&) = delete;
  ~MapperBinding();
  [[nodiscard]] handle_t handle() const { return handle_; }

 private:
  explicit MapperBinding(handle_t handle) : handle_(handle) {}
  handle_t handle_;
};

using TowerBytes = std::vector<uint8_t>;

struct MapElement {
  Uuid object;
  TowerBytes tower;
  std::string annotation;  // at most 63 characters
};

// For Client::set_endpoint_lookup().
Result<std::string> find_endpoint(const runtime::client::EndpointQuestion& question);

Result<void> insert(handle_t mapper, std::span<const MapElement> elements, bool replace);
Result<void> remove(handle_t mapper, std::span<const MapElement> elements);
Result<void> management_delete(handle_t mapper, const Uuid* object, const TowerBytes& tower);

struct InquiryTerms {
  uint32_t type = RPC_C_EP_ALL_ELTS;
  Uuid object;
  SyntaxId interface;
  uint32_t version_option = RPC_C_VERS_ALL;
};

// One walk through the map, a few elements for each call. One thread at a time.
class Inquiry {
 public:
  Inquiry(MapperBinding mapper, const InquiryTerms& terms);
  Inquiry(const Inquiry&) = delete;
  Inquiry& operator=(const Inquiry&) = delete;
  ~Inquiry();
  // RPC_X_NO_MORE_ENTRIES at the end.
  Result<MapElement> next();

 private:
  Result<void> fetch();
  struct Cursor;

  MapperBinding mapper_;
  InquiryTerms terms_;
  std::unique_ptr<Cursor> cursor_;
  std::vector<MapElement> waiting_;  // last first
  bool ended_ = false;
};

}  // namespace farcall::wellknown

// The elements of an endpoint map, and the management interface of each endpoint in it (C706
// appendices O and Q), through the RPC API.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace farcall::tool {

struct DumpedInterface {
  std::string uuid;
  uint16_t major = 0;
  uint16_t minor = 0;
};

struct MapElement {
  DumpedInterface interface;
  std::string object;  // empty: for no object in particular
  std::string binding;
  std::string annotation;
};

// Which layer on the way to a server failed, as a probe has them, and why. Empty: none.
struct Failure {
  std::string layer;
  std::string why;
  [[nodiscard]] bool empty() const { return layer.empty(); }
  [[nodiscard]] std::string sentence() const { return layer + ": " + why; }
};

// What one endpoint says; `failure` instead when it does not answer.
struct EndpointReport {
  std::string binding;
  Failure failure;
  std::chrono::microseconds time{0};  // that all its answers took
  bool listening = false;
  uint32_t calls_in = 0;
  uint32_t calls_out = 0;
  uint32_t packets_in = 0;
  uint32_t packets_out = 0;
  std::string principal;  // empty: it names none
  std::vector<DumpedInterface> interfaces;
};

struct Dump {
  Failure failure;  // why the list of elements ends where it does; empty: it is whole
  std::vector<MapElement> elements;
  std::vector<EndpointReport> endpoints;  // each once, in the order of the elements
};

// `mapper` is a string binding, with or without endpoint; empty: the mapper of this computer.
// `patience` (milliseconds) holds for each call.
Dump dump_endpoints(const std::string& mapper, unsigned patience);

}  // namespace farcall::tool

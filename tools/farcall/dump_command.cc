#include "dump_command.h"

#include <cstdio>
#include <iostream>
#include <memory>

#include "endpoint_dump.h"
#include "json_object.h"

namespace farcall::tool {
namespace {

struct Options {
  std::string mapper;
  unsigned patience = 5000;
  bool json = false;
};

void put_interface(JsonObject& object, const DumpedInterface& interface) {
  object.text("interface", interface.uuid);
  object.text("version", std::to_string(interface.major) + "." + std::to_string(interface.minor));
}

void put_failure(JsonObject& object, const Failure& failure) {
  object.text("failed", failure.layer);
  object.text("error", failure.why);
}

void put_endpoint(JsonObject endpoint, const EndpointReport& report) {
  endpoint.text("binding", report.binding);
  endpoint.boolean("ok", report.failure.empty());
  if (!report.failure.empty()) return put_failure(endpoint, report.failure);
  endpoint.number("microseconds", static_cast<uint64_t>(report.time.count()));
  endpoint.boolean("listening", report.listening);
  endpoint.text("principal", report.principal);
  JsonObject statistics = endpoint.object("statistics");
  statistics.number("calls_in", report.calls_in);
  statistics.number("calls_out", report.calls_out);
  statistics.number("pkts_in", report.packets_in);
  statistics.number("pkts_out", report.packets_out);
  JsonList interfaces = endpoint.list("interfaces");
  for (const DumpedInterface& each : report.interfaces) {
    JsonObject interface = interfaces.object();
    put_interface(interface, each);
  }
}

std::string as_json(const Dump& dump) {
  JsonDocument document;
  JsonObject root = document.root();
  root.boolean("ok", dump.failure.empty());
  if (!dump.failure.empty()) put_failure(root, dump.failure);
  JsonList elements = root.list("elements");
  for (const MapElement& each : dump.elements) {
    JsonObject element = elements.object();
    put_interface(element, each.interface);
    if (!each.object.empty()) element.text("object", each.object);
    element.text("binding", each.binding);
    element.text("annotation", each.annotation);
  }
  JsonList endpoints = root.list("endpoints");
  for (const EndpointReport& each : dump.endpoints) put_endpoint(endpoints.object(), each);
  return document.line();
}

// What others wrote is not for the terminal to interpret.
std::string printable(std::string text) {
  for (char& each : text)
    if (static_cast<unsigned char>(each) < 0x20 || each == 0x7f) each = '?';
  return text;
}

void print_interface(const DumpedInterface& interface) {
  const std::string version =
      std::to_string(interface.major) + "." + std::to_string(interface.minor);
  std::printf("%s %s", interface.uuid.c_str(), version.c_str());
}

void print_endpoint(const EndpointReport& report) {
  std::printf("\n%s\n", printable(report.binding).c_str());
  if (!report.failure.empty()) {
    std::printf("  %s\n", printable(report.failure.sentence()).c_str());
    return;
  }
  std::printf("  listening %s, calls in %u out %u, packets in %u out %u\n",
              report.listening ? "yes" : "no", report.calls_in, report.calls_out, report.packets_in,
              report.packets_out);
  if (!report.principal.empty())
    std::printf("  principal %s\n", printable(report.principal).c_str());
  for (const DumpedInterface& each : report.interfaces) {
    std::printf("  ");
    print_interface(each);
    std::printf("\n");
  }
}

void print_table(const Dump& dump) {
  std::printf("%zu elements\n", dump.elements.size());
  for (const MapElement& each : dump.elements) {
    print_interface(each.interface);
    std::printf("  %s%s%s  %s\n", each.object.c_str(), each.object.empty() ? "" : "@",
                printable(each.binding).c_str(), printable(each.annotation).c_str());
  }
  for (const EndpointReport& each : dump.endpoints) print_endpoint(each);
  std::fflush(stdout);
}

int run(const Options& options) {
  const Dump dump = dump_endpoints(options.mapper, options.patience);
  if (options.json)
    std::cout << as_json(dump) << std::endl;
  else if (dump.failure.empty() || !dump.elements.empty())
    print_table(dump);
  if (dump.failure.empty()) return 0;
  std::cerr << "farcall dump: " << dump.failure.sentence() << "\n";
  return 1;
}

}  // namespace

void add_dump(CLI::App& app, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* dump = app.add_subcommand(
      "dump", "Show what an endpoint mapper knows and what each endpoint says of itself");
  dump->add_option("mapper", options->mapper,
                   "String binding: ncacn_ip_tcp:host, or with the mapper's [port] (default: the "
                   "mapper of this computer)");
  dump->add_option("--timeout", options->patience, "Milliseconds for each call (default: 5000)")
      ->check(CLI::Range(1, 3600000));
  dump->add_flag("--json", options->json, "Print one JSON object");
  dump->callback([options, &status] { status = run(*options); });
}

}  // namespace farcall::tool

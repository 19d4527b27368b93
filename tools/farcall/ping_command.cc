#include "ping_command.h"

#include <charconv>
#include <cstdio>
#include <iostream>
#include <memory>

#include "json_object.h"
#include "octets.h"
#include "probe.h"

namespace farcall::tool {
namespace {

// The management interface, which every server offers, and is_server_listening of it (C706 appendix Q).
constexpr std::string_view k_mgmt = "afa8bd80-7d8a-11c9-bef4-08002b102989,1.0";
constexpr int k_is_server_listening = 2;

struct Options {
  std::string binding;
  std::string interface;
  int opnum = -1;
  std::string stub_data;
  unsigned patience = 5000;
  bool json = false;
  AuthenticationRequest authentication;
};

bool parse_number(std::string_view text, uint16_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

// UUID[,MAJOR[.MINOR]]
bool parse_interface(std::string_view text, SyntaxId& made) {
  const size_t comma = text.find(',');
  const Result<Uuid> uuid = parse_uuid(text.substr(0, comma));
  if (!uuid.ok()) return false;
  made = {*uuid, 1, 0};
  if (comma == std::string_view::npos) return true;
  const std::string_view version = text.substr(comma + 1);
  const size_t dot = version.find('.');
  return parse_number(version.substr(0, dot), made.major) &&
         (dot == std::string_view::npos || parse_number(version.substr(dot + 1), made.minor));
}

std::string as_json(const ProbeReport& report) {
  JsonDocument document;
  JsonObject root = document.root();
  root.boolean("ok", report.ok());
  if (!report.ok()) root.text("failed", report.steps.back().layer);
  JsonList steps = root.list("steps");
  for (const Step& each : report.steps) {
    JsonObject step = steps.object();
    step.text("layer", each.layer);
    step.boolean("ok", each.ok);
    step.number("microseconds", static_cast<uint64_t>(each.time.count()));
    step.text("detail", each.detail);
  }
  return document.line();
}

void print_table(const ProbeReport& report) {
  for (const Step& each : report.steps) {
    if (!each.ok) continue;
    const double milliseconds = static_cast<double>(each.time.count()) / 1000;
    std::printf("%-10s %10.3f ms   %s\n", std::string(each.layer).c_str(), milliseconds,
                each.detail.c_str());
  }
  std::fflush(stdout);
}

int run(const Options& options) {
  ProbeRequest request;
  request.binding = options.binding;
  request.opnum = options.opnum;
  request.patience = std::chrono::milliseconds(options.patience);
  const bool usual = options.interface.empty();
  request.authentication = options.authentication;
  const bool authenticates = !request.authentication.mechanism.empty();
  // The authenticated call is one of the management interface.
  if (usual && request.opnum < 0 && !authenticates) request.opnum = k_is_server_listening;
  std::string error = parse_hex(options.stub_data, request.stub_data);
  if (!parse_interface(usual ? k_mgmt : options.interface, request.interface))
    error = "--interface needs a uuid and a version, as in " + std::string(k_mgmt);
  if (error.empty() && authenticates) error = check(request.authentication);
  if (!error.empty()) {
    std::cerr << "farcall ping: " << error << "\n";
    return 2;
  }
  const ProbeReport report = probe(request);
  if (options.json)
    std::cout << as_json(report) << std::endl;
  else
    print_table(report);
  const Step& last = report.steps.back();
  if (!last.ok) std::cerr << "farcall ping: " << last.layer << ": " << last.detail << "\n";
  return last.ok ? 0 : 1;
}

}  // namespace

void add_ping(CLI::App& app, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* ping = app.add_subcommand(
      "ping", "Walk to a server layer by layer: binding, name, connect, bind, interface, call");
  ping->add_option("binding", options->binding, "String binding: ncacn_ip_tcp:host[port]")
      ->required();
  ping->add_option("--interface", options->interface,
                   "UUID,VERSION of an interface (default: the management interface)");
  ping->add_option("--op", options->opnum,
                   "Number of an operation to call (default: no call; of the management interface: "
                   "is_server_listening)")
      ->check(CLI::Range(0, 65535));
  ping->add_option("--hex", options->stub_data, "Stub data of the call (default: none)");
  ping->add_option("--timeout", options->patience, "Milliseconds for each step (default: 5000)")
      ->check(CLI::Range(1, 3600000));
  ping->add_option("--auth", options->authentication.mechanism,
                   "Authenticate too, as this process's own identity: ntlm, kerberos or negotiate");
  ping->add_option("--level", options->authentication.level,
                   "Level of that: connect, pkt, integrity or privacy (default: privacy)");
  ping->add_option("--spn", options->authentication.principal,
                   "The server's principal: SERVICE/HOST");
  ping->add_flag("--json", options->json, "Print one JSON object");
  ping->callback([options, &status] { status = run(*options); });
}

}  // namespace farcall::tool

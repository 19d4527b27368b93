#include "call_command.h"

#include <iostream>
#include <memory>

#include "idl/engine/engine.h"
#include "idl_choice.h"
#include "probe.h"

namespace farcall::tool {
namespace {

namespace engine = idl::engine;

struct Options {
  IdlChoice choice;
  std::string binding;
  std::string syntax = "ndr20";
  std::string value = "{}";
  unsigned patience = 30000;
};

int complain(const std::string& text) {
  const bool diagnostic = text.ends_with('\n');
  std::cerr << (diagnostic ? "" : "farcall call: ") << text << (diagnostic ? "" : "\n");
  return 1;
}

int run(Options& options) {
  const ChosenOperation chosen = compile(options.choice);
  if (!chosen.error.empty()) return complain(chosen.error);
  if (const std::string error = load_value(options.value); !error.empty()) return complain(error);
  engine::TransferSyntax syntax = *engine::syntax_named(options.syntax);
  auto sent = engine::encode(*chosen.operation, engine::Direction::in, syntax, options.value);
  if (!sent.error.empty()) return complain(sent.error);

  ProbeRequest request;
  request.binding = options.binding;
  request.interface = {chosen.interface->uuid, chosen.interface->major, chosen.interface->minor};
  request.syntaxes = {syntax.layout == idl::Syntax::ndr64 ? k_ndr64 : k_ndr20};
  request.opnum = chosen.operation->opnum;
  request.stub_data = std::move(sent.octets);
  request.patience = std::chrono::milliseconds(options.patience);
  const ProbeReport report = probe(request);
  const Step& last = report.steps.back();
  if (!last.ok) return complain(std::string(last.layer) + ": " + last.detail);

  syntax.big_endian = report.big_endian;
  const auto got =
      engine::decode(*chosen.operation, engine::Direction::out, syntax, report.stub_data);
  if (!got.error.empty()) return complain("the response: " + got.error);
  std::cout << got.json << std::endl;
  return std::cout ? 0 : complain("cannot write to standard output");
}

}  // namespace

void add_call(CLI::App& app, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* call =
      app.add_subcommand("call", "Call an operation with JSON values and print what comes back");
  add_options(*call, options->choice);
  call->add_option("--json", options->value,
                   "The [in] values (default: {}); @FILE reads a file, - standard input");
  call->add_option("--syntax", options->syntax, "ndr20 (default) or ndr64")
      ->check(CLI::IsMember({"ndr20", "ndr64"}));
  call->add_option("--timeout", options->patience, "Milliseconds for each step (default: 30000)")
      ->check(CLI::Range(1, 3600000));
  call->add_option("binding", options->binding, "String binding: ncacn_ip_tcp:host[port]")
      ->required();
  call->callback([options, &status] { status = run(*options); });
}

}  // namespace farcall::tool

// The command lines and the JSON are documented in docs/farcall.md. Nothing goes to standard output after an error.
#include "ndr_command.h"

#include <iostream>
#include <memory>

#include "idl/engine/engine.h"
#include "idl_choice.h"
#include "octets.h"

namespace farcall::tool {
namespace {

namespace engine = idl::engine;

struct Options {
  IdlChoice choice;
  std::string direction;
  std::string syntax;
  std::string value;  // JSON or hex
};

bool complain(const std::string& text) {
  // Diagnostics of the compiler are lines with their own places.
  const bool diagnostic = text.ends_with('\n');
  std::cerr << (diagnostic ? "" : "farcall ndr: ") << text << (diagnostic ? "" : "\n");
  return false;
}

bool print(const std::string& error, const std::string& line) {
  if (!error.empty()) return complain(error);
  std::cout << line << std::endl;
  return std::cout ? true : complain("cannot write to standard output");
}

bool run(Options& options, bool encode) {
  const ChosenOperation chosen = compile(options.choice);
  if (!chosen.error.empty()) return complain(chosen.error);
  std::string error = load_value(options.value);
  if (!error.empty()) return complain(error);
  const auto syntax = *engine::syntax_named(options.syntax);
  const auto direction = options.direction == "in" ? engine::Direction::in : engine::Direction::out;
  if (encode) {
    const auto result = engine::encode(*chosen.operation, direction, syntax, options.value);
    return print(result.error, hex(result.octets));
  }
  std::vector<uint8_t> octets;
  error = parse_hex(options.value, octets);
  if (!error.empty()) return complain(error);
  const auto result = engine::decode(*chosen.operation, direction, syntax, octets);
  return print(result.error, result.json);
}

void add_verb(CLI::App& ndr, bool encode, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = encode
                       ? ndr.add_subcommand("encode", "Print the stub data of JSON values as hex")
                       : ndr.add_subcommand("decode", "Print the JSON values of stub data");
  add_options(*verb, options->choice);
  verb->add_option("--direction", options->direction, "in: the request; out: the response")
      ->required()
      ->check(CLI::IsMember({"in", "out"}));
  verb->add_option("--syntax", options->syntax,
                   "ndr20: NDR 2.0, little-endian; ndr20be: big-endian; ndr64: NDR64")
      ->required()
      ->check(CLI::IsMember({"ndr20", "ndr20be", "ndr64"}));
  verb->add_option(encode ? "--json" : "--hex", options->value,
                   encode ? "The values; @FILE reads a file, - standard input"
                          : "The stub data; @FILE reads a file, - standard input")
      ->required();
  verb->callback([options, encode, &status] { status = run(*options, encode) ? 0 : 1; });
}

}  // namespace

void add_ndr(CLI::App& app, int& status) {
  CLI::App* ndr = app.add_subcommand("ndr", "Stub data from JSON values and back, by an IDL file");
  ndr->require_subcommand(1);
  add_verb(*ndr, true, status);
  add_verb(*ndr, false, status);
}

}  // namespace farcall::tool

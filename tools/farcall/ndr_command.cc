// The command lines and the JSON are documented in docs/farcall.md. Nothing goes to standard output after an error.
#include "ndr_command.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "idl/engine/compilation.h"
#include "idl/engine/engine.h"
#include "octets.h"

namespace farcall::tool {
namespace {

namespace engine = idl::engine;

struct Options {
  std::string idl;
  std::string acf;
  std::string interface;
  std::string operation;
  std::string direction;
  std::string syntax;
  std::string value;  // JSON or hex
  idl::PreprocessorOptions preprocessor;
};

bool complain(const std::string& text) {
  std::cerr << "farcall ndr: " << text << "\n";
  return false;
}

// P/share/farcall/idl for P/bin/farcall.
std::string system_directory() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : (self.parent_path().parent_path() / "share/farcall/idl").string();
}

// A value by itself, from a file as @FILE, or from standard input as -.
bool load_value(std::string& value) {
  std::istreambuf_iterator<char> end;
  if (value == "-") {
    value.assign(std::istreambuf_iterator<char>(std::cin), end);
  } else if (value.starts_with('@')) {
    std::ifstream file(value.substr(1), std::ios::binary);
    if (!file) return complain("cannot read " + value.substr(1));
    value.assign(std::istreambuf_iterator<char>(file), end);
  }
  return true;
}

const idl::Operation* find(const engine::Compilation& compilation, const Options& options) {
  if (!compilation.ok()) {
    std::cerr << compilation.messages();
    return nullptr;
  }
  const idl::InterfaceItem* interface = compilation.interface(options.interface);
  if (!interface) {
    complain(options.idl + " has no interface '" + options.interface + "'");
    return nullptr;
  }
  if (interface->local) {
    complain("interface '" + options.interface + "' is [local] and never on the wire");
    return nullptr;
  }
  const idl::Operation* operation = engine::find_operation(*interface, options.operation);
  if (!operation)
    complain("interface '" + options.interface + "' has no operation '" + options.operation + "'");
  return operation;
}

bool print(const std::string& error, const std::string& line) {
  if (!error.empty()) return complain(error);
  std::cout << line << std::endl;
  return std::cout ? true : complain("cannot write to standard output");
}

bool run(Options& options, bool encode) {
  options.preprocessor.system_directory = system_directory();
  const engine::Compilation compilation(options.idl, options.acf, options.preprocessor);
  const idl::Operation* operation = find(compilation, options);
  if (!operation || !load_value(options.value)) return false;
  const auto syntax = *engine::syntax_named(options.syntax);
  const auto direction = options.direction == "in" ? engine::Direction::in : engine::Direction::out;
  if (encode) {
    const auto result = engine::encode(*operation, direction, syntax, options.value);
    return print(result.error, hex(result.octets));
  }
  std::vector<uint8_t> octets;
  if (const std::string error = parse_hex(options.value, octets); !error.empty())
    return complain(error);
  const auto result = engine::decode(*operation, direction, syntax, octets);
  return print(result.error, result.json);
}

void add_verb(CLI::App& ndr, bool encode, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = encode
                       ? ndr.add_subcommand("encode", "Print the stub data of JSON values as hex")
                       : ndr.add_subcommand("decode", "Print the JSON values of stub data");
  verb->add_option("--idl", options->idl, "The IDL file, compiled as midl would")->required();
  verb->add_option("--acf", options->acf,
                   "Its ACF (default: the one beside it, if any); also -acf");
  verb->add_option("--interface", options->interface, "Name of the interface")->required();
  verb->add_option("--op", options->operation, "Name of the operation")->required();
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
  verb->add_option("-I", options->preprocessor.directories, "Where imported files are looked for");
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

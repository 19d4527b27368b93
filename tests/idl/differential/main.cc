// The differential test: random values of random types (generate.py) through the engine and through the stubs.
//
// usage: differential FOLDER with random.idl and values.txt. Prints the seed, the counts and the first differences.
#include <fstream>
#include <iostream>
#include <sstream>

#include "idl/engine/compilation.h"
#include "idl/engine/engine.h"
#include "random.h"
#include "stub_pair.h"

#include "managers.inc"

namespace {

namespace engine = farcall::idl::engine;
using farcall::stub::SyntaxKind;

constexpr int k_most_differences = 5;

struct Form {
  const char* name;
  engine::TransferSyntax syntax;
  engine::TransferSyntax sent;  // by stubs
  SyntaxKind kind;
};
constexpr Form k_forms[] = {
    {"NDR 2.0", engine::k_ndr20_little, engine::k_ndr20_little, SyntaxKind::ndr20},
    {"NDR 2.0 big-endian", engine::k_ndr20_big, engine::k_ndr20_little, SyntaxKind::ndr20},
    {"NDR64", engine::k_ndr64_little, engine::k_ndr64_little, SyntaxKind::ndr64},
};

std::string encoded(const farcall::idl::Operation& operation, engine::Direction direction,
                    engine::TransferSyntax syntax, const std::string& json,
                    differential::Octets& octets) {
  auto made = engine::encode(operation, direction, syntax, json);
  octets = std::move(made.octets);
  return made.error;
}

std::string check(const farcall::idl::Operation& operation, const Form& form,
                  const std::string& json) {
  differential::Exchange exchange;
  exchange.syntax = form.kind;
  exchange.big_endian = form.syntax.big_endian;
  std::string error;
  for (const auto& [direction, syntax, octets] :
       {std::tuple{engine::Direction::in, form.syntax, &exchange.request},
        {engine::Direction::out, form.syntax, &exchange.reply},
        {engine::Direction::in, form.sent, &exchange.expected_request},
        {engine::Direction::out, form.sent, &exchange.expected_reply}})
    if (error.empty()) error = encoded(operation, direction, syntax, json, *octets);
  if (!error.empty()) return "the engine refuses the value: " + error;
  const auto back = engine::decode(operation, engine::Direction::in, form.syntax, exchange.request);
  if (!back.error.empty()) return "the engine refuses its own stub data: " + back.error;
  differential::Octets again;
  error = encoded(operation, engine::Direction::in, form.syntax, back.json, again);
  if (!error.empty() || again != exchange.request)
    return "the engine reads its own stub data as " + back.json + " " + error;
  return differential::run(random_types_v1_0_s_ifspec, operation.opnum, exchange);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  farcall::idl::PreprocessorOptions options;
  options.enabled = false;
  const engine::Compilation compilation(folder + "/random.idl", "", options);
  std::cerr << compilation.messages();
  if (!compilation.ok()) return 1;
  const farcall::idl::InterfaceItem& interface = *compilation.interface("random_types");
  std::ifstream idl(folder + "/random.idl");
  std::string line;
  std::getline(idl, line);
  std::ifstream values(folder + "/values.txt");
  size_t number = 0;
  int differences = 0;
  for (std::string name, json; values >> name && std::getline(values, json); ++number)
    for (const Form& form : k_forms) {
      const auto* operation = engine::find_operation(interface, name);
      const std::string difference = operation ? check(*operation, form, json) : "no operation";
      if (difference.empty()) continue;
      if (++differences <= k_most_differences)
        std::cout << name << ", " << form.name << json << "\n" << difference << "\n";
    }
  std::cout << line.substr(3) << ": " << number << " values of " << interface.operations.size()
            << " types in " << std::size(k_forms) << " forms, " << differences << " differences\n";
  return differences != 0 || number == 0;
}

#include "idl_choice.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace farcall::tool {
namespace {

// P/share/farcall/idl for P/bin/farcall.
std::string system_directory() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string() : (self.parent_path().parent_path() / "share/farcall/idl").string();
}

}  // namespace

void add_options(CLI::App& verb, IdlChoice& choice) {
  verb.add_option("--idl", choice.idl, "The IDL file, compiled as midl would")->required();
  verb.add_option("--acf", choice.acf, "Its ACF (default: the one beside it, if any); also -acf");
  verb.add_option("--interface", choice.interface, "Name of the interface")->required();
  verb.add_option("--op", choice.operation, "Name of the operation")->required();
  verb.add_option("-I", choice.directories, "Where imported files are looked for")
      ->allow_extra_args(false);
}

ChosenOperation compile(const IdlChoice& choice) {
  idl::PreprocessorOptions preprocessor;
  preprocessor.directories = choice.directories;
  preprocessor.system_directory = system_directory();
  ChosenOperation made;
  made.compilation =
      std::make_unique<idl::engine::Compilation>(choice.idl, choice.acf, preprocessor);
  if (!made.compilation->ok()) {
    made.error = made.compilation->messages();
    return made;
  }
  made.interface = made.compilation->interface(choice.interface);
  if (!made.interface) {
    made.error = choice.idl + " has no interface '" + choice.interface + "'";
  } else if (made.interface->local) {
    made.error = "interface '" + choice.interface + "' is [local] and never on the wire";
  } else {
    made.operation = idl::engine::find_operation(*made.interface, choice.operation);
    if (!made.operation)
      made.error =
          "interface '" + choice.interface + "' has no operation '" + choice.operation + "'";
  }
  return made;
}

std::string load_value(std::string& value) {
  const std::istreambuf_iterator<char> end;
  if (value == "-") {
    value.assign(std::istreambuf_iterator<char>(std::cin), end);
  } else if (value.starts_with('@')) {
    std::ifstream file(value.substr(1), std::ios::binary);
    if (!file) return "cannot read " + value.substr(1);
    value.assign(std::istreambuf_iterator<char>(file), end);
  }
  return {};
}

}  // namespace farcall::tool

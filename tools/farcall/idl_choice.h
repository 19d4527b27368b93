// An operation of an interface of an IDL file, as the verbs `ndr` and `call` are told it on their command lines.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "idl/engine/compilation.h"

namespace farcall::tool {

struct IdlChoice {
  std::string idl;
  std::string acf;
  std::string interface;
  std::string operation;
  std::vector<std::string> directories;
};
void add_options(CLI::App& verb, IdlChoice& choice);

// The file compiled and the operation found; or the reason why not, in `error`.
struct ChosenOperation {
  std::string error;
  std::unique_ptr<idl::engine::Compilation> compilation;
  const idl::InterfaceItem* interface = nullptr;
  const idl::Operation* operation = nullptr;
};
ChosenOperation compile(const IdlChoice& choice);

// A value by itself, from a file as @FILE, or from standard input as -. Gives an empty text, or what went wrong.
std::string load_value(std::string& value);

}  // namespace farcall::tool

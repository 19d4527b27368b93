// What the command line says about the generated files.
#pragma once

#include <cstdint>
#include <string>

namespace farcall::idl {

// The transfer syntaxes that stubs offer and accept (-protocol).
enum class Protocol : uint8_t { dce, ndr64, all };

struct BackOptions {
  std::string idl_name;         // as comments name it
  std::string header_name;      // as stubs include it
  bool long32 = false;          // --long=32
  bool old_names = false;       // -oldnames
  bool no_default_epv = false;  // -no_default_epv: the program gives one to RpcServerRegisterIf
  Protocol protocol = Protocol::all;
  std::string client_prefix;  // -prefix client
  std::string server_prefix;  // -prefix server
};

}  // namespace farcall::idl

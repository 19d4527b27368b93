// farcall: the tool for people who look at, call or debug RPC. One file per verb; see docs/farcall.md.
#include <string>
#include <vector>

#include "call_command.h"
#include "dump_command.h"
#include "ndr_command.h"
#include "ping_command.h"

namespace farcall::tool {
namespace {

// CLI11 knows words behind two dashes only; -acf is MIDL's spelling.
std::vector<std::string> arguments(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  for (std::string& each : words)
    if (each == "-acf") each = "--acf";
  return {words.rbegin(), words.rend()};  // as CLI11 takes them
}

int run(int argc, char** argv) {
  CLI::App app("Farcall's tool: look at stub data, probe servers.", "farcall");
  app.require_subcommand(1);
  app.set_version_flag("--version", FARCALL_VERSION " (Farcall)");
  int status = 0;
  add_ndr(app, status);
  add_ping(app, status);
  add_call(app, status);
  add_dump(app, status);
  try {
    app.parse(arguments(argc, argv));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return status;
}

}  // namespace
}  // namespace farcall::tool

int main(int argc, char** argv) {
  return farcall::tool::run(argc, argv);
}

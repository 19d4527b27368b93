// The command line of midl: MIDL's switches with - or /, and ours with --.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "idl/back/options.h"
#include "idl/front/preprocessor.h"

namespace farcall::idl {

struct Options {
  std::vector<std::string> inputs;
  std::string out = ".";
  std::string acf;                               // empty: beside the IDL file, if there is one
  std::string header, client_stub, server_stub;  // names given by the user
  bool make_client = true;
  bool make_server = true;
  bool app_config = false;
  bool warnings_are_errors = false;
  bool silent = false;
  bool osf = false;      // strict DCE: no asynchronous operations
  std::string messages;  // -o: a file for them
  bool syntax_check = false;
  bool dump_json = false;
  bool help = false;
  bool version = false;
  std::string depfile;
  PreprocessorOptions preprocessor;
  BackOptions back;
};

// False after an error, which has been printed.
bool parse_options(const std::vector<std::string>& arguments, Options& options,
                   std::ostream& errors);
void print_help(std::ostream& out);

}  // namespace farcall::idl

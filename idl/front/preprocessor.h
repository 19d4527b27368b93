// Runs the C preprocessor on a file: a child process with an argument vector, never a shell.
#pragma once

#include <string>
#include <vector>

#include "idl/front/diagnostics.h"
#include "idl/front/source.h"

namespace farcall::idl {

struct PreprocessorOptions {
  bool enabled = true;                   // -no_cpp
  std::string command = "cpp";           // -cpp_cmd
  std::vector<std::string> replacement;  // -cpp_opt: these instead of -D -U -I
  bool replaced = false;
  std::vector<std::string> definitions;  // -DNAME…, -UNAME in command line order
  std::vector<std::string> directories;  // -I
  std::string system_directory;          // of the IDL files that come with midl; searched last
};

// The text of `path` after preprocessing, kept by `sources`; files it includes are added to `dependencies`. False
// after an error, which has been reported.
bool preprocess(const PreprocessorOptions& options, const std::string& path, Sources& sources,
                Diagnostics& diagnostics, std::vector<std::string>& dependencies,
                std::string_view& text);

}  // namespace farcall::idl

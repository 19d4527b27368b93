// posix_spawnp with a pipe on standard output; the child's messages go to our standard error as they are.
#include "idl/front/preprocessor.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

extern char** environ;

namespace farcall::idl {
namespace {

// IDL is not C of this machine: no predefined names of the system, no system headers.
std::vector<std::string> arguments(const PreprocessorOptions& options, const std::string& path) {
  std::vector<std::string> result{options.command};
  if (options.replaced) {
    result.insert(result.end(), options.replacement.begin(), options.replacement.end());
  } else {
    for (const char* fixed : {"-xc", "-nostdinc", "-undef", "-D__midl=801", "-D__RPC__=1"})
      result.emplace_back(fixed);
    if (options.command == "cpp") result.emplace_back("-fmax-include-depth=64");
    result.insert(result.end(), options.definitions.begin(), options.definitions.end());
    for (const std::string& directory : options.directories) result.push_back("-I" + directory);
    if (!options.system_directory.empty()) result.push_back("-I" + options.system_directory);
  }
  result.push_back(path.starts_with('-') ? "./" + path : path);
  return result;
}

// -1: could not be started (errno says why).
pid_t start(const std::vector<std::string>& words, int output, int unused) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_addclose(&actions, unused);
  pid_t child = -1;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  errno = error;
  return error ? -1 : child;
}

// Everything the child writes; false when that is more than k_max_input.
bool read_all(int descriptor, std::string& text) {
  char block[65536];
  for (;;) {
    const ssize_t got = read(descriptor, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    text.append(block, static_cast<size_t>(got));
    if (text.size() > k_max_input) return false;
  }
}

// The files named in line markers: what the text was made from.
void collect_files(std::string_view text, std::vector<std::string>& files) {
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with("# ") || line.find('"') == std::string_view::npos) continue;
    const size_t open = line.find('"') + 1;
    const std::string name(line.substr(open, line.rfind('"') - open));
    if (name.empty() || name[0] == '<') continue;
    if (std::find(files.begin(), files.end(), name) == files.end()) files.push_back(name);
  }
}

bool run(const PreprocessorOptions& options, const std::string& path, Diagnostics& diagnostics,
         std::string& text) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    diagnostics.error(std::string("cannot make a pipe: ") + std::strerror(errno));
    return false;
  }
  const pid_t child = start(arguments(options, path), ends[1], ends[0]);
  const int reason = errno;
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    diagnostics.error("cannot run the C preprocessor '" + options.command +
                      "': " + std::strerror(reason) +
                      " (install it, or name another with -cpp_cmd, or use -no_cpp)");
    return false;
  }
  const bool complete = read_all(ends[0], text);
  close(ends[0]);  // a child with more to say ends by SIGPIPE
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!complete) {
    diagnostics.error(path + ": preprocessed text is larger than 16 MiB");
    return false;
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    diagnostics.error(path + ": the C preprocessor failed");
    return false;
  }
  return true;
}

}  // namespace

bool preprocess(const PreprocessorOptions& options, const std::string& path, Sources& sources,
                Diagnostics& diagnostics, std::vector<std::string>& dependencies,
                std::string_view& text) {
  std::string buffer;
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || !std::filesystem::is_regular_file(path)) {
    diagnostics.error("cannot read " + path);
    return false;
  }
  if (size > k_max_input) {
    diagnostics.error(path + ": larger than 16 MiB");
    return false;
  }
  if (!options.enabled) {
    if (!read_file(path, buffer)) {
      diagnostics.error("cannot read " + path);
      return false;
    }
    dependencies.push_back(path);
  } else {
    if (!run(options, path, diagnostics, buffer)) return false;
    collect_files(buffer, dependencies);
  }
  text = sources.keep(std::move(buffer));
  return true;
}

}  // namespace farcall::idl

#include "support.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "idl/front/loader.h"
#include "idl/middle/resolver.h"

extern char** environ;

namespace farcall::idl {

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "midl-test-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryDirectory::names() const {
  std::vector<std::string> names;
  for (const auto& each : std::filesystem::directory_iterator(path_))
    names.push_back(each.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

Run run_program(const std::vector<std::string>& words, const std::string& directory) {
  const TemporaryDirectory files;
  const std::string out = (files / "out").string(), err = (files / "err").string();
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t child = -1;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  Run run;
  if (error != 0) throw std::runtime_error("cannot run " + words[0]);
  int status = 0;
  waitpid(child, &status, 0);
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.output = read_text(out);
  run.errors = read_text(err);
  return run;
}

Run run_midl(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{MIDL};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_program(words);
}

Compiled::Compiled(const std::string& idl, const std::string& acf) {
  PreprocessorOptions options;
  options.enabled = false;
  write_text(directory_ / "test.idl", idl);
  Loader loader(tree_, sources_, diagnostics_, options);
  loader.load((directory_ / "test.idl").string());
  if (!acf.empty()) {
    write_text(directory_ / "test.acf", acf);
    loader.load_acf((directory_ / "test.acf").string(), acf_);
  }
  Resolver(tree_, model_, diagnostics_, {}).run(acf.empty() ? nullptr : &acf_);
}

const StructType& Compiled::structure(std::string_view name) const {
  for (const StructType& each : model_.structs)
    if (each.c_name == name) return each;
  throw std::runtime_error("no struct " + std::string(name));
}

std::string in_interface(const std::string& body) {
  return "[uuid(9d1c6e00-7a51-4c0e-8f00-0000000000dd), version(1.0), pointer_default(unique)] "
         "interface test {\n" +
         body + "\n}\n";
}

}  // namespace farcall::idl

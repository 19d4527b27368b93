// midl: from foo.idl and foo.acf to foo.h, foo_c.cpp and foo_s.cpp. Nothing is written unless everything is good.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "idl/back/c_header.h"
#include "idl/back/client_stub.h"
#include "idl/back/dump.h"
#include "idl/back/server_stub.h"
#include "idl/back/stub_support.h"
#include "idl/front/loader.h"
#include "idl/middle/resolver.h"
#include "options.h"

namespace farcall::idl {
namespace {

namespace fs = std::filesystem;

struct Output {
  std::string path;
  std::string text;
};

// P/share/farcall/idl for P/bin/midl.
std::string system_directory() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? std::string() : (self.parent_path().parent_path() / "share/farcall/idl").string();
}

bool write(const std::vector<Output>& outputs) {
  for (const Output& each : outputs) {
    const std::string temporary = each.path + ".tmp" + std::to_string(getpid());
    std::error_code error;
    std::ofstream out(temporary, std::ios::binary);
    out << each.text;
    out.close();
    if (out) fs::rename(temporary, each.path, error);
    if (!out || error) {
      fs::remove(temporary, error);
      std::cerr << "midl: error: cannot write " << each.path << "\n";
      return false;
    }
  }
  return true;
}

std::string escaped(const std::string& path) {
  std::string text;
  for (const char c : path) {
    if (c == ' ' || c == '#' || c == '$') text += c == '$' ? '$' : '\\';
    text += c;
  }
  return text;
}

std::string depfile(const std::vector<Output>& outputs, const std::vector<std::string>& files) {
  std::string text;
  for (const Output& each : outputs) text += (text.empty() ? "" : " ") + escaped(each.path);
  text += ":";
  for (const std::string& each : files) text += " \\\n  " + escaped(each);
  return text + "\n";
}

// A name the user gave is put under -out; it may not lead out of it.
bool output_path(const Options& options, const std::string& given, const std::string& usual,
                 std::string& path) {
  const fs::path name = given.empty() ? usual : given;
  for (const fs::path& part : name)
    if (part == ".." || name.is_absolute()) {
      std::cerr << "midl: error: " << name.string() << " is outside the output directory\n";
      return false;
    }
  path = (fs::path(options.out) / name).lexically_normal().string();
  return true;
}

bool generate(const Options& options, const std::string& stem, const Model& model,
              std::vector<Output>& outputs, BackOptions back) {
  std::string header, client, server;
  if (!output_path(options, options.header, stem + ".h", header) ||
      !output_path(options, options.client_stub, stem + "_c.cpp", client) ||
      !output_path(options, options.server_stub, stem + "_s.cpp", server))
    return false;
  back.header_name =
      fs::path(options.header.empty() ? stem + ".h" : options.header).filename().string();
  outputs.push_back({header, c_header(model, back)});
  if (options.make_client) outputs.push_back({client, client_stub(model, back)});
  if (options.make_server) outputs.push_back({server, server_stub(model, back)});
  return true;
}

bool compile(const Options& options, const std::string& input, std::ostream& messages) {
  Sources sources;
  Diagnostics diagnostics(sources, messages);
  diagnostics.set_warnings_are_errors(options.warnings_are_errors);
  diagnostics.set_silent_warnings(options.silent);

  const std::string path = find_ignoring_case(input);
  if (path.empty()) {
    diagnostics.error("cannot read " + input);
    return false;
  }
  PreprocessorOptions preprocessor = options.preprocessor;
  preprocessor.system_directory = system_directory();

  ast::Tree tree;
  ast::Acf acf;
  Loader loader(tree, sources, diagnostics, preprocessor);
  loader.load(path);
  const std::string acf_path = find_ignoring_case(
      options.acf.empty() ? fs::path(path).replace_extension(".acf").string() : options.acf);
  if (!options.acf.empty() && acf_path.empty()) diagnostics.error("cannot read " + options.acf);
  if (!acf_path.empty()) loader.load_acf(acf_path, acf);

  Model model;
  Resolver(tree, model, diagnostics, {.osf = options.osf, .app_config = options.app_config})
      .run(acf_path.empty() ? nullptr : &acf);
  if (diagnostics.errors() != 0) return false;
  if (options.dump_json) {
    std::cout << dump_json(model);
    return static_cast<bool>(std::cout.flush());
  }
  if (options.make_client || options.make_server)
    check_stub_support(model, options.back.protocol, diagnostics);
  if (diagnostics.errors() != 0) return false;
  if (options.syntax_check) return true;

  BackOptions back = options.back;
  const std::string stem = fs::path(path).stem().string();
  back.idl_name = fs::path(path).filename().string();
  std::vector<Output> outputs;
  if (!generate(options, stem, model, outputs, back)) return false;
  if (!options.depfile.empty())
    outputs.push_back({options.depfile, depfile(outputs, loader.files())});
  return write(outputs);
}

int run(int argc, char** argv) {
  Options options;
  if (!parse_options({argv + 1, argv + argc}, options, std::cerr)) return 2;
  if (options.help) {
    print_help(std::cout);
    return 0;
  }
  if (options.version) {
    std::cout << "midl " << MIDL_VERSION << " (Farcall)\n";
    return 0;
  }
  std::ofstream file;
  if (!options.messages.empty()) file.open(options.messages);
  std::ostream& messages = options.messages.empty() ? std::cerr : file;
  bool good = true;
  for (const std::string& input : options.inputs) good = compile(options, input, messages) && good;
  return good ? 0 : 1;
}

}  // namespace
}  // namespace farcall::idl

int main(int argc, char** argv) {
  return farcall::idl::run(argc, argv);
}

#include "idl/engine/compilation.h"

#include <filesystem>

#include "idl/front/loader.h"
#include "idl/middle/resolver.h"

namespace farcall::idl::engine {

Compilation::Compilation(const std::string& idl, const std::string& acf,
                         const PreprocessorOptions& options) {
  const std::string path = find_ignoring_case(idl);
  if (path.empty()) {
    diagnostics_.error("cannot read " + idl);
    return;
  }
  Loader loader(tree_, sources_, diagnostics_, options);
  loader.load(path);
  const std::string beside = std::filesystem::path(path).replace_extension(".acf").string();
  const std::string acf_path = find_ignoring_case(acf.empty() ? beside : acf);
  if (!acf.empty() && acf_path.empty()) diagnostics_.error("cannot read " + acf);
  if (!acf_path.empty()) loader.load_acf(acf_path, acf_);
  Resolver(tree_, model_, diagnostics_, {}).run(acf_path.empty() ? nullptr : &acf_);
}

const InterfaceItem* Compilation::interface(std::string_view name) const {
  for (const InterfaceItem& each : model_.interfaces)
    if (each.name == name) return &each;
  return nullptr;
}

const Operation* find_operation(const InterfaceItem& interface, std::string_view name) {
  for (const Operation& each : interface.operations)
    if (each.name == name) return &each;
  return nullptr;
}

}  // namespace farcall::idl::engine

// Loading the library. It is never unloaded: its plugins keep state in it.
#include "security/gss/library.h"

#include <dlfcn.h>

#include "base/log.h"
#include "security/gss/exit_gate.h"

namespace farcall::security::gss {
namespace {

template <class Function>
bool find(void* object, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(object, name));
  return function != nullptr;
}

const Library* load() {
  void* const object = dlopen("libgssapi_krb5.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!object) {
    log(Level::warn, "security.no_gssapi", "%s", dlerror());
    return nullptr;
  }
  static Library functions;
  bool complete = true;
#define FARCALL_GSS_FIND(name) complete = find(object, "gss_" #name, functions.name) && complete;
  FARCALL_GSS_FUNCTIONS(FARCALL_GSS_FIND)
#undef FARCALL_GSS_FIND
  ExitGate::arm();
  if (!complete) log(Level::warn, "security.no_gssapi", "a function is missing in it");
  return complete ? &functions : nullptr;
}

}  // namespace

const Library* find_library() {
  static const Library* const found = load();
  return found;
}

}  // namespace farcall::security::gss

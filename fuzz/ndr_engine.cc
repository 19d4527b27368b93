// The engine of `farcall ndr` on hostile stub data and hostile JSON: an interface with a type of every kind. The first byte
// chooses operation, form and direction of travel; what decodes must encode again to something that decodes to the same.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "idl/engine/compilation.h"
#include "idl/engine/engine.h"

namespace {

namespace engine = farcall::idl::engine;

constexpr std::string_view k_idl = R"(
[uuid(5d0c5fb2-6f1b-4f0e-9a53-0a1f7d2b8c13), version(1.0), pointer_default(unique)] interface v {
  typedef enum { a, b } E;
  typedef struct N { long v; struct N *next; [ptr] struct N *other; } N;
  typedef struct { unsigned short len, size; [size_is(size / 2), length_is(len / 2)] wchar_t *s; } USTR;
  typedef [switch_type(short)] union { [case(1)] hyper h; [case(2)] USTR *s; [case(3)]; [default] E e; } U;
  typedef union switch (long kind) { case 1: double d; case 2: [string] char *t; } V;
  typedef struct { short tag; [switch_is(tag)] U u; V v; [string] char name[8]; float f[2][2]; } ALL;
  typedef struct { byte n; [size_is(n)] ALL a[]; } TAIL;
  typedef [context_handle] void *H;
  void Op0([in] N *n, [in, ptr] N *m);
  void Op1([in] TAIL *t, [in, string] wchar_t *w);
  void Op2([in] long n, [in, size_is(n, 3)] ALL **rows, [in] H h);
  void Op3([in] long f, [in] long l, [in, size_is(20), first_is(f), length_is(l)] short v[], [in, unique] long ***p);
  typedef pipe short P;
  void Op4([in] __int3264 i, [in] P p);
}
)";

const farcall::idl::InterfaceItem& interface() {
  static const engine::Compilation compilation = [] {
    char folder[] = "/tmp/farcall-fuzz-idl-XXXXXX";
    if (!mkdtemp(folder)) std::abort();
    const std::string path = std::string(folder) + "/v.idl";
    std::ofstream(path) << k_idl;
    farcall::idl::PreprocessorOptions options;
    options.enabled = false;
    return engine::Compilation(path, "", options);
  }();
  return *compilation.interface("v");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto& operations = interface().operations;
  const auto& operation = operations[data[0] % operations.size()];
  constexpr engine::TransferSyntax k_forms[] = {engine::k_ndr20_little, engine::k_ndr20_big,
                                                engine::k_ndr64_little};
  const engine::TransferSyntax form = k_forms[(data[0] >> 4) % 3];
  const auto in = engine::Direction::in;
  if (data[0] & 8) {
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    (void)engine::encode(operation, in, form, text);
    return 0;
  }
  const auto shown = engine::decode(operation, in, form, {data + 1, size - 1});
  if (!shown.error.empty()) return 0;
  const auto again = engine::encode(operation, in, form, shown.json);
  if (!again.error.empty()) std::abort();
  if (engine::decode(operation, in, form, again.octets).json != shown.json) std::abort();
  return 0;
}

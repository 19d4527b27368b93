// Pickled types: random values of random types (generate.py) as the engine makes their bytes, decoded and encoded again by
// midl's routines. Headers and padding are worked out here, from [MS-RPCE] 2.2.6 and 2.2.7.
//
// usage: pickled FOLDER with pickled.idl and pickled.txt. Prints the seed, the counts and the first differences.
#include <farcall/sdk/midles.h>

#include <cstdlib>
#include <cstring>
#include <farcall/exception.hpp>
#include <fstream>
#include <iostream>
#include <vector>

#include "idl/engine/compilation.h"
#include "idl/engine/engine.h"
#include "pickled.h"

namespace {

namespace engine = farcall::idl::engine;
using Octets = std::vector<uint8_t>;

constexpr int k_most_differences = 5;
constexpr uint8_t k_filler = 0xcc;
constexpr uint8_t k_ndr64_syntax[] = {0x33, 0x05, 0x71, 0x71, 0xba, 0xbe, 0x37, 0x49, 0x83, 0x19,
                                      0xb5, 0xdb, 0xef, 0x9c, 0xcc, 0x36, 1,    0,    0,    0};
constexpr uint8_t k_interface[] = {0xb2, 0x5f, 0x0c, 0x5d, 0x1b, 0x6f, 0x0e, 0x4f, 0x9a, 0x53,
                                   0x0a, 0x1f, 0x7d, 0x2b, 0x8c, 0x13, 1,    0,    0,    0};

struct Type {
  const char* operation;
  void (*decode)(handle_t, void*);
  void (*encode)(handle_t, void*);
  void (*free)(handle_t, void*);
};
constexpr Type k_types[] = {
#include "pickled.inc"
};

struct Form {
  const char* name;
  engine::TransferSyntax syntax;
  engine::TransferSyntax written;
};
constexpr Form k_forms[] = {
    {"version 1", engine::k_ndr20_little, engine::k_ndr20_little},
    {"version 1 big-endian", engine::k_ndr20_big, engine::k_ndr20_little},
    {"version 2", engine::k_ndr64_little, engine::k_ndr64_little},
};

Octets pickled(const Octets& data, engine::TransferSyntax syntax) {
  const bool second = syntax.layout == farcall::idl::Syntax::ndr64;
  const size_t unit = second ? 16 : 8;
  Octets made;
  if (second) {
    made = {2, 0x10, 0x40, 0};
    made.resize(24, k_filler);
    made.insert(made.end(), std::begin(k_ndr64_syntax), std::end(k_ndr64_syntax));
    made.insert(made.end(), std::begin(k_interface), std::end(k_interface));
  } else {
    made = {1, static_cast<uint8_t>(syntax.big_endian ? 0 : 0x10), 8, 0};
    made.resize(8, k_filler);
  }
  const auto length = (data.size() + unit - 1) / unit * unit;
  for (size_t i = 0; i < unit; ++i) {
    const size_t byte = syntax.big_endian ? 3 - i : i;
    made.push_back(i < 4 ? static_cast<uint8_t>(length >> (8 * byte)) : 0);
  }
  made.insert(made.end(), data.begin(), data.end());
  made.resize(made.size() + length - data.size());
  return made;
}

std::string hex(const Octets& octets) {
  std::string text;
  for (const uint8_t each : octets) {
    text += "0123456789abcdef"[each >> 4];
    text += "0123456789abcdef"[each & 15];
  }
  return text;
}

// What the type's routine writes of the value.
Octets encoded(const Type& type, void* value, bool ndr64) {
  static char room[1 << 20] __attribute__((aligned(16)));
  ULONG size = 0;
  handle_t handle = nullptr;
  char* at = room;
  if (MesEncodeFixedBufferHandleCreate(room, sizeof room, &size, &handle) != RPC_S_OK) return {};
  if (ndr64)
    (void)MesBufferHandleReset(handle, MES_FIXED_BUFFER_HANDLE, MES_ENCODE_NDR64, &at, sizeof room,
                               &size);
  type.encode(handle, value);
  (void)MesHandleFree(handle);
  return {room, room + size};
}

std::string check(const Type& type, const farcall::idl::Operation& operation, const Form& form,
                  const std::string& json) {
  const auto read = engine::encode(operation, engine::Direction::in, form.syntax, json);
  const auto written = engine::encode(operation, engine::Direction::in, form.written, json);
  if (!read.error.empty()) return "the engine refuses the value: " + read.error;
  Octets bytes = pickled(read.octets, form.syntax);
  static char value[1 << 16] __attribute__((aligned(16)));
  std::memset(value, 0, sizeof value);
  handle_t handle = nullptr;
  if (MesDecodeBufferHandleCreate(reinterpret_cast<char*>(bytes.data()),
                                  static_cast<ULONG>(bytes.size()), &handle) != RPC_S_OK)
    return "no handle";
  std::string difference;
  try {
    type.decode(handle, value);
    const Octets expected = pickled(written.octets, form.written);
    const Octets made = encoded(type, value, form.written.layout == farcall::idl::Syntax::ndr64);
    if (made != expected) difference = hex(made) + "\n  instead of\n  " + hex(expected);
    type.free(handle, value);
  } catch (const farcall::RpcException& raised) {
    difference = "status " + std::to_string(raised.code()) + " for " + hex(bytes);
  }
  (void)MesHandleFree(handle);
  return difference;
}

const Type* type_of(const std::string& operation) {
  for (const Type& each : k_types)
    if (operation == each.operation) return &each;
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  farcall::idl::PreprocessorOptions options;
  options.enabled = false;
  const engine::Compilation compilation(folder + "/pickled.idl", "", options);
  std::cerr << compilation.messages();
  if (!compilation.ok()) return 1;
  const farcall::idl::InterfaceItem& interface = *compilation.interface("pickled_types");
  std::ifstream idl(folder + "/pickled.idl");
  std::string line;
  std::getline(idl, line);
  std::ifstream values(folder + "/pickled.txt");
  size_t number = 0;
  int differences = 0;
  for (std::string name, json; values >> name && std::getline(values, json); ++number)
    for (const Form& form : k_forms) {
      const auto* operation = engine::find_operation(interface, name);
      const Type* type = type_of(name);
      const std::string difference =
          operation && type ? check(*type, *operation, form, json) : "no operation";
      if (difference.empty()) continue;
      if (++differences <= k_most_differences)
        std::cout << name << ", " << form.name << json << "\n" << difference << "\n";
    }
  std::cout << line.substr(3) << ": " << number << " pickled values of " << std::size(k_types)
            << " types in " << std::size(k_forms) << " forms, " << differences << " differences\n";
  return differences != 0 || number == 0;
}

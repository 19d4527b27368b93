#include "support.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace farcall::idl::engine {

Interface::Interface(const std::string& body, const std::string& acf) {
  std::string name = (std::filesystem::temp_directory_path() / "farcall-engine-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
  folder_ = name;
  std::ofstream(folder_ / "v.idl")
      << "[uuid(5d0c5fb2-6f1b-4f0e-9a53-0a1f7d2b8c11), version(1.0), pointer_default(unique)]\n"
      << "interface v {\n"
      << body << "\n}\n";
  if (!acf.empty()) std::ofstream(folder_ / "v.acf") << "interface v { " << acf << " }";
  PreprocessorOptions options;
  options.enabled = false;
  compilation_ = std::make_unique<Compilation>((folder_ / "v.idl").string(), "", options);
  EXPECT_TRUE(compilation_->ok()) << messages();
}

Interface::~Interface() {
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

const Operation& Interface::operation(std::string_view name) const {
  const InterfaceItem* interface = compilation_->interface("v");
  const Operation* found = interface ? find_operation(*interface, name) : nullptr;
  if (!found) throw std::runtime_error("no operation " + std::string(name));
  return *found;
}

std::string Interface::encode(std::string_view name, std::string_view json, TransferSyntax syntax,
                              Direction direction) const {
  const Encoded made = engine::encode(operation(name), direction, syntax, json);
  return made.error.empty() ? to_hex(made.octets) : "error: " + made.error;
}

std::string Interface::decode(std::string_view name, std::string_view hex, TransferSyntax syntax,
                              Direction direction) const {
  const Decoded made = engine::decode(operation(name), direction, syntax, from_hex(hex));
  return made.error.empty() ? made.json : "error: " + made.error;
}

std::vector<uint8_t> from_hex(std::string_view text) {
  std::vector<uint8_t> octets;
  std::string digits;
  for (const char c : text) {
    if (c == ' ') continue;
    digits += c;
    if (digits.size() < 2) continue;
    octets.push_back(static_cast<uint8_t>(std::stoul(digits, nullptr, 16)));
    digits.clear();
  }
  return octets;
}

std::string to_hex(const std::vector<uint8_t>& octets) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string text;
  for (const uint8_t each : octets) {
    text += k_digits[each >> 4];
    text += k_digits[each & 15];
  }
  return text;
}

}  // namespace farcall::idl::engine

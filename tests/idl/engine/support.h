// An IDL text compiled, and stub data of its operations as hex.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "idl/engine/compilation.h"
#include "idl/engine/engine.h"

namespace farcall::idl::engine {

// What a direction of the engine said: the answer, or "error: " and why not.
class Interface {
 public:
  // `body` stands inside `interface v`.
  explicit Interface(const std::string& body, const std::string& acf = {});
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;
  ~Interface();

  [[nodiscard]] std::string messages() const { return compilation_->messages(); }
  [[nodiscard]] const Operation& operation(std::string_view name) const;
  [[nodiscard]] std::string encode(std::string_view operation, std::string_view json,
                                   TransferSyntax syntax = k_ndr20_little,
                                   Direction direction = Direction::in) const;
  [[nodiscard]] std::string decode(std::string_view operation, std::string_view hex,
                                   TransferSyntax syntax = k_ndr20_little,
                                   Direction direction = Direction::in) const;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<Compilation> compilation_;
};

std::vector<uint8_t> from_hex(std::string_view text);
std::string to_hex(const std::vector<uint8_t>& octets);

}  // namespace farcall::idl::engine

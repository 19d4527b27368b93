// The pool is a ring: an error is looked at soon after it was made, on its way up.
#include "base/error_record.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <utility>

namespace farcall {
namespace {

struct ThreadErrors {
  static constexpr uint32_t k_slots = 8;
  std::array<ErrorChain, k_slots> chains;
  std::array<uint32_t, k_slots> numbers{};
  uint32_t last = 0;  // numbers begin at 1: 0 is no chain
  ErrorChain shown;
};

ThreadErrors& this_thread() {
  static thread_local ThreadErrors errors;
  return errors;
}

std::u16string widen(std::string_view ascii) {
  return {ascii.begin(), ascii.end()};
}

const std::u16string& computer_name() {
  static const std::u16string name = [] {
    char host[256] = "";
    (void)gethostname(host, sizeof host - 1);
    const std::string_view whole = host;
    return widen(whole.substr(0, whole.find('.')));
  }();
  return name;
}

int64_t file_time_now() {
  using Ticks = std::chrono::duration<int64_t, std::ratio<1, 10'000'000>>;
  constexpr int64_t k_1601_to_1970 = 116'444'736'000'000'000;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<Ticks>(since).count() + k_1601_to_1970;
}

}  // namespace

ErrorParameter error_text(std::string_view text) {
  ErrorParameter parameter;
  parameter.type = ErrorParameterType::unicode_string;
  parameter.text = widen(text);
  return parameter;
}

ErrorParameter error_number(int64_t number) {
  ErrorParameter parameter;
  parameter.type = ErrorParameterType::long_value;
  parameter.number = number;
  return parameter;
}

ErrorRecord error_record(ErrorComponent component, int32_t status,
                         std::vector<ErrorParameter> parameters, ErrorLocation location) {
  return {computer_name(),
          static_cast<uint32_t>(getpid()),
          file_time_now(),
          static_cast<uint32_t>(component),
          static_cast<uint32_t>(status),
          static_cast<uint16_t>(location),
          0,
          std::move(parameters)};
}

Status carry_errors(int32_t code, ErrorChain chain) noexcept {
  try {
    ThreadErrors& errors = this_thread();
    if (++errors.last == 0) ++errors.last;
    const uint32_t slot = errors.last % ThreadErrors::k_slots;
    errors.chains[slot] = std::move(chain);
    errors.numbers[slot] = errors.last;
    return Status{code, errors.last};
  } catch (...) {
    return Status{code};
  }
}

std::unique_ptr<ErrorChain> keep_errors(Status status) noexcept {
  try {
    ErrorChain chain = errors_of(status);
    if (chain.empty()) return nullptr;
    return std::make_unique<ErrorChain>(std::move(chain));
  } catch (...) {
    return nullptr;
  }
}

ErrorChain errors_of(Status status) {
  if (status.record == 0) return {};
  const ThreadErrors& errors = this_thread();
  const uint32_t slot = status.record % ThreadErrors::k_slots;
  if (errors.numbers[slot] != status.record) return {};
  return errors.chains[slot];
}

void set_thread_errors(ErrorChain chain) noexcept {
  try {
    this_thread().shown = std::move(chain);
  } catch (...) {
  }
}

const ErrorChain& thread_errors() {
  return this_thread().shown;
}

void publish_error(Status status) noexcept {
  try {
    ErrorChain chain = errors_of(status);
    if (chain.empty() || chain.front().status != static_cast<uint32_t>(status.code))
      chain.insert(chain.begin(), error_record(ErrorComponent::runtime, status.code));
    set_thread_errors(std::move(chain));
  } catch (...) {
  }
}

}  // namespace farcall

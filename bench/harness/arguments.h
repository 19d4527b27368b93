// Command lines of the benchmark programs: pairs of --name value, all known in advance.
#pragma once

#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

#include "harness/die.h"

namespace bench {

class Arguments {
 public:
  Arguments(int argc, char** argv) {
    for (int i = 1; i < argc; i += 2) {
      const std::string_view name = argv[i];
      if (!name.starts_with("--") || i + 1 == argc)
        die("expected --name value, got " + std::string(name));
      values_[std::string(name.substr(2))] = argv[i + 1];
    }
  }

  std::string text(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) die("--" + name + " is missing");
    return found->second;
  }

  std::string text(const std::string& name, const std::string& otherwise) const {
    return values_.contains(name) ? text(name) : otherwise;
  }

  template <class Number>
  Number number(const std::string& name) const {
    const std::string value = text(name);
    Number result{};
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
    if (error != std::errc() || end != value.data() + value.size())
      die("--" + name + " " + value + " is no number");
    return result;
  }

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace bench

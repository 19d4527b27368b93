// Codec: one system under test. It turns the same array of structs into its bytes and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace bench {

// What a program has, whatever the system.
struct Row {
  int64_t number;
  double weight;
  const char* name;
};

class Codec {
 public:
  virtual ~Codec() = default;
  // All rows as bytes, which stay where they are until the next call of this codec; returns how many.
  virtual size_t encode(std::span<const Row> rows) = 0;
  // The bytes of the last encode() in the form in which this system gives values to a program; false: refused.
  virtual bool decode() = 0;
  // What the last decode() gave: read after the clock has stopped.
  virtual std::vector<Row> decoded() = 0;
};

std::unique_ptr<Codec> by_hand();
std::unique_ptr<Codec> farcall_ndr20();
std::unique_ptr<Codec> farcall_ndr64();
std::unique_ptr<Codec> protobuf();
std::unique_ptr<Codec> cap_n_proto();

}  // namespace bench

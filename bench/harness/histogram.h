// Latencies in nanoseconds, counted in buckets: 128 for each power of two, so a percentile is exact
// to 0.8 %.
//
// Any thread adds, with one relaxed atomic increment and no allocation; the main thread copies the
// counts at the two marks of a measurement and subtracts.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

inline constexpr unsigned k_bits = 7;
inline constexpr uint64_t k_per_power = 1u << k_bits;
inline constexpr unsigned k_powers = 35;  // the last bucket is 2^41 ns, about 37 minutes
inline constexpr size_t k_buckets = k_per_power * k_powers;

constexpr size_t bucket_of(uint64_t nanoseconds) {
  if (nanoseconds < k_per_power) return nanoseconds;
  const unsigned shift = static_cast<unsigned>(std::bit_width(nanoseconds)) - 1 - k_bits;
  return std::min<size_t>(k_per_power * shift + (nanoseconds >> shift), k_buckets - 1);
}

// The smallest value of a bucket.
constexpr uint64_t value_of(size_t bucket) {
  if (bucket < k_per_power) return bucket;
  const size_t shift = bucket / k_per_power - 1;
  return (k_per_power + bucket % k_per_power) << shift;
}

static_assert(bucket_of(127) == 127 && bucket_of(128) == 128 && bucket_of(255) == 255 &&
              bucket_of(257) == 256);
static_assert(value_of(bucket_of(1'000'000)) <= 1'000'000 &&
              value_of(bucket_of(1'000'000) + 1) > 1'000'000);
static_assert(bucket_of(~uint64_t{0}) == k_buckets - 1);

using Counts = std::vector<uint64_t>;

class Histogram {
 public:
  void add(uint64_t nanoseconds) {
    buckets_[bucket_of(nanoseconds)].fetch_add(1, std::memory_order_relaxed);
  }

  void copy_to(Counts& counts) const {
    for (size_t i = 0; i < k_buckets; ++i) counts[i] = buckets_[i].load(std::memory_order_relaxed);
  }

 private:
  std::array<std::atomic<uint64_t>, k_buckets> buckets_{};
};

inline uint64_t total(const Counts& counts) {
  uint64_t sum = 0;
  for (uint64_t count : counts) sum += count;
  return sum;
}

// The value below which `share` (0 to 1) of the calls lie, in nanoseconds.
inline uint64_t percentile(const Counts& counts, double share) {
  const double wanted = static_cast<double>(total(counts)) * share;
  double seen = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    seen += static_cast<double>(counts[i]);
    if (seen >= wanted && counts[i] != 0) return value_of(i);
  }
  return 0;
}

}  // namespace bench

// The check-sum that Upload, Download, Swallow and Pour answer.
#pragma once

#include <windows.h>

#include <cstddef>
#include <cstdint>

inline uint64_t mix(uint64_t sum, const byte* data, size_t size) {
  for (size_t i = 0; i < size; ++i) sum = (sum ^ data[i]) * 0x100000001b3u;
  return sum;
}
inline constexpr uint64_t k_mix_start = 0xcbf29ce484222325u;

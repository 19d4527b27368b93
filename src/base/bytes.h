// Bytes: a borrowed run of octets, read-only or writable. Who owns them is said where they are passed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace farcall {

using Bytes = std::span<const uint8_t>;
using MutableBytes = std::span<uint8_t>;

}  // namespace farcall

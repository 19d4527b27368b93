// What the tests of pickling share: handles that are freed, bytes as hex, the code that a routine raises.
#pragma once

#include <farcall/sdk/midles.h>
#include <gtest/gtest.h>
#include <farcall/exception.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace farcall::test {

template <class Body>
int32_t raised(Body body) {
  try {
    body();
    return RPC_S_OK;
  } catch (const RpcException& caught) {
    return caught.code();
  }
}

inline std::string hex(const void* bytes, size_t size) {
  std::string text;
  char two[3];
  for (size_t i = 0; i < size; ++i) {
    std::snprintf(two, sizeof two, "%02x", static_cast<const uint8_t*>(bytes)[i]);
    text += two;
  }
  return text;
}

inline std::vector<uint8_t> unhex(const std::string& text) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2)
    bytes.push_back(static_cast<uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
  return bytes;
}

// A fixed buffer to encode into.
class Encoder {
 public:
  explicit Encoder(bool ndr64 = false) {
    EXPECT_EQ(MesEncodeFixedBufferHandleCreate(buffer, sizeof buffer, &size, &handle), RPC_S_OK);
    if (!ndr64) return;
    char* at = buffer;
    EXPECT_EQ(MesBufferHandleReset(handle, MES_FIXED_BUFFER_HANDLE, MES_ENCODE_NDR64, &at,
                                   sizeof buffer, &size),
              RPC_S_OK);
  }
  Encoder(const Encoder&) = delete;
  ~Encoder() { EXPECT_EQ(MesHandleFree(handle), RPC_S_OK); }
  [[nodiscard]] std::string text() const { return hex(buffer, size); }
  [[nodiscard]] std::vector<uint8_t> bytes() const {
    return {reinterpret_cast<const uint8_t*>(buffer),
            reinterpret_cast<const uint8_t*>(buffer) + size};
  }

  handle_t handle = nullptr;
  alignas(16) char buffer[4096];
  ULONG size = 77;
};

// The data stands at the end of its memory, so that a sanitizer sees what is read behind it.
class Decoder {
 public:
  explicit Decoder(const std::vector<uint8_t>& data) : words_((data.size() + 7) / 8 + 1) {
    size_ = data.size();
    if (size_ % 8 == 0) words_.pop_back();
    if (words_.empty()) words_.resize(1);
    std::copy(data.begin(), data.end(), reinterpret_cast<uint8_t*>(words_.data()));
    EXPECT_EQ(MesDecodeBufferHandleCreate(reinterpret_cast<char*>(words_.data()),
                                          static_cast<ULONG>(size_), &handle),
              RPC_S_OK);
  }
  Decoder(const Decoder&) = delete;
  ~Decoder() { EXPECT_EQ(MesHandleFree(handle), RPC_S_OK); }

  handle_t handle = nullptr;

 private:
  std::vector<uint64_t> words_;
  size_t size_;
};

}  // namespace farcall::test

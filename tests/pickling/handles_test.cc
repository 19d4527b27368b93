// The handles of midles.h: styles, arguments, resets.
#include <cstdlib>
#include <cstring>

#include "everything.h"
#include "pickle_support.h"
#include "types.h"

namespace farcall::test {
namespace {

// What a program's Alloc, Write and Read see.
struct Stream {
  std::vector<uint8_t> bytes;
  std::vector<uint64_t> pending;
  size_t at = 0;
  unsigned short_by = 0;
  unsigned allocs = 0;
};

void alloc(void* state, char** buffer, unsigned int* size) {
  auto& stream = *static_cast<Stream*>(state);
  ++stream.allocs;
  stream.pending.assign(*size / 8 + 1, 0);
  *buffer = reinterpret_cast<char*>(stream.pending.data());
  *size -= stream.short_by;
}
void write(void* state, char* buffer, unsigned int size) {
  auto& stream = *static_cast<Stream*>(state);
  EXPECT_EQ(buffer, reinterpret_cast<char*>(stream.pending.data()));
  stream.bytes.insert(stream.bytes.end(), buffer, buffer + size);
}
void read(void* state, char** buffer, unsigned int* size) {
  auto& stream = *static_cast<Stream*>(state);
  *size = std::min(*size, static_cast<unsigned>(stream.bytes.size() - stream.at));
  stream.pending.assign(*size / 8 + 1, 0);
  std::copy_n(stream.bytes.begin() + static_cast<std::ptrdiff_t>(stream.at), *size,
              reinterpret_cast<uint8_t*>(stream.pending.data()));
  stream.at += *size;
  *buffer = reinterpret_cast<char*>(stream.pending.data());
}
void raise(void*, char**, unsigned int*) {
  RpcRaiseException(4711);
}

TEST(PickleHandles, incremental_ones_ask_the_program_for_every_buffer) {
  Stream stream;
  handle_t handle = nullptr;
  ASSERT_EQ(MesEncodeIncrementalHandleCreate(&stream, alloc, write, &handle), RPC_S_OK);
  POINT point{1, 2}, back{};
  POINT_Encode(handle, &point);
  point.x = 3;
  POINT_Encode(handle, &point);
  EXPECT_EQ(stream.allocs, 2u);
  EXPECT_EQ(stream.bytes.size(), 32u + 24u);
  ASSERT_EQ(MesIncrementalHandleReset(handle, &stream, nullptr, nullptr, read, MES_DECODE),
            RPC_S_OK);
  POINT_Decode(handle, &back);
  EXPECT_EQ(back.x, 1);
  POINT_Decode(handle, &back);
  EXPECT_EQ(back.x, 3);
  EXPECT_EQ(raised([&] { POINT_Decode(handle, &back); }), RPC_X_BAD_STUB_DATA);
  // Back again: functions that are NULL stay what they were, and NDR64 begins.
  stream = {};
  ASSERT_EQ(MesIncrementalHandleReset(handle, &stream, nullptr, nullptr, nullptr, MES_ENCODE_NDR64),
            RPC_S_OK);
  POINT_Encode(handle, &point);
  EXPECT_EQ(stream.bytes.size(), 64u + 16u + 16u);
  EXPECT_EQ(MesHandleFree(handle), RPC_S_OK);
  ASSERT_EQ(MesDecodeIncrementalHandleCreate(&stream, read, &handle), RPC_S_OK);
  back = {};
  POINT_Decode(handle, &back);
  EXPECT_EQ(back.x, 3);
  EXPECT_EQ(MesHandleFree(handle), RPC_S_OK);
}

TEST(PickleHandles, what_the_functions_of_the_program_raise_comes_out) {
  Stream stream;
  handle_t handle = nullptr;
  POINT point{};
  ASSERT_EQ(MesEncodeIncrementalHandleCreate(&stream, raise, write, &handle), RPC_S_OK);
  EXPECT_EQ(raised([&] { POINT_Encode(handle, &point); }), 4711);
  stream.short_by = 1;
  ASSERT_EQ(MesIncrementalHandleReset(handle, &stream, alloc, write, nullptr, MES_ENCODE),
            RPC_S_OK);
  EXPECT_EQ(raised([&] { POINT_Encode(handle, &point); }), RPC_S_OUT_OF_MEMORY);
  EXPECT_TRUE(stream.bytes.empty());
  ASSERT_EQ(MesIncrementalHandleReset(handle, &stream, nullptr, nullptr, raise, MES_DECODE),
            RPC_S_OK);
  EXPECT_EQ(raised([&] { POINT_Decode(handle, &point); }), 4711);
  EXPECT_EQ(MesHandleFree(handle), RPC_S_OK);
}

TEST(PickleHandles, a_dynamic_buffer_grows_with_all_that_is_encoded) {
  char* buffer = nullptr;
  ULONG size = 99;
  handle_t handle = nullptr;
  ASSERT_EQ(MesEncodeDynBufferHandleCreate(&buffer, &size, &handle), RPC_S_OK);
  EXPECT_EQ(size, 0u);
  POINT point{1, 2};
  POINT_Encode(handle, &point);
  EXPECT_EQ(size, 32u);
  for (short i = 2; i <= 100; ++i) {
    point.x = i;
    POINT_Encode(handle, &point);
  }
  EXPECT_EQ(size, 32u + 99 * 24u);
  EXPECT_EQ(MesHandleFree(handle), RPC_S_OK);
  ASSERT_EQ(MesDecodeBufferHandleCreate(buffer, size, &handle), RPC_S_OK);
  for (short i = 1; i <= 100; ++i) {
    POINT_Decode(handle, &point);
    EXPECT_EQ(point.x, i);
  }
  EXPECT_EQ(MesHandleFree(handle), RPC_S_OK);
  std::free(buffer);
}

TEST(PickleHandles, a_fixed_buffer_that_is_full_takes_no_more_and_stays_good) {
  alignas(16) char buffer[40];
  ULONG size = 0;
  handle_t handle = nullptr;
  ASSERT_EQ(MesEncodeFixedBufferHandleCreate(buffer, sizeof buffer, &size, &handle), RPC_S_OK);
  POINT point{1, 2};
  POINT_Encode(handle, &point);
  EXPECT_EQ(raised([&] { POINT_Encode(handle, &point); }), RPC_X_INVALID_BUFFER);
  EXPECT_EQ(size, 32u);
  NUMBER number = 5;
  NUMBER_Encode(handle, &number);
  EXPECT_EQ(size, 40u);
  char* at = buffer;
  ASSERT_EQ(MesBufferHandleReset(handle, MES_FIXED_BUFFER_HANDLE, MES_DECODE, &at, size, nullptr),
            RPC_S_OK);
  POINT_Decode(handle, &point);
  number = 0;
  NUMBER_Decode(handle, &number);
  EXPECT_EQ(number, 5);
  EXPECT_EQ(MesHandleFree(handle), RPC_S_OK);
}

TEST(PickleHandles, a_reset_turns_a_handle_to_another_style) {
  Encoder out;
  char* buffer = nullptr;
  ULONG size = 0;
  ASSERT_EQ(
      MesBufferHandleReset(out.handle, MES_DYNAMIC_BUFFER_HANDLE, MES_ENCODE, &buffer, 0, &size),
      RPC_S_OK);
  NUMBER number = 5;
  NUMBER_Encode(out.handle, &number);
  EXPECT_EQ(size, 16u);
  ASSERT_EQ(
      MesBufferHandleReset(out.handle, MES_DYNAMIC_BUFFER_HANDLE, MES_DECODE, &buffer, size, &size),
      RPC_S_OK);
  number = 0;
  NUMBER_Decode(out.handle, &number);
  EXPECT_EQ(number, 5);
  std::free(buffer);
}

TEST(PickleHandles, wrong_arguments_are_told) {
  alignas(16) char buffer[64];
  ULONG size = 0;
  handle_t handle = nullptr;
  Stream stream;
  EXPECT_EQ(MesEncodeFixedBufferHandleCreate(nullptr, 64, &size, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesEncodeFixedBufferHandleCreate(buffer, 64, nullptr, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesEncodeFixedBufferHandleCreate(buffer, 64, &size, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesEncodeFixedBufferHandleCreate(buffer + 4, 60, &size, &handle), RPC_X_INVALID_BUFFER);
  EXPECT_EQ(MesDecodeBufferHandleCreate(buffer + 4, 60, &handle), RPC_X_INVALID_BUFFER);
  EXPECT_EQ(MesDecodeBufferHandleCreate(nullptr, 64, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesEncodeDynBufferHandleCreate(nullptr, &size, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesEncodeIncrementalHandleCreate(&stream, nullptr, write, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesEncodeIncrementalHandleCreate(&stream, alloc, nullptr, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesDecodeIncrementalHandleCreate(&stream, nullptr, &handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesHandleFree(nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(handle, nullptr);
  ASSERT_EQ(MesEncodeFixedBufferHandleCreate(buffer + 8, 56, &size, &handle), RPC_S_OK);
  char* at = buffer + 8;
  EXPECT_EQ(MesBufferHandleReset(handle, MES_FIXED_BUFFER_HANDLE, MES_ENCODE_NDR64, &at, 56, &size),
            RPC_X_INVALID_BUFFER);
  EXPECT_EQ(MesBufferHandleReset(handle, MES_INCREMENTAL_HANDLE, MES_ENCODE, &at, 56, &size),
            RPC_S_INVALID_ARG);
  EXPECT_EQ(MesBufferHandleReset(handle, MES_FIXED_BUFFER_HANDLE, static_cast<MIDL_ES_CODE>(3), &at,
                                 56, &size),
            RPC_S_INVALID_ARG);
  EXPECT_EQ(MesBufferHandleReset(handle, MES_FIXED_BUFFER_HANDLE, MES_ENCODE, nullptr, 56, &size),
            RPC_S_INVALID_ARG);
  EXPECT_EQ(MesIncrementalHandleReset(handle, &stream, nullptr, nullptr, nullptr, MES_DECODE),
            RPC_S_INVALID_ARG);
  RPC_SYNTAX_IDENTIFIER id;
  EXPECT_EQ(MesInqProcEncodingId(handle, nullptr, &size), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesInqProcEncodingId(handle, &id, nullptr), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesHandleFree(handle), RPC_S_OK);
  EXPECT_EQ(MesHandleFree(handle), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesInqProcEncodingId(handle, &id, &size), RPC_S_INVALID_ARG);
}

TEST(PickledInterfaces, attributes_of_an_interface_hold_for_what_is_in_it) {
  Encoder out;
  ONE one{4};
  OUTER outer{&one}, back{};
  OUTER_Encode(out.handle, &outer);
  ONE_Encode(out.handle, &one);
  Keep(out.handle, &outer);
  Decoder in(out.bytes());
  OUTER_Decode(in.handle, &back);
  EXPECT_EQ(back.one->a, 4);
  OUTER_Free(in.handle, &back);
  one.a = 0;
  ONE_Decode(in.handle, &one);
  EXPECT_EQ(one.a, 4);
  back.one = nullptr;
  Keep(in.handle, &back);
  ASSERT_NE(back.one, nullptr);
  EXPECT_EQ(back.one->a, 4);
  OUTER_Free(in.handle, &back);
}

// These are made with -protocol dce.
TEST(PickledInterfaces, a_stub_without_ndr64_neither_writes_nor_reads_it) {
  Encoder out(true);
  ONE one{4};
  EXPECT_EQ(raised([&] { ONE_Encode(out.handle, &one); }), RPC_S_UNSUPPORTED_TRANS_SYN);
  EXPECT_EQ(out.size, 0u);
  NUMBER number = 4;
  NUMBER_Encode(out.handle, &number);
  Decoder in(out.bytes());
  EXPECT_EQ(raised([&] { ONE_Decode(in.handle, &one); }), RPC_S_UNSUPPORTED_TRANS_SYN);
}

}  // namespace
}  // namespace farcall::test

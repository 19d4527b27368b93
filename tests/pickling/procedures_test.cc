// Procedures: all parameters with one call, under a header that says which procedure of which interface it was.
#include <cstdlib>
#include <cstring>

#include "pickle_support.h"
#include "procedures.h"

namespace farcall::test {
namespace {

struct Items {
  alignas(ITEMS) char memory[64] = {};
  ITEMS* operator->() { return reinterpret_cast<ITEMS*>(memory); }
  operator ITEMS*() { return reinterpret_cast<ITEMS*>(memory); }
};

std::string header(const char* number, const char* length) {
  return std::string(
             "0101cccc"
             "045d888aeb1cc9119fe808002b10486002000000"
             "105c6f2d7e7a534c9b1e5f0c7ad2a1b102000100") +
         number + "01000000" + length;
}

TEST(PickledProcedures, parameters_stand_behind_a_header_with_interface_and_number) {
  Encoder out;
  g_pickle = out.handle;
  Write(7, const_cast<char*>("ab"));
  EXPECT_EQ(out.text(), header("01000000", "18000000") +
                            "07000000"
                            "03000000"
                            "00000000"
                            "03000000"
                            "6162000000000000");
}

TEST(PickledProcedures, in_is_encoded_and_out_decoded_into_the_memory_of_the_program) {
  Items items;
  items->size = 2;
  items->items[0] = 5;
  items->items[1] = 6;
  long number = 77;
  char name[50] = "a name";
  for (const bool ndr64 : {false, true}) {
    Encoder out(ndr64);
    g_pickle = out.handle;
    Save(name, items, &number);
    Save(const_cast<char*>("another"), items, &number);
    Items items_back;
    std::memset(items_back.memory, 0xee, sizeof items_back.memory);
    char name_back[50];
    std::memset(name_back, 0, sizeof name_back);  // shorter than what comes
    long number_back = 0;
    Decoder in(out.bytes());
    g_pickle = in.handle;
    for (const char* expected : {"a name", "another"}) {
      Save(name_back, items_back, &number_back);
      EXPECT_STREQ(name_back, expected);
      EXPECT_EQ(items_back->size, 2);
      EXPECT_EQ(items_back->items[1], 6);
      EXPECT_EQ(number_back, 77);
    }
    EXPECT_EQ(raised([&] { Save(name_back, items_back, &number_back); }), RPC_X_BAD_STUB_DATA);
  }
}

TEST(PickledProcedures, one_procedure_may_read_what_another_has_written) {
  Encoder out;
  g_pickle = out.handle;
  Write(7, const_cast<char*>("ab"));
  // [in, string] char * and [out, string] char ** differ by a referent.
  std::vector<uint8_t> bytes = out.bytes();
  const std::vector<uint8_t> referent = unhex("00000200");
  bytes.insert(bytes.begin() + 60, referent.begin(), referent.end());
  bytes.resize(bytes.size() + 4);
  bytes[52] = 0x20;
  Decoder in(bytes);
  g_pickle = in.handle;
  long number = 0;
  char* text = nullptr;
  Read(&number, &text);
  EXPECT_EQ(number, 7);
  EXPECT_STREQ(text, "ab");
  std::free(text);
}

TEST(PickledProcedures, an_encoding_says_what_it_is_before_it_is_decoded) {
  Encoder out;
  RPC_SYNTAX_IDENTIFIER id{};
  ULONG number = 99;
  EXPECT_EQ(MesInqProcEncodingId(out.handle, &id, &number), RPC_X_INVALID_ES_ACTION);
  g_pickle = out.handle;
  short value = 3;
  EXPECT_EQ(Checked(&value), RPC_S_OK);
  EXPECT_EQ(MesInqProcEncodingId(out.handle, &id, &number), RPC_S_OK);
  EXPECT_EQ(number, 4u);
  Write(1, const_cast<char*>(""));
  Decoder in(out.bytes());
  number = 99;
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(MesInqProcEncodingId(in.handle, &id, &number), RPC_S_OK);
    EXPECT_EQ(number, 4u);
    EXPECT_EQ(id.SyntaxGUID.Data1, 0x2d6f5c10u);
    EXPECT_EQ(id.SyntaxVersion.MajorVersion, 2);
    EXPECT_EQ(id.SyntaxVersion.MinorVersion, 1);
  }
  g_pickle = in.handle;
  value = 0;
  EXPECT_EQ(Checked(&value), RPC_S_OK);
  EXPECT_EQ(value, 3);
  ASSERT_EQ(MesInqProcEncodingId(in.handle, &id, &number), RPC_S_OK);
  EXPECT_EQ(number, 1u);
}

TEST(PickledProcedures, failures_are_raised_or_given_back_where_the_acf_says_so) {
  short value = 0;
  g_pickle = nullptr;
  EXPECT_EQ(Checked(&value), static_cast<error_status_t>(RPC_S_INVALID_ARG));
  EXPECT_EQ(raised([&] { Write(1, const_cast<char*>("")); }), RPC_S_INVALID_ARG);
  Decoder in(unhex(header("04000000", "08000000") + "0300000000000000"));
  g_pickle = in.handle;
  EXPECT_EQ(raised([&] { Write(1, const_cast<char*>("")); }), RPC_X_INVALID_ES_ACTION);
  EXPECT_EQ(Checked(&value), RPC_S_OK);
  EXPECT_EQ(value, 3);
  EXPECT_EQ(Checked(&value), static_cast<error_status_t>(RPC_X_BAD_STUB_DATA));
}

TEST(PickledProcedures, data_of_another_interface_is_refused) {
  std::string other = header("04000000", "08000000") + "0300000000000000";
  other[48] = '9';
  Decoder in(unhex(other));
  g_pickle = in.handle;
  short value = 0;
  EXPECT_EQ(Checked(&value), static_cast<error_status_t>(RPC_S_UNKNOWN_IF));
}

// A size that the program gives is checked, unlike memory of which nothing says how much it is.
TEST(PickledProcedures, a_size_of_the_program_bounds_what_is_decoded) {
  const auto data = unhex(header("05000000", "10000000") +
                          "04000000"
                          "0100020003000400"
                          "00000000");
  Decoder in(data);
  g_pickle = in.handle;
  short few[2] = {};
  EXPECT_EQ(raised([&] { Sized(2, few); }), RPC_X_BAD_STUB_DATA);
  EXPECT_EQ(few[0], 0);
  Decoder again(data);
  g_pickle = again.handle;
  short back[4] = {};
  Sized(4, back);
  EXPECT_EQ(back[3], 4);
}

TEST(PickledProcedures, every_truncation_and_every_changed_byte_is_an_error_or_a_value) {
  Encoder out;
  g_pickle = out.handle;
  Write(7, const_cast<char*>("ab"));
  const std::vector<uint8_t> good = out.bytes();
  const auto decode = [](const std::vector<uint8_t>& bytes) {
    Decoder in(bytes);
    g_pickle = in.handle;
    long number = 0;
    char* text = nullptr;
    const int32_t status = raised([&] { Read(&number, &text); });
    std::free(text);
    return status;
  };
  for (size_t size = 0; size < good.size(); ++size)
    EXPECT_NE(decode({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}), RPC_S_OK);
  for (size_t at = 0; at < good.size(); ++at) {
    std::vector<uint8_t> bytes = good;
    bytes[at] = static_cast<uint8_t>(~bytes[at]);
    decode(bytes);
  }
}

}  // namespace
}  // namespace farcall::test

// The one operation between them that is called.
long s_Add(handle_t, long a, long b) {
  return a + b;
}

namespace farcall::test {
namespace {

TEST(PickledProcedures, a_server_knows_only_the_operation_that_is_called) {
  ASSERT_EQ(RpcServerUseProtseqEpA(reinterpret_cast<RPC_CSTR>(const_cast<char*>("ncalrpc")), 10,
                                   reinterpret_cast<RPC_CSTR>(const_cast<char*>("pickling_test")),
                                   nullptr),
            RPC_S_OK);
  ASSERT_EQ(RpcServerRegisterIf(procedures_v2_1_s_ifspec, nullptr, nullptr), RPC_S_OK);
  ASSERT_EQ(RpcServerListen(1, 10, TRUE), RPC_S_OK);
  handle_t binding = nullptr;
  ASSERT_EQ(RpcBindingFromStringBindingA(
                reinterpret_cast<RPC_CSTR>(const_cast<char*>("ncalrpc:[pickling_test]")), &binding),
            RPC_S_OK);
  EXPECT_EQ(Add(binding, 3, 4), 7);
  // A binding is no handle of these, and the other way about.
  g_pickle = binding;
  EXPECT_EQ(raised([&] { Write(1, const_cast<char*>("")); }), RPC_S_INVALID_ARG);
  EXPECT_EQ(MesHandleFree(binding), RPC_S_INVALID_ARG);
  Encoder out;
  EXPECT_EQ(raised([&] { Add(out.handle, 1, 2); }), RPC_S_INVALID_BINDING);
  EXPECT_EQ(RpcBindingFree(&binding), RPC_S_OK);
  EXPECT_EQ(RpcMgmtStopServerListening(nullptr), RPC_S_OK);
  EXPECT_EQ(RpcMgmtWaitServerListen(), RPC_S_OK);
  EXPECT_EQ(RpcServerUnregisterIf(procedures_v2_1_s_ifspec, nullptr, TRUE), RPC_S_OK);
}

}  // namespace
}  // namespace farcall::test

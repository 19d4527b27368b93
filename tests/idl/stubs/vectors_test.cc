// Stub data that Samba's generated code and Impacket have encoded, through our generated stubs: what the client
// marshals equals it, what the server unmarshals from it (in both byte orders) is the value it stands for.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "loopback.h"
#include "vectors.h"

using loopback::Data;
using loopback::from_hex;

namespace {

// Parameters as the manager got them.
struct Seen {
  unsigned long n = 0, more = 0;
  std::u16string text;
  Data bytes;
  const void* pointer = nullptr;
} g;

std::u16string units(const WCHAR* text, size_t number) {
  std::u16string result;
  for (size_t i = 0; i < number; ++i) result += static_cast<char16_t>(text[i]);
  return result;
}

}  // namespace

extern "C" {

void s_AddOne(unsigned long in_data, unsigned long* out_data) {
  g.n = in_data;
  *out_data = in_data + 1;
}
void s_EchoData(unsigned long len, byte d[], byte o[]) {
  g.bytes.assign(d, d + len);
  for (unsigned long i = 0; i < len; ++i) o[i] = static_cast<byte>(9 - i);
}
void s_TestCall(WCHAR* s1, WCHAR** s2) {
  size_t length = 0;
  while (s1[length]) ++length;
  g.text = units(s1, length);
  *s2 = nullptr;
}
void s_TestSur(SUR* data) {
  g.n = data->x;
  g.more = data->sur[0];
}
unsigned short s_TestDbl(unsigned short*** data) {
  g.pointer = *data;
  return 0;
}
void s_OpenByValue(USTR name, unsigned long opt, unsigned long acc) {
  g.text = name.s ? units(name.s, name.len / 2u) : u"NULL";
  g.n = opt;
  g.more = acc;
}
unsigned long s_Query(USTR* name, unsigned long* type, byte* data, unsigned long* size,
                      unsigned long* len) {
  g.text = units(name->s, name->len / 2u);
  g.n = type ? *type : 99;
  if (data) g.bytes.assign(data, data + *len);
  g.more = size ? *size : 99;
  return 0;
}
unsigned long s_SetValue(USTR name, unsigned long type, byte* data, unsigned long size) {
  g.text = units(name.s, name.len / 2u);
  g.n = type;
  g.bytes.assign(data, data + size);
  return 0;
}
unsigned long s_QueryStatus(ST* s) {
  *s = {16, 4, 5, 0, 1, 2, 3};
  return 0;
}
long s_OpenDomain(unsigned long acc, SID* sid) {
  g.more = acc;
  g.n = sid->n;
  g.bytes.clear();
  for (unsigned i = 0; i < sid->n; ++i) g.bytes.push_back(static_cast<uint8_t>(sid->sub[i]));
  return 0;
}
long s_LookupNames(unsigned long n, USTR names[]) {
  g.n = n;
  g.text = units(names[0].s, names[0].len / 2u);
  g.pointer = names[999].s;  // not sent: zeroed
  return 0;
}
long s_LookupRids(unsigned long n, unsigned long rids[]) {
  g.n = n;
  g.more = rids[2];
  return 0;
}
long s_LookupSids(SIDS* sids) {
  g.n = sids->p[0].sid->sub[1];
  g.more = sids->p[1].sid->sub[0];
  return 0;
}
long s_OpenPolicy2(WCHAR* sys, ATTR* a, unsigned long acc) {
  g.text = units(sys, 3);
  g.n = a->qos->imp;
  g.more = acc;
  g.pointer = a->name;
  return 0;
}
unsigned long s_InqIfIds(VEC** v) {
  const IFID ids[2] = {{{19088743, 35243, 52719, {1, 35, 69, 103, 137, 171, 205, 239}}, 1, 2},
                       {{1122867, 17493, 26231, {136, 153, 170, 187, 204, 221, 238, 255}}, 1, 0}};
  *v = static_cast<VEC*>(midl_user_allocate(sizeof(VEC) + sizeof(IFID*)));
  (*v)->n = 2;
  for (int i = 0; i < 2; ++i) {
    (*v)->ids[i] = static_cast<IFID*>(midl_user_allocate(sizeof(IFID)));
    *(*v)->ids[i] = ids[i];
  }
  return 0;
}
unsigned long s_IsListening(error_status_t* st) {
  *st = 469827604;
  return 1;
}
long s_H(unsigned long long uid) {
  g.n = uid;
  return 0;
}
unsigned long s_Init(unsigned short* host, USTR* msg, unsigned long t, byte force, byte reboot) {
  g.text = units(msg->s, msg->len / 2u);
  g.n = *host;
  g.more = t;
  g.bytes = {force, reboot};
  return 0;
}
long s_Add(WCHAR* srv, AT* i, unsigned long* id) {
  g.pointer = srv;
  g.text = units(i->cmd, 11);
  g.n = i->t;
  g.bytes = {i->dow, i->flags};
  *id = 0;
  return 0;
}
void s_OpShortHyper(SH* x) {
  g.n = static_cast<unsigned long>(x->a);
  g.more = static_cast<unsigned long>(x->b);
}
void s_OpByteDouble(BD* x) {
  g.n = x->t;
  g.more = x->f == -2.25;
}

}  // extern "C"

namespace {

struct Record {
  std::string hex;
  std::string hex_big_endian;  // empty: the source has none
  std::vector<size_t> referents;
};

// Any distinct non-zero referent is right.
Data without_referents(Data data, const std::vector<size_t>& at) {
  for (const size_t offset : at) {
    uint32_t value = 0;
    if (offset + 4 > data.size()) return data;
    std::memcpy(&value, data.data() + offset, 4);
    EXPECT_NE(value, 0u) << "referent at " << offset;
    std::memset(data.data() + offset, 0xee, 4);
  }
  return data;
}

class Vectors : public testing::Test {
 protected:
  void SetUp() override {
    loopback::serve("vectors", vectors_v1_0_s_ifspec);
    loopback::wire() = {};
    g = {};
  }
  void TearDown() override {
    EXPECT_EQ(loopback::user_blocks(), 0);
    loopback::wire() = {};
  }

  // `call` marshals the record's request; from its bytes of either byte order `check` holds for what the manager saw.
  template <class Call, class Check>
  void in(uint16_t opnum, const Record& record, Call call, Check check) {
    const Data expected = from_hex(record.hex);
    call();
    check();
    EXPECT_EQ(without_referents(loopback::wire().request, record.referents),
              without_referents(expected, record.referents));
    for (const bool swapped : {false, true}) {
      const Data data = swapped ? from_hex(record.hex_big_endian) : expected;
      if (data.empty()) continue;
      g = {};
      loopback::wire().request_instead = data;
      loopback::wire().swapped = swapped;
      call();
      check();
      hostile(opnum, data, swapped);
    }
  }

  // `call` gets the record's reply from the manager, and from the record in either byte order.
  template <class Call>
  void out(const Record& record, Call call) {
    const Data expected = from_hex(record.hex);
    call();
    EXPECT_EQ(without_referents(loopback::wire().reply, record.referents),
              without_referents(expected, record.referents));
    for (const bool swapped : {false, true}) {
      const Data data = swapped ? from_hex(record.hex_big_endian) : expected;
      if (data.empty()) continue;
      loopback::wire().swapped = swapped;
      loopback::wire().reply_instead = data;
      call();
      for (size_t size = 0; size < data.size(); ++size) {
        loopback::wire().reply_instead =
            Data{data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size)};
        EXPECT_THROW(call(), loopback::Failure) << "cut to " << size;
      }
      loopback::wire() = {};
    }
  }

  // Every truncation is an error, every change of one byte an error or a value; nothing leaks, nothing is read beyond.
  void hostile(uint16_t opnum, const Data& data, bool swapped) {
    const auto& operation = loopback::server("vectors").operations[opnum];
    for (size_t size = 0; size < data.size(); ++size) {
      EXPECT_NE(loopback::feed(operation, {data.data(), size}, swapped), RPC_S_OK)
          << "cut to " << size;
      EXPECT_EQ(loopback::user_blocks(), 0);
    }
    for (size_t at = 0; at < data.size(); ++at)
      for (unsigned value = 0; value < 256; ++value) {
        Data changed = data;
        changed[at] = static_cast<uint8_t>(value);
        (void)loopback::feed(operation, changed, swapped);
        ASSERT_EQ(loopback::user_blocks(), 0) << at << " = " << value;
      }
    for (int after = 0; after < 8; ++after) {
      loopback::fail_allocation_after(after);
      (void)loopback::feed(operation, data, swapped);
      loopback::fail_allocation_after(-1);
      EXPECT_EQ(loopback::user_blocks(), 0);
    }
  }
};

WCHAR* wide(const char16_t* text) {
  return reinterpret_cast<WCHAR*>(const_cast<char16_t*>(text));
}

TEST_F(Vectors, u32) {
  unsigned long out = 0;
  in(
      0, {"04030201", "01020304", {}}, [&] { AddOne(16909060, &out); },
      [&] {
        EXPECT_EQ(g.n, 16909060u);
        EXPECT_EQ(out, 16909061u);
      });
}

TEST_F(Vectors, conformant_bytes) {
  byte data[] = {1, 2, 3, 4, 5}, echo[5];
  in(
      1, {"0000000000000000", "0000000000000000", {}}, [&] { EchoData(0, data, echo); },
      [] { EXPECT_TRUE(g.bytes.empty()); });
  loopback::wire() = {};
  in(
      1, {"0300000003000000010203", "0000000300000003010203", {}}, [&] { EchoData(3, data, echo); },
      [] {
        EXPECT_EQ(g.bytes, (Data{1, 2, 3}));
      });
  loopback::wire() = {};
  in(
      1, {"05000000050000000102030405", "00000005000000050102030405", {}},
      [&] { EchoData(5, data, echo); },
      [] {
        EXPECT_EQ(g.bytes, (Data{1, 2, 3, 4, 5}));
      });
}

TEST_F(Vectors, conformant_bytes_out) {
  byte data[5] = {}, echo[5];
  out({"050000000908070605", "000000050908070605", {}}, [&] {
    std::memset(echo, 0, sizeof echo);
    EchoData(5, data, echo);
    EXPECT_EQ(Data(echo, echo + 5), (Data{9, 8, 7, 6, 5}));
  });
}

TEST_F(Vectors, wide_strings) {
  WCHAR* answer = nullptr;
  in(
      2, {"0100000000000000010000000000", "0000000100000000000000010000", {}},
      [&] { TestCall(wide(u""), &answer); }, [] { EXPECT_EQ(g.text, u""); });
  loopback::wire() = {};
  in(
      2,
      {"0400000000000000040000006100620063000000", "0000000400000000000000040061006200630000", {}},
      [&] { TestCall(wide(u"abc"), &answer); }, [] { EXPECT_EQ(g.text, u"abc"); });
  loopback::wire() = {};
  in(
      2, {"0300000000000000030000003dd800de0000", "000000030000000000000003d83dde000000", {}},
      [&] { TestCall(wide(u"\U0001f600"), &answer); }, [] { EXPECT_EQ(g.text, u"\U0001f600"); });
  EXPECT_EQ(answer, nullptr);
}

TEST_F(Vectors, conformant_struct) {
  SUR data{1, {0}};
  in(
      3, {"01000000010000000000", "00000001000000010000", {}}, [&] { TestSur(&data); },
      [] { EXPECT_EQ(g.n, 1u); });
}

TEST_F(Vectors, null_behind_a_ref_pointer) {
  unsigned short** null = nullptr;
  in(
      4, {"00000000", "00000000", {}}, [&] { TestDbl(&null); },
      [] { EXPECT_EQ(g.pointer, nullptr); });
}

TEST_F(Vectors, counted_string_by_value) {
  in(
      5,
      {"0200020000000200010000000000000001000000000000000100000019000200",
       "0002000200020000000000010000000000000001000000000000000100020019",
       {4}},
      [] {
        OpenByValue({2, 2, wide(u"")}, 1, 131097);
      },
      [] {
        EXPECT_EQ(g.text, std::u16string(1, u'\0'));
        EXPECT_EQ(g.more, 131097u);
      });
  loopback::wire() = {};
  in(
      5, {"00000000000000000100000019000200", "00000000000000000000000100020019", {}},
      [] {
        OpenByValue({0, 0, nullptr}, 1, 131097);
      },
      [] { EXPECT_EQ(g.text, u"NULL"); });
}

TEST_F(Vectors, conformant_varying_with_conditional_sizes_all_null) {
  USTR name{4, 4, wide(u"v")};
  in(
      6,
      {"04000400000002000200000000000000020000007600000000000000000000000000000000000000",
       "00040004000200000000000200000000000000020076000000000000000000000000000000000000",
       {4}},
      [&] { Query(&name, nullptr, nullptr, nullptr, nullptr); },
      [] {
        EXPECT_EQ(g.n, 99u);
        EXPECT_EQ(g.more, 99u);
      });
}

TEST_F(Vectors, conformant_varying_with_conditional_sizes) {
  USTR name{4, 4, wide(u"v")};
  unsigned long type = 4, size = 3, len = 3;
  byte data[3] = {1, 2, 3};
  in(
      6,
      {"0400040000000200020000000000000002000000760000000400020004000000080002000300000000000000030"
       "00000010203000c00"
       "0200030000001000020003000000",
       "0004000400020000000000020000000000000002007600000002000400000004000200080000000300000000000"
       "00003010203000002"
       "000c000000030002001000000003",
       {4, 24, 32, 52, 60}},
      [&] { Query(&name, &type, data, &size, &len); },
      [&] {
        EXPECT_EQ(g.n, 4u);
        EXPECT_EQ(g.more, 3u);
        EXPECT_EQ(g.bytes, (Data{1, 2, 3}));
        EXPECT_EQ(type, 4u);
      });
}

TEST_F(Vectors, an_array_before_its_size) {
  byte data[] = {1, 2, 3, 4, 5};
  in(
      7,
      {"08000800000002000400000000000000040000006b0065007900000003000000050000000102030405000000050"
       "00000",
       "0008000800020000000000040000000000000004006b00650079000000000003000000050102030405000000000"
       "00005",
       {4}},
      [&] {
        SetValue({8, 8, wide(u"key")}, 3, data, 5);
      },
      [] {
        EXPECT_EQ(g.text, std::u16string(u"key\0", 4));
        EXPECT_EQ(g.bytes, (Data{1, 2, 3, 4, 5}));
      });
}

TEST_F(Vectors, struct_of_seven_out) {
  out({"1000000004000000050000000000000001000000020000000300000000000000",
       "0000001000000004000000050000000000000001000000020000000300000000",
       {}},
      [] {
        ST s{};
        EXPECT_EQ(QueryStatus(&s), 0u);
        EXPECT_EQ(s.type, 16u);
        EXPECT_EQ(s.wait, 3u);
      });
}

TEST_F(Vectors, sids) {
  alignas(SID) unsigned char memory[sizeof(SID) + 4 * sizeof(unsigned long)] = {};
  SID* sid = reinterpret_cast<SID*>(memory);
  *sid = {1, 1, {0, 0, 0, 0, 0, 5}, {32}};
  in(
      9,
      {"0502000001000000010100000000000520000000", "0000020500000001010100000000000500000020", {}},
      [&] { OpenDomain(517, sid); },
      [] {
        EXPECT_EQ(g.more, 517u);
        EXPECT_EQ(g.bytes, (Data{32}));
      });
  loopback::wire() = {};
  sid->n = 5;
  unsigned long* sub = sid->sub;
  const unsigned long values[] = {21, 1, 2, 3, 1000};
  std::memcpy(sub, values, sizeof values);
  in(
      9,
      {"0502000005000000010500000000000515000000010000000200000003000000e8030000",
       "0000020500000005010500000000000500000015000000010000000200000003000003e8",
       {}},
      [&] { OpenDomain(517, sid); }, [] { EXPECT_EQ(g.n, 5u); });
}

TEST_F(Vectors, varying_array_of_counted_strings) {
  static USTR names[1000];
  names[0] = {26, 26, wide(u"Administrator")};
  in(
      10,
      {"01000000e803000000000000010000001a001a00000002000d000000000000000d000000410064006d0069006e0"
       "0690073007400720061"
       "0074006f007200",
       "00000001000003e80000000000000001001a001a000200000000000d000000000000000d00410064006d0069006"
       "e006900730074007200"
       "610074006f0072",
       {20}},
      [] { LookupNames(1, names); },
      [] {
        EXPECT_EQ(g.text, u"Administrator");
        EXPECT_EQ(g.pointer, nullptr);
      });
}

TEST_F(Vectors, varying_array_of_numbers) {
  static unsigned long rids[1000] = {500, 501, 512};
  in(
      11,
      {"03000000e80300000000000003000000f4010000f501000000020000",
       "00000003000003e80000000000000003000001f4000001f500000200",
       {}},
      [] { LookupRids(3, rids); },
      [] {
        EXPECT_EQ(g.n, 3u);
        EXPECT_EQ(g.more, 512u);
      });
}

TEST_F(Vectors, array_of_pointers_to_conformant_structs) {
  alignas(SID) unsigned char memory[sizeof(SID) + sizeof(unsigned long)] = {};
  SID* first = reinterpret_cast<SID*>(memory);
  *first = {1, 2, {0, 0, 0, 0, 0, 5}, {32}};
  unsigned long* sub = first->sub;
  sub[1] = 544;
  SID second{1, 1, {0, 0, 0, 0, 0, 5}, {18}};
  P p[] = {{first}, {&second}};
  SIDS sids{2, p};
  in(
      12,
      {"0200000000000200020000000400020008000200020000000102000000000005200000002002000001000000010"
       "10000000000051200"
       "0000",
       "0000000200020000000000020002000400020008000000020102000000000005000000200000022000000001010"
       "10000000000050000"
       "0012",
       {4, 12, 16}},
      [&] { LookupSids(&sids); },
      [] {
        EXPECT_EQ(g.n, 544u);
        EXPECT_EQ(g.more, 18u);
      });
}

TEST_F(Vectors, unique_pointers_inside_a_struct) {
  QOS qos{12, 2, 1, 0};
  ATTR attr{24, nullptr, nullptr, 0, nullptr, &qos};
  in(
      13,
      {"000002000400000000000000040000005c005c00530000001800000000000000000000000000000000000000040"
       "002000c0000000200010"
       "000000002",
       "00020000000000040000000000000004005c005c005300000000001800000000000000000000000000000000000"
       "200040000000c0002010"
       "002000000",
       {0, 44}},
      [&] { OpenPolicy2(wide(u"\\\\S"), &attr, 33554432); },
      [] {
        EXPECT_EQ(g.text, u"\\\\S");
        EXPECT_EQ(g.n, 2u);
        EXPECT_EQ(g.more, 33554432u);
        EXPECT_EQ(g.pointer, nullptr);
      });
}

TEST_F(Vectors, pointers_in_a_conformant_struct_out) {
  out({"000002000200000002000000040002000800020067452301ab89efcd0123456789abcdef0100020033221100554"
       "477668899aabbccddeeff010"
       "0000000000000",
       {},
       {0, 12, 16}},
      [] {
        VEC* v = nullptr;
        EXPECT_EQ(InqIfIds(&v), 0u);
        ASSERT_NE(v, nullptr);
        EXPECT_EQ(v->n, 2u);
        IFID** ids = v->ids;
        EXPECT_EQ(ids[0]->min, 2);
        EXPECT_EQ(ids[1]->u.d1, 1122867u);
        EXPECT_EQ(ids[1]->u.d4[7], 255);
        for (unsigned i = 0; i < v->n; ++i) midl_user_free(ids[i]);
        midl_user_free(v);
      });
}

TEST_F(Vectors, error_status) {
  out({"1400011c01000000", "1c01001400000001", {}}, [] {
    error_status_t status = 0;
    EXPECT_EQ(IsListening(&status), 1u);
    EXPECT_EQ(status, 469827604u);
  });
}

TEST_F(Vectors, hyper_numbers) {
  in(
      16, {"1122334455667788", "8877665544332211", {}}, [] { H(9833440827789222417u); },
      [] { EXPECT_EQ(g.n, 9833440827789222417u); });
}

TEST_F(Vectors, bytes_after_a_number) {
  unsigned short host = 92;
  USTR msg{6, 8, wide(u"bye")};
  in(
      17,
      {"000002005c00000004000200060008000800020004000000000000000300000062007900650000001e000000010"
       "0",
       "00020000005c000000020004000600080002000800000004000000000000000300620079006500000000001e010"
       "0",
       {0, 8, 16}},
      [&] { Init(&host, &msg, 30, 1, 0); },
      [] {
        EXPECT_EQ(g.text, u"bye");
        EXPECT_EQ(g.n, 92u);
        EXPECT_EQ(g.more, 30u);
        EXPECT_EQ(g.bytes, (Data{1, 0}));
      });
}

TEST_F(Vectors, mixed_struct_with_a_string) {
  AT at{3600000, 1, 2, 17, wide(u"cmd /c dir")};
  unsigned long id = 0;
  in(
      18,
      {"0000000080ee36000100000002110000000002000b000000000000000b00000063006d00640020002f006300200"
       "06400690072000000",
       "000000000036ee800000000102110000000200000000000b000000000000000b0063006d00640020002f0063002"
       "00064006900720000",
       {16}},
      [&] { Add(nullptr, &at, &id); },
      [] {
        EXPECT_EQ(g.n, 3600000u);
        EXPECT_EQ(g.text, std::u16string(u"cmd /c dir\0", 11));
        EXPECT_EQ(g.bytes, (Data{2, 17}));
      });
}

TEST_F(Vectors, alignment_gaps_inside_structs) {
  SH sh{-2, -3};
  in(
      19, {"feff000000000000fdffffffffffffff", {}, {}}, [&] { OpShortHyper(&sh); },
      [] {
        EXPECT_EQ(g.n, static_cast<unsigned long>(-2));
        EXPECT_EQ(g.more, static_cast<unsigned long>(-3));
      });
  loopback::wire() = {};
  BD bd{1, -2.25};
  in(
      20, {"010000000000000000000000000002c0", {}, {}}, [&] { OpByteDouble(&bd); },
      [] {
        EXPECT_EQ(g.n, 1u);
        EXPECT_EQ(g.more, 1u);
      });
}

}  // namespace

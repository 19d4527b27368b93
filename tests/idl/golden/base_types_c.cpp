/* Client stub of base_types.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "base_types.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- interface base_types

extern const ClientInterface base_types_client;
RPC_CLIENT_INTERFACE base_types_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x01}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &base_types_client, 0
};
const void* const base_types_handle = &base_types_spec;
const ClientInterface base_types_client{k_interface_magic, "base_types", &base_types_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void In([in] char a, [in] signed char b, [in] unsigned char c, [in] boolean d, [in] byte e, [in]
   small f, [in] unsigned small g, [in] short h, [in] unsigned short i, [in] wchar_t j, [in] int k,
   [in] unsigned l, [in] long m, [in] unsigned long n, [in] __int32 o, [in] float p, [in] hyper q,
   [in] unsigned __int64 r, [in] double s, [in] error_status_t t, [in] Color u, [in] Size v, [in]
   Percent w); */
struct In_frame {
  char a;
  signed char b;
  unsigned char c;
  boolean d;
  byte e;
  small f;
  unsigned char g;
  short h;
  unsigned short i_;
  WCHAR j;
  int k;
  unsigned int l;
  long m;
  unsigned long n;
  int o;
  float p;
  long long q;
  unsigned long long r;
  double s;
  error_status_t t;
  ::Color u;
  ::Size v;
  ::Percent w;

  template <class S>
  void put_in(Writer<S>& out) const {
    uint8_t* const at = out.run(8, 80);
    store_u8(at, static_cast<uint8_t>(a));
    store_i8(at + 1, static_cast<int8_t>(b));
    store_u8(at + 2, static_cast<uint8_t>(c));
    store_u8(at + 3, d);
    store_u8(at + 4, static_cast<uint8_t>(e));
    store_i8(at + 5, f);
    store_u8(at + 6, g);
    std::memset(at + 7, 0, 1);
    store_i16(at + 8, h);
    store_u16(at + 10, static_cast<uint16_t>(i_));
    store_u16(at + 12, static_cast<uint16_t>(j));
    std::memset(at + 14, 0, 2);
    store_i32(at + 16, k);
    store_u32(at + 20, l);
    store_u32(at + 24, out.narrow32(m));
    store_u32(at + 28, out.narrow32(n));
    store_i32(at + 32, o);
    store_f32(at + 36, p);
    store_i64(at + 40, q);
    store_u64(at + 48, r);
    store_f64(at + 56, s);
    store_u32(at + 64, t);
    out.store_enum16(at + 68, u);
    std::memset(at + S::pick(70, 72), 0, S::pick(2, 0));
    store_i32(at + 72, static_cast<int32_t>(v));
    store_u32(at + 76, out.narrow32(w));
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation In_operation =
    client_operation<In_frame>(base_types_client, "In", 0, k_op_plain);

/* long Out([out] char *a, [out] Color *b, [out] Size *c, [out] unsigned long *d, [in, out] hyper
   *e); */
struct Out_frame {
  char* a;
  ::Color* b;
  ::Size* c;
  unsigned long* d;
  long long* e;
  long result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(e)) {
      out.i64(*e);
    }
    out.reference(a);
    out.reference(b);
    out.reference(c);
    out.reference(d);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const uint8_t* const at = in.run(8, 28);
    *a = static_cast<char>(in.load_u8(at));
    *b = static_cast<::Color>(in.load_enum16(at + S::pick(2, 4)));
    *c = static_cast<::Size>(in.load_i32(at + S::pick(4, 8)));
    *d = in.load_u32(at + S::pick(8, 12));
    *e = in.load_i64(at + 16);
    result = in.load_i32(at + 24);
  }
};
constexpr ClientOperation Out_operation =
    client_operation<Out_frame>(base_types_client, "Out", 1, k_op_has_result);

/* unsigned hyper Result([in] DWORD d, [in, range(-5, 5)] short r); */
struct Result_frame {
  ::DWORD d;
  short r;
  unsigned long long result;

  template <class S>
  void put_in(Writer<S>& out) const {
    uint8_t* const at = out.run(4, 6);
    store_u32(at, d);
    store_i16(at + 4, r);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    result = in.u64();
  }
};
constexpr ClientOperation Result_operation =
    client_operation<Result_frame>(base_types_client, "Result", 2, k_op_has_result);

/* Color Enum(); */
struct Enum_frame {
  ::Color result;

  template <class S>
  void put_in(Writer<S>&) const {}

  template <class S>
  void get_out(Reader<S>& in) {
    result = static_cast<::Color>(in.enum16());
  }
};
constexpr ClientOperation Enum_operation =
    client_operation<Enum_frame>(base_types_client, "Enum", 3, k_op_has_result);

/* void Nothing(void); */
struct Nothing_frame {
  template <class S>
  void put_in(Writer<S>&) const {}

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Nothing_operation =
    client_operation<Nothing_frame>(base_types_client, "Nothing", 4, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE base_types_v1_0_c_ifspec = &::farcall::stub::base_types_spec;

void In(char a, signed char b, unsigned char c, boolean d, byte e, small f, unsigned char g, short h, unsigned short i, WCHAR j, int k, unsigned int l, long m, unsigned long n, int o, float p, long long q, unsigned long long r, double s, error_status_t t, Color u, Size v, Percent w) {
  ::farcall::stub::In_frame midl_frame{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w};
  ::farcall::stub::call(::farcall::stub::In_operation, nullptr, &midl_frame);
}

long Out(char* a, Color* b, Size* c, unsigned long* d, long long* e) {
  ::farcall::stub::Out_frame midl_frame{a, b, c, d, e, {}};
  ::farcall::stub::call(::farcall::stub::Out_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

unsigned long long Result(DWORD d, short r) {
  ::farcall::stub::Result_frame midl_frame{d, r, {}};
  ::farcall::stub::call(::farcall::stub::Result_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

Color Enum(void) {
  ::farcall::stub::Enum_frame midl_frame{{}};
  ::farcall::stub::call(::farcall::stub::Enum_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

void Nothing(void) {
  ::farcall::stub::Nothing_frame midl_frame{};
  ::farcall::stub::call(::farcall::stub::Nothing_operation, nullptr, &midl_frame);
}

}  // extern "C"

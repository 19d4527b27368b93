/* Server stub of base_types.idl. Made by midl; changes here are lost.
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
  void get_in(Reader<S>& in) {
    const uint8_t* const at = in.run(8, 80);
    a = static_cast<char>(in.load_u8(at));
    b = static_cast<signed char>(in.load_i8(at + 1));
    c = static_cast<unsigned char>(in.load_u8(at + 2));
    d = in.load_u8(at + 3);
    e = static_cast<byte>(in.load_u8(at + 4));
    f = in.load_i8(at + 5);
    g = in.load_u8(at + 6);
    h = in.load_i16(at + 8);
    i_ = static_cast<unsigned short>(in.load_u16(at + 10));
    j = static_cast<WCHAR>(in.load_u16(at + 12));
    k = in.load_i32(at + 16);
    l = in.load_u32(at + 20);
    m = in.load_i32(at + 24);
    n = in.load_u32(at + 28);
    o = in.load_i32(at + 32);
    p = in.load_f32(at + 36);
    q = in.load_i64(at + 40);
    r = in.load_u64(at + 48);
    s = in.load_f64(at + 56);
    t = in.load_u32(at + 64);
    u = static_cast<::Color>(in.load_enum16(at + 68));
    v = static_cast<::Size>(in.load_i32(at + 72));
    w = in.load_i32(at + 76);
    in.in_range(bound(w), 1, 100);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::base_types_v1_0_epv_t*>(call.epv);
    epv.In(a, b, c, d, e, f, g, h, i_, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* long Out([out] char *a, [out] Color *b, [out] Size *c, [out] unsigned long *d, [in, out] hyper
   *e); */
struct Out_frame {
  char a;
  ::Color b;
  ::Size c;
  unsigned long d;
  long long e;
  long result;

  template <class S>
  void get_in(Reader<S>& in) {
    e = in.i64();
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::base_types_v1_0_epv_t*>(call.epv);
    result = epv.Out(&a, &b, &c, &d, &e);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    uint8_t* const at = out.run(8, 28);
    store_u8(at, static_cast<uint8_t>(a));
    std::memset(at + 1, 0, S::pick(1, 3));
    out.store_enum16(at + S::pick(2, 4), b);
    store_i32(at + S::pick(4, 8), static_cast<int32_t>(c));
    store_u32(at + S::pick(8, 12), out.narrow32(d));
    std::memset(at + S::pick(12, 16), 0, S::pick(4, 0));
    store_i64(at + 16, e);
    store_u32(at + 24, out.narrow32(result));
  }
};

/* unsigned hyper Result([in] DWORD d, [in, range(-5, 5)] short r); */
struct Result_frame {
  ::DWORD d;
  short r;
  unsigned long long result;

  template <class S>
  void get_in(Reader<S>& in) {
    const uint8_t* const at = in.run(4, 6);
    d = in.load_u32(at);
    r = in.load_i16(at + 4);
    in.in_range(bound(r), -5, 5);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::base_types_v1_0_epv_t*>(call.epv);
    result = epv.Result(d, r);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.u64(result);
  }
};

/* Color Enum(); */
struct Enum_frame {
  ::Color result;

  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::base_types_v1_0_epv_t*>(call.epv);
    result = epv.Enum();
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.enum16(result);
  }
};

/* void Nothing(void); */
struct Nothing_frame {
  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::base_types_v1_0_epv_t*>(call.epv);
    epv.Nothing();
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

constexpr ServerOperation base_types_operations[] = {
  server_operation<In_frame>("In", k_op_plain),
  server_operation<Out_frame>("Out", k_op_has_result),
  server_operation<Result_frame>("Result", k_op_has_result),
  server_operation<Enum_frame>("Enum", k_op_has_result),
  server_operation<Nothing_frame>("Nothing", k_op_plain),
};
const ServerInterface base_types_server{k_interface_magic, "base_types", base_types_operations, 5,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::base_types_v1_0_epv_t base_types_default_epv = {
  &::In,
  &::Out,
  &::Result,
  &::Enum,
  &::Nothing,
};

RPC_SERVER_INTERFACE base_types_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x01}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &base_types_default_epv, &base_types_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE base_types_v1_0_s_ifspec = &::farcall::stub::base_types_spec;
}

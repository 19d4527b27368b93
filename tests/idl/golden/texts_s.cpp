/* Server stub of texts.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "texts.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

// -- interface strings

/* [string] char *Narrow([in, string] const char *a, [in, string, unique] unsigned char *b, [in,
   out, string] char *c, [in] long n, [out, string, size_is(n)] char d[], [out, string] char **e); */
struct Narrow_frame {
  const char* a;
  unsigned char* b;
  char* c;
  long n;
  char* d;
  char* e;
  char* result;

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(a);
    const size_t maximum = in.maximum();
    in.string(a, maximum);
    in.pointer(b, in.referent());
    if (b) {
      const size_t maximum2 = in.maximum();
      in.string(b, maximum2);
    }
    in.use(Memory::user);
    in.expect(c);
    const size_t maximum3 = in.maximum();
    in.string(c, maximum3);
    n = in.i32();
    in.use(Memory::call);
    in.make_room(d, bound(n));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::strings_v1_0_epv_t*>(call.epv);
    result = epv.Narrow(a, b, c, n, d, &e);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(c)) {
      out.string(c);
    }
    if (out.reference(d)) {
      out.string(d, bound(n));
    }
    if (out.referent(e)) {
      out.string(e);
    }
    if (out.referent(result)) {
      out.string(result);
    }
  }

  void release() {
    give_back(c);
    give_back(e);
    give_back(result);
  }
};

/* Text Wide([in] Text a, [in] Text *b, [in, string] wchar_t c[10], [in, string, size_is(n)] wchar_t
   *d, [in] long n); */
struct Wide_frame {
  ::Text a;
  ::Text b;
  WCHAR* c;
  WCHAR* d;
  long n;
  ::Text result;

  template <class S>
  void get_in(Reader<S>& in) {
    size_t late_count = k_no_count;
    in.expect(a);
    const size_t maximum = in.maximum();
    in.string(a, maximum);
    in.pointer(b, in.referent());
    if (b) {
      const size_t maximum2 = in.maximum();
      in.string(b, maximum2);
    }
    in.expect(c);
    in.string(c, 10);
    in.expect(d);
    const size_t maximum3 = in.maximum();
    in.remember_size(late_count, maximum3);
    in.string(d, maximum3);
    n = in.i32();
    if (late_count != k_no_count) in.require_size(late_count, bound(n));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::strings_v1_0_epv_t*>(call.epv);
    result = epv.Wide(a, &b, c, d, n);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.referent(result)) {
      out.string(result);
    }
  }

  void release() {
    give_back(result);
  }
};

/* void Many([in] long n, [in, string, size_is(n)] char **words, [in, string] char names[3][20]); */
struct Many_frame {
  long n;
  char** words;
  char (*names)[20];

  template <class S>
  void get_in(Reader<S>& in) {
    n = in.i32();
    in.expect(words);
    const Extent extent = in.whole(in.maximum(), 4);
    in.require_size(extent.size, bound(n));
    if (auto* const target = in.target(words, extent)) {
      for (size_t i = 0; i < extent.number; ++i) {
        in.pointer(target[i], in.referent());
      }
      for (size_t i = 0; i < extent.number; ++i) {
        if (target[i]) {
          const size_t maximum = in.maximum();
          in.string(target[i], maximum);
        }
      }
    }
    in.expect(names);
    const Extent extent2 = in.whole(3, 4);
    if (auto* const target2 = in.claimed_target(names, extent2)) {
      for (size_t i2 = 0; i2 < extent2.number; ++i2) {
        in.varying_string(target2[i2], 20, 20);
      }
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::strings_v1_0_epv_t*>(call.epv);
    epv.Many(n, words, names);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

constexpr ServerOperation strings_operations[] = {
  server_operation<Narrow_frame>("Narrow", k_op_has_result),
  server_operation<Wide_frame>("Wide", k_op_has_result),
  server_operation<Many_frame>("Many", k_op_plain),
};
const ServerInterface strings_server{k_interface_magic, "strings", strings_operations, 3,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::strings_v1_0_epv_t strings_default_epv = {
  &::Narrow,
  &::Wide,
  &::Many,
};

RPC_SERVER_INTERFACE strings_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x04}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &strings_default_epv, &strings_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE strings_v1_0_s_ifspec = &::farcall::stub::strings_spec;
}

/* Client stub of texts.idl. Made by midl; changes here are lost.
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

// -- interface strings

extern const ClientInterface strings_client;
RPC_CLIENT_INTERFACE strings_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x04}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &strings_client, 0
};
const void* const strings_handle = &strings_spec;
const ClientInterface strings_client{k_interface_magic, "strings", &strings_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* [string] char *Narrow([in, string] const char *a, [in, string, unique] unsigned char *b, [in,
   out, string] char *c, [in] long n, [out, string, size_is(n)] char d[], [out, string] char **e); */
struct Narrow_frame {
  const char* a;
  unsigned char* b;
  char* c;
  long n;
  char* d;
  char** e;
  char* result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(a)) {
      out.string(a);
    }
    if (out.referent(b)) {
      out.string(b);
    }
    if (out.reference(c)) {
      out.string(c);
    }
    out.u32(out.narrow32(n));
    out.reference(d);
    out.reference(e);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const size_t maximum = in.maximum();
    in.varying_string(c, maximum, in.string_room(c));
    const size_t maximum2 = in.maximum();
    in.require_size(maximum2, bound(n));
    in.varying_string(d, maximum2, in.room(bound(n)));
    in.use(Memory::user);
    in.pointer(*e, in.referent());
    if (*e) {
      const size_t maximum3 = in.maximum();
      in.string(*e, maximum3);
    }
    in.pointer(result, in.referent());
    if (result) {
      const size_t maximum4 = in.maximum();
      in.string(result, maximum4);
    }
  }
};
constexpr ClientOperation Narrow_operation =
    client_operation<Narrow_frame>(strings_client, "Narrow", 0, k_op_has_result);

/* Text Wide([in] Text a, [in] Text *b, [in, string] wchar_t c[10], [in, string, size_is(n)] wchar_t
   *d, [in] long n); */
struct Wide_frame {
  ::Text a;
  ::Text* b;
  WCHAR* c;
  WCHAR* d;
  long n;
  ::Text result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(a)) {
      out.string(a);
    }
    if (out.reference(b)) {
      if (out.referent(*b)) {
        out.string(*b);
      }
    }
    if (out.reference(c)) {
      out.varying_string(c, 10);
    }
    if (out.reference(d)) {
      out.string(d, bound(n));
    }
    out.u32(out.narrow32(n));
  }

  template <class S>
  void get_out(Reader<S>& in) {
    in.use(Memory::user);
    in.pointer(result, in.referent());
    if (result) {
      const size_t maximum = in.maximum();
      in.string(result, maximum);
    }
  }
};
constexpr ClientOperation Wide_operation =
    client_operation<Wide_frame>(strings_client, "Wide", 1, k_op_has_result);

/* void Many([in] long n, [in, string, size_is(n)] char **words, [in, string] char names[3][20]); */
struct Many_frame {
  long n;
  char** words;
  char (*names)[20];

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(n));
    if (out.reference(words)) {
      const size_t number = out.maximum(bound(n));
      for (size_t i = 0; i < number; ++i) {
        out.referent(words[i]);
      }
      for (size_t i = 0; i < number; ++i) {
        if (words[i]) {
          out.string(words[i]);
        }
      }
    }
    if (out.reference(names)) {
      for (size_t i2 = 0; i2 < 3; ++i2) {
        out.varying_string(names[i2], 20);
      }
    }
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Many_operation =
    client_operation<Many_frame>(strings_client, "Many", 2, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE strings_v1_0_c_ifspec = &::farcall::stub::strings_spec;

char* Narrow(const char* a, unsigned char* b, char* c, long n, char d[], char** e) {
  ::farcall::stub::Narrow_frame midl_frame{a, b, c, n, d, e, {}};
  ::farcall::stub::call(::farcall::stub::Narrow_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

Text Wide(Text a, Text* b, WCHAR c[10], WCHAR* d, long n) {
  ::farcall::stub::Wide_frame midl_frame{a, b, c, d, n, {}};
  ::farcall::stub::call(::farcall::stub::Wide_operation, nullptr, &midl_frame);
  return midl_frame.result;
}

void Many(long n, char** words, char names[3][20]) {
  ::farcall::stub::Many_frame midl_frame{n, words, names};
  ::farcall::stub::call(::farcall::stub::Many_operation, nullptr, &midl_frame);
}

}  // extern "C"

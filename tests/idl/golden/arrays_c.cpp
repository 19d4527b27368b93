/* Client stub of arrays.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "arrays.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

// -- interface arrays

extern const ClientInterface arrays_client;
RPC_CLIENT_INTERFACE arrays_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x03}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &arrays_client, 0
};
const void* const arrays_handle = &arrays_spec;
const ClientInterface arrays_client{k_interface_magic, "arrays", &arrays_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Fixed([in] long a[3], [in] Five b, [in] Five *c, [out] Five *d, [in] short grid[2][3]); */
struct Fixed_frame {
  long* a;
  long* b;
  ::Five* c;
  ::Five* d;
  short (*grid)[3];

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(a)) {
      out.narrow_elements(a, 3);
    }
    if (out.reference(b)) {
      out.narrow_elements(b, 5);
    }
    if (out.reference(c)) {
      out.narrow_elements(*c, 5);
    }
    if (out.reference(grid)) {
      for (size_t i = 0; i < 2; ++i) {
        out.template elements<2>(grid[i], 3);
      }
    }
    out.reference(d);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    if (auto* const target = in.target(d)) {
      in.widen_elements(*target, 5);
    }
  }
};
constexpr ClientOperation Fixed_operation =
    client_operation<Fixed_frame>(arrays_client, "Fixed", 0, k_op_plain);

/* void Conformant([in] long n, [in, size_is(n)] long a[], [out, size_is(n + 1)] hyper *b, [in, out,
   max_is(n)] byte c[*], [in, range(0, 5), size_is(n)] short *d); */
struct Conformant_frame {
  long n;
  long* a;
  long long* b;
  byte* c;
  short* d;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(n));
    if (out.reference(a)) {
      const size_t number = out.maximum(bound(n));
      out.narrow_elements(a, number);
    }
    if (out.reference(c)) {
      const size_t number2 = out.maximum(bound(n) + 1);
      out.template elements<1>(c, number2);
    }
    if (out.reference(d)) {
      const size_t number3 = out.maximum(bound(n));
      out.template elements<2>(d, number3);
    }
    out.reference(b);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const Extent extent = in.whole(in.maximum(), 8);
    in.require_size(extent.size, bound(n) + 1);
    in.require_room(extent.size, in.room(bound(n) + 1));
    if (auto* const target = in.target(b, extent)) {
      in.template elements<8>(target, extent.number);
    }
    const Extent extent2 = in.whole(in.maximum(), 1);
    in.require_size(extent2.size, bound(n) + 1);
    in.require_room(extent2.size, in.room(bound(n) + 1));
    if (auto* const target2 = in.target(c, extent2)) {
      in.template elements<1>(target2, extent2.number);
    }
  }
};
constexpr ClientOperation Conformant_operation =
    client_operation<Conformant_frame>(arrays_client, "Conformant", 1, k_op_plain);

/* void Later([in, size_is(n * 2, )] long **a, [in] unsigned short n, [in, unique, size_is(*m)] long
   *b, [in, unique] long *m); */
struct Later_frame {
  long** a;
  unsigned short n;
  long* b;
  long* m;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(a)) {
      const size_t number = out.maximum(bound(n) * 2);
      for (size_t i = 0; i < number; ++i) {
        out.referent(a[i]);
      }
      for (size_t i = 0; i < number; ++i) {
        if (a[i]) {
          out.u32(out.narrow32(*a[i]));
        }
      }
    }
    out.u16(static_cast<uint16_t>(n));
    if (out.referent(b)) {
      const size_t number2 = out.maximum(bound_at(m));
      out.narrow_elements(b, number2);
    }
    if (out.referent(m)) {
      out.u32(out.narrow32(*m));
    }
  }

  template <class S>
  void get_out(Reader<S>&) {}
};
constexpr ClientOperation Later_operation =
    client_operation<Later_frame>(arrays_client, "Later", 2, k_op_plain);

/* void Varying([in] long size, [in, out] long *first, [in, out] long *number, [in, out,
   size_is(size), first_is(*first), length_is(*number)] short a[], [in, size_is(MOST),
   last_is(size)] byte b[], [in, length_is(size)] long c[20]); */
struct Varying_frame {
  long size;
  long* first;
  long* number_;
  short* a;
  byte* b;
  long* c;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(size));
    if (out.reference(first)) {
      out.u32(out.narrow32(*first));
    }
    if (out.reference(number_)) {
      out.u32(out.narrow32(*number_));
    }
    if (out.reference(a)) {
      const size_t number = out.maximum(bound(size));
      const Extent extent = out.varying(number, bound_at(first), bound_at(number_));
      out.template elements<2>(a + extent.first, extent.number);
    }
    if (out.reference(b)) {
      const size_t number2 = out.maximum(bound(10240));
      const Extent extent2 = out.varying(number2, 0, bound(size) + 1);
      out.template elements<1>(b, extent2.number);
    }
    if (out.reference(c)) {
      const Extent extent3 = out.varying(20, 0, bound(size));
      out.narrow_elements(c, extent3.number);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const uint8_t* const at = in.run(4, 8);
    *first = in.load_i32(at);
    *number_ = in.load_i32(at + 4);
    const Extent extent = in.varying(in.maximum(), 2);
    in.require_size(extent.size, bound(size));
    in.require_size(extent.number, bound_at(number_));
    in.require_size(extent.first, bound_at(first));
    in.require_room(extent.first + extent.number, in.room(bound(size)));
    if (auto* const target = in.target(a, extent)) {
      in.template elements<2>(target + extent.first, extent.number);
    }
  }
};
constexpr ClientOperation Varying_operation =
    client_operation<Varying_frame>(arrays_client, "Varying", 3, k_op_plain);

/* void Buffer([in, out, unique, size_is(size ? *size : 0), length_is(used ? *used : 0)] byte *data,
   [in, out, unique] unsigned long *size, [in, out, unique] unsigned long *used); */
struct Buffer_frame {
  byte* data;
  unsigned long* size;
  unsigned long* used;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.referent(data)) {
      const size_t number = out.maximum(bound(size) ? bound_at(size) : bound(0));
      const Extent extent = out.varying(number, 0, bound(used) ? bound_at(used) : bound(0));
      out.template elements<1>(data, extent.number);
    }
    if (out.referent(size)) {
      out.u32(out.narrow32(*size));
    }
    if (out.referent(used)) {
      out.u32(out.narrow32(*used));
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const size_t data_room = in.room(bound(size) ? bound_at(size) : bound(0));
    size_t late_count = k_no_count;
    size_t late_count2 = k_no_count;
    if (in.filled(data, in.referent())) {
      const Extent extent = in.varying(in.maximum(), 1);
      in.remember_size(late_count, extent.size);
      in.remember_size(late_count2, extent.number);
      in.require_room(extent.first + extent.number, data_room);
      if (auto* const target = in.target(data, extent)) {
        in.template elements<1>(target + extent.first, extent.number);
      }
    }
    if (in.filled(size, in.referent())) {
      *size = in.u32();
    }
    if (in.filled(used, in.referent())) {
      *used = in.u32();
    }
    if (late_count != k_no_count) in.require_size(late_count, bound(size) ? bound_at(size) : bound(0));
    if (late_count2 != k_no_count) in.require_size(late_count2, bound(used) ? bound_at(used) : bound(0));
  }
};
constexpr ClientOperation Buffer_operation =
    client_operation<Buffer_frame>(arrays_client, "Buffer", 4, k_op_plain);

/* void Rows([out] long *n, [out, size_is(, *n)] Five **rows); */
struct Rows_frame {
  long* n;
  ::Five** rows;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.reference(n);
    out.reference(rows);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    *n = in.i32();
    in.use(Memory::user);
    in.pointer(*rows, in.referent());
    if (*rows) {
      const Extent extent = in.whole(in.maximum(), 20);
      in.require_size(extent.size, bound_at(n));
      if (auto* const target = in.target(*rows, extent)) {
        for (size_t i = 0; i < extent.number; ++i) {
          in.widen_elements(target[i], 5);
        }
      }
    }
  }
};
constexpr ClientOperation Rows_operation =
    client_operation<Rows_frame>(arrays_client, "Rows", 5, k_op_plain);

/* void Huge([in, range(0, 0x4000000)] long n, [out, size_is(n)] byte data[]); */
struct Huge_frame {
  long n;
  byte* data;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(n));
    out.reference(data);
  }

  template <class S>
  void get_out(Reader<S>& in) {
    const Extent extent = in.whole(in.maximum(), 1);
    in.require_size(extent.size, bound(n));
    in.require_room(extent.size, in.room(bound(n)));
    if (auto* const target = in.target(data, extent)) {
      in.template elements<1>(target, extent.number);
    }
  }
};
constexpr ClientOperation Huge_operation =
    client_operation<Huge_frame>(arrays_client, "Huge", 6, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE arrays_v1_0_c_ifspec = &::farcall::stub::arrays_spec;

void Fixed(long a[3], Five b, Five* c, Five* d, short grid[2][3]) {
  ::farcall::stub::Fixed_frame midl_frame{a, b, c, d, grid};
  ::farcall::stub::call(::farcall::stub::Fixed_operation, nullptr, &midl_frame);
}

void Conformant(long n, long a[], long long* b, byte c[], short* d) {
  ::farcall::stub::Conformant_frame midl_frame{n, a, b, c, d};
  ::farcall::stub::call(::farcall::stub::Conformant_operation, nullptr, &midl_frame);
}

void Later(long** a, unsigned short n, long* b, long* m) {
  ::farcall::stub::Later_frame midl_frame{a, n, b, m};
  ::farcall::stub::call(::farcall::stub::Later_operation, nullptr, &midl_frame);
}

void Varying(long size, long* first, long* number, short a[], byte b[], long c[20]) {
  ::farcall::stub::Varying_frame midl_frame{size, first, number, a, b, c};
  ::farcall::stub::call(::farcall::stub::Varying_operation, nullptr, &midl_frame);
}

void Buffer(byte* data, unsigned long* size, unsigned long* used) {
  ::farcall::stub::Buffer_frame midl_frame{data, size, used};
  ::farcall::stub::call(::farcall::stub::Buffer_operation, nullptr, &midl_frame);
}

void Rows(long* n, Five** rows) {
  ::farcall::stub::Rows_frame midl_frame{n, rows};
  ::farcall::stub::call(::farcall::stub::Rows_operation, nullptr, &midl_frame);
}

void Huge(long n, byte data[]) {
  ::farcall::stub::Huge_frame midl_frame{n, data};
  ::farcall::stub::call(::farcall::stub::Huge_operation, nullptr, &midl_frame);
}

}  // extern "C"

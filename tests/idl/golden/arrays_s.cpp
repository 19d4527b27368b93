/* Server stub of arrays.idl. Made by midl; changes here are lost.
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

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

// -- interface arrays

/* void Fixed([in] long a[3], [in] Five b, [in] Five *c, [out] Five *d, [in] short grid[2][3]); */
struct Fixed_frame {
  long* a;
  long* b;
  ::Five* c;
  ::Five* d;
  short (*grid)[3];

  template <class S>
  void get_in(Reader<S>& in) {
    in.expect(a);
    const Extent extent = in.whole(3, 4);
    if (auto* const target = in.target(a, extent)) {
      in.widen_elements(target, extent.number);
    }
    in.expect(b);
    const Extent extent2 = in.whole(5, 4);
    if (auto* const target2 = in.target(b, extent2)) {
      in.widen_elements(target2, extent2.number);
    }
    in.expect(c);
    if (auto* const target3 = in.target(c)) {
      in.widen_elements(*target3, 5);
    }
    in.expect(grid);
    const Extent extent3 = in.whole(2, 6);
    if (auto* const target4 = in.target(grid, extent3)) {
      for (size_t i = 0; i < extent3.number; ++i) {
        in.template elements<2>(target4[i], 3);
      }
    }
    in.make_room(d, 1);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::arrays_v1_0_epv_t*>(call.epv);
    epv.Fixed(a, b, c, d, grid);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(d)) {
      out.narrow_elements(*d, 5);
    }
  }
};

/* void Conformant([in] long n, [in, size_is(n)] long a[], [out, size_is(n + 1)] hyper *b, [in, out,
   max_is(n)] byte c[*], [in, range(0, 5), size_is(n)] short *d); */
struct Conformant_frame {
  long n;
  long* a;
  long long* b;
  byte* c;
  short* d;

  template <class S>
  void get_in(Reader<S>& in) {
    n = in.i32();
    in.expect(a);
    const Extent extent = in.whole(in.maximum(), 4);
    in.require_size(extent.size, bound(n));
    if (auto* const target = in.target(a, extent)) {
      in.widen_elements(target, extent.number);
    }
    in.use(Memory::user);
    in.expect(c);
    const Extent extent2 = in.whole(in.maximum(), 1);
    in.require_size(extent2.size, bound(n) + 1);
    if (auto* const target2 = in.target(c, extent2)) {
      in.template elements<1>(target2, extent2.number);
    }
    in.use(Memory::call);
    in.expect(d);
    const Extent extent3 = in.whole(in.maximum(), 2);
    in.require_size(extent3.size, bound(n));
    in.in_range(bound(extent3.size), 0, 5);
    if (auto* const target3 = in.target(d, extent3)) {
      in.template elements<2>(target3, extent3.number);
    }
    in.make_room(b, bound(n) + 1);
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::arrays_v1_0_epv_t*>(call.epv);
    epv.Conformant(n, a, b, c, d);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(b)) {
      const size_t number = out.maximum(bound(n) + 1);
      out.template elements<8>(b, number);
    }
    if (out.reference(c)) {
      const size_t number2 = out.maximum(bound(n) + 1);
      out.template elements<1>(c, number2);
    }
  }

  void release() {
    give_back(c);
  }
};

/* void Later([in, size_is(n * 2, )] long **a, [in] unsigned short n, [in, unique, size_is(*m)] long
   *b, [in, unique] long *m); */
struct Later_frame {
  long** a;
  unsigned short n;
  long* b;
  long* m;

  template <class S>
  void get_in(Reader<S>& in) {
    size_t late_count = k_no_count;
    size_t late_count2 = k_no_count;
    in.expect(a);
    const Extent extent = in.whole(in.maximum(), 4);
    in.remember_size(late_count, extent.size);
    if (auto* const target = in.target(a, extent)) {
      for (size_t i = 0; i < extent.number; ++i) {
        in.pointer(target[i], in.referent());
      }
      for (size_t i = 0; i < extent.number; ++i) {
        if (auto* const target2 = in.target(target[i])) {
          *target2 = in.i32();
        }
      }
    }
    n = static_cast<unsigned short>(in.u16());
    in.pointer(b, in.referent());
    if (b) {
      const Extent extent2 = in.whole(in.maximum(), 4);
      in.remember_size(late_count2, extent2.size);
      if (auto* const target3 = in.target(b, extent2)) {
        in.widen_elements(target3, extent2.number);
      }
    }
    in.pointer(m, in.referent());
    if (auto* const target4 = in.target(m)) {
      *target4 = in.i32();
    }
    if (late_count != k_no_count) in.require_size(late_count, bound(n) * 2);
    if (late_count2 != k_no_count) in.require_size(late_count2, bound_at(m));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::arrays_v1_0_epv_t*>(call.epv);
    epv.Later(a, n, b, m);
  }

  template <class S>
  void put_out(Writer<S>&) const {}
};

/* void Varying([in] long size, [in, out] long *first, [in, out] long *number, [in, out,
   size_is(size), first_is(*first), length_is(*number)] short a[], [in, size_is(MOST),
   last_is(size)] byte b[], [in, length_is(size)] long c[20]); */
struct Varying_frame {
  long size;
  long first;
  long number_;
  short* a;
  byte* b;
  long* c;

  template <class S>
  void get_in(Reader<S>& in) {
    const uint8_t* const at = in.run(4, 12);
    size = in.load_i32(at);
    first = in.load_i32(at + 4);
    number_ = in.load_i32(at + 8);
    in.use(Memory::user);
    in.expect(a);
    const Extent extent = in.varying(in.maximum(), 2);
    in.require_size(extent.size, bound(size));
    in.require_size(extent.number, bound(number_));
    in.require_size(extent.first, bound(first));
    if (auto* const target = in.target(a, extent)) {
      in.template elements<2>(target + extent.first, extent.number);
    }
    in.use(Memory::call);
    in.expect(b);
    const Extent extent2 = in.varying(in.maximum(), 1);
    in.require_size(extent2.size, bound(10240));
    in.require_size(extent2.number, bound(size) + 1);
    if (auto* const target2 = in.target(b, extent2)) {
      in.template elements<1>(target2 + extent2.first, extent2.number);
    }
    in.expect(c);
    const Extent extent3 = in.varying(20, 4);
    in.require_size(extent3.number, bound(size));
    if (auto* const target3 = in.target(c, extent3)) {
      in.widen_elements(target3 + extent3.first, extent3.number);
    }
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::arrays_v1_0_epv_t*>(call.epv);
    epv.Varying(size, &first, &number_, a, b, c);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    uint8_t* const at = out.run(4, 8);
    store_u32(at, out.narrow32(first));
    store_u32(at + 4, out.narrow32(number_));
    if (out.reference(a)) {
      const size_t number = out.maximum(bound(size));
      const Extent extent = out.varying(number, bound(first), bound(number_));
      out.template elements<2>(a + extent.first, extent.number);
    }
  }

  void release() {
    give_back(a);
  }
};

/* void Buffer([in, out, unique, size_is(size ? *size : 0), length_is(used ? *used : 0)] byte *data,
   [in, out, unique] unsigned long *size, [in, out, unique] unsigned long *used); */
struct Buffer_frame {
  byte* data;
  size_t data_room;
  unsigned long* size;
  unsigned long* used;

  template <class S>
  void get_in(Reader<S>& in) {
    size_t late_count = k_no_count;
    size_t late_count2 = k_no_count;
    in.use(Memory::user);
    in.pointer(data, in.referent());
    if (data) {
      const Extent extent = in.varying(in.maximum(), 1);
      in.remember_size(late_count, extent.size);
      in.remember_size(late_count2, extent.number);
      if (auto* const target = in.target(data, extent)) {
        in.template elements<1>(target + extent.first, extent.number);
      }
    }
    in.pointer(size, in.referent());
    if (auto* const target2 = in.target(size)) {
      *target2 = in.u32();
    }
    in.pointer(used, in.referent());
    if (auto* const target3 = in.target(used)) {
      *target3 = in.u32();
    }
    if (late_count != k_no_count) in.require_size(late_count, bound(size) ? bound_at(size) : bound(0));
    if (late_count2 != k_no_count) in.require_size(late_count2, bound(used) ? bound_at(used) : bound(0));
    data_room = in.room(bound(size) ? bound_at(size) : bound(0));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::arrays_v1_0_epv_t*>(call.epv);
    epv.Buffer(data, size, used);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.referent(data)) {
      const size_t number = out.maximum(bound(size) ? bound_at(size) : bound(0));
      const Extent extent = out.within(out.varying(number, 0, bound(used) ? bound_at(used) : bound(0)), data_room);
      out.template elements<1>(data, extent.number);
    }
    if (out.referent(size)) {
      out.u32(out.narrow32(*size));
    }
    if (out.referent(used)) {
      out.u32(out.narrow32(*used));
    }
  }

  void release() {
    give_back(data);
    give_back(size);
    give_back(used);
  }
};

/* void Rows([out] long *n, [out, size_is(, *n)] Five **rows); */
struct Rows_frame {
  long n;
  ::Five* rows;

  template <class S>
  void get_in(Reader<S>&) {}

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::arrays_v1_0_epv_t*>(call.epv);
    epv.Rows(&n, &rows);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    out.u32(out.narrow32(n));
    if (out.referent(rows)) {
      const size_t number = out.maximum(bound(n));
      for (size_t i = 0; i < number; ++i) {
        out.narrow_elements(rows[i], 5);
      }
    }
  }

  void release() {
    give_back(rows);
  }
};

/* void Huge([in, range(0, 0x4000000)] long n, [out, size_is(n)] byte data[]); */
struct Huge_frame {
  long n;
  byte* data;

  template <class S>
  void get_in(Reader<S>& in) {
    n = in.i32();
    in.in_range(bound(n), 0, 67108864);
    in.allow(size_t{67108864} * sizeof(*data));
    in.make_room(data, bound(n));
  }

  void invoke(const ServerInvocation& call) {
    const auto& epv = *static_cast<const ::arrays_v1_0_epv_t*>(call.epv);
    epv.Huge(n, data);
  }

  template <class S>
  void put_out(Writer<S>& out) const {
    if (out.reference(data)) {
      const size_t number = out.maximum(bound(n));
      out.template elements<1>(data, number);
    }
  }
};

constexpr ServerOperation arrays_operations[] = {
  server_operation<Fixed_frame>("Fixed", k_op_plain),
  server_operation<Conformant_frame>("Conformant", k_op_plain),
  server_operation<Later_frame>("Later", k_op_plain),
  server_operation<Varying_frame>("Varying", k_op_plain),
  server_operation<Buffer_frame>("Buffer", k_op_plain),
  server_operation<Rows_frame>("Rows", k_op_plain),
  server_operation<Huge_frame>("Huge", k_op_plain),
};
const ServerInterface arrays_server{k_interface_magic, "arrays", arrays_operations, 7,
    {&::midl_user_allocate, &::midl_user_free}};

// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.
::arrays_v1_0_epv_t arrays_default_epv = {
  &::Fixed,
  &::Conformant,
  &::Later,
  &::Varying,
  &::Buffer,
  &::Rows,
  &::Huge,
};

RPC_SERVER_INTERFACE arrays_spec = {
  sizeof(RPC_SERVER_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x03}}, {1, 0}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  &arrays_default_epv, &arrays_server, 0
};

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE arrays_v1_0_s_ifspec = &::farcall::stub::arrays_spec;
}

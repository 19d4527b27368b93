/* Client stub of pickling.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#include <farcall/stub/frames.h>
#include <farcall/stub/pickle.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "pickling.h"

// The program's own pair, when it has one, replaces this one.
extern "C" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { return std::malloc(size); }
extern "C" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { std::free(memory); }

namespace farcall::stub {
namespace {

inline void give_back(const void* memory) { if (memory) ::midl_user_free(const_cast<void*>(memory)); }

// -- ENTRY

template <class S>
void put_body(Writer<S>& out, const ::ENTRY& value) {
  uint8_t* const at = out.run(S::pick(4, 8), S::pick(8, 16));
  store_u32(at, out.narrow32(value.value));
  std::memset(at + 4, 0, S::pick(0, 4));
  out.store_referent(at + S::pick(4, 8), value.text);
}

template <class S>
void put_pointees(Writer<S>& out, const ::ENTRY& value) {
  if (value.text) {
    out.string(value.text);
  }
}

template <class S>
void get_body(Reader<S>& in, ::ENTRY& value) {
  const uint8_t* const at = in.run(S::pick(4, 8), S::pick(8, 16));
  value.value = in.load_i32(at);
  in.pointer(value.text, in.load_referent(at + S::pick(4, 8)));
}

template <class S>
void get_pointees(Reader<S>& in, ::ENTRY& value) {
  if (value.text) {
    const size_t maximum = in.maximum();
    in.string(value.text, maximum);
  }
}

inline void release_pointees(const ::ENTRY& value) {
  give_back(value.text);
}

// -- OPEN

template <class S>
size_t put_maximum(Writer<S>& out, const ::OPEN& value) {
  return out.maximum(bound(value.size));
}

template <class S>
void put_body(Writer<S>& out, const ::OPEN& value, [[maybe_unused]] size_t maximum) {
  out.i16(value.size);
  out.template elements<2>(value.items, maximum);
  out.align(S::pick(1, 2));
}

template <class S>
void get_body(Reader<S>& in, ::OPEN& value, [[maybe_unused]] size_t maximum) {
  value.size = in.i16();
  in.template elements<2>(value.items, maximum);
  in.align(S::pick(1, 2));
  in.require_size(maximum, bound(value.size));
}

// -- interface pickling

extern const ClientInterface pickling_client;
RPC_CLIENT_INTERFACE pickling_spec = {
  sizeof(RPC_CLIENT_INTERFACE),
  {{0x9d1c6e00, 0x7a51, 0x4c0e, {0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x81}}, {1, 2}},
  {{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, 0}},
  nullptr,
  0, nullptr,
  0, &pickling_client, 0
};
const void* const pickling_handle = &pickling_spec;
const ClientInterface pickling_client{k_interface_magic, "pickling", &pickling_handle,
    {&::midl_user_allocate, &::midl_user_free}};

/* void Keep([in, out, string] char *name, [in, out] OPEN *open, [in, out] ENTRY *entry); */
struct Keep_frame {
  char* name;
  ::OPEN* open;
  ::ENTRY* entry;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(name)) {
      out.string(name);
    }
    if (out.reference(open)) {
      const size_t maximum = put_maximum(out, *open);
      put_body(out, *open, maximum);
    }
    if (out.reference(entry)) {
      put_body(out, *entry);
      put_pointees(out, *entry);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    if (!name) return in.fail(RPC_X_NULL_REF_POINTER);
    if (!open) return in.fail(RPC_X_NULL_REF_POINTER);
    if (!entry) return in.fail(RPC_X_NULL_REF_POINTER);
    const size_t maximum = in.maximum();
    in.varying_string(name, maximum, maximum);
    const Extent extent = in.whole(in.maximum(), 2);
    if (auto* const target = in.target(open, offsetof(::OPEN, items), sizeof(open->items[0]), extent)) {
      get_body(in, *target, extent.size);
    }
    in.use(Memory::user, true);
    get_body(in, *entry);
    get_pointees(in, *entry);
  }
};
constexpr ClientOperation Keep_operation =
    pickled_operation<Keep_frame>(pickling_client, "Keep", 0, k_op_plain);

/* long Call([in] ENTRY *entry); */
struct Call_frame {
  ::ENTRY* entry;
  long result;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(entry)) {
      put_body(out, *entry);
      put_pointees(out, *entry);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    result = in.i32();
  }
};
constexpr ClientOperation Call_operation =
    client_operation<Call_frame>(pickling_client, "Call", 1, k_op_has_result);

/* error_status_t Write([in] long number); */
struct Write_frame {
  long number_;
  error_status_t result;

  template <class S>
  void put_in(Writer<S>& out) const {
    out.u32(out.narrow32(number_));
  }

};
constexpr ClientOperation Write_operation =
    pickled_operation<Write_frame>(pickling_client, "Write", 2, k_op_has_result);

struct NUMBER_pickled_frame {
  ::NUMBER* _pType;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(_pType)) {
      out.u32(out.narrow32(*_pType));
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    if (!_pType) return in.fail(RPC_X_NULL_REF_POINTER);
    *_pType = in.i32();
  }

  void release() const {}
};
constexpr ClientOperation NUMBER_pickled_operation =
    pickled_operation<NUMBER_pickled_frame>(pickling_client, "NUMBER", 0, k_op_primitive);

struct ENTRY_pickled_frame {
  ::ENTRY* _pType;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(_pType)) {
      put_body(out, *_pType);
      put_pointees(out, *_pType);
    }
  }

  template <class S>
  void get_out(Reader<S>& in) {
    if (!_pType) return in.fail(RPC_X_NULL_REF_POINTER);
    in.use(Memory::user, true);
    get_body(in, *_pType);
    get_pointees(in, *_pType);
  }

  void release() const {
    if (!_pType) return;
    release_pointees(*_pType);
  }
};
constexpr ClientOperation ENTRY_pickled_operation =
    pickled_operation<ENTRY_pickled_frame>(pickling_client, "ENTRY", 0, k_op_plain);

struct OPEN_pickled_frame {
  ::OPEN* _pType;

  template <class S>
  void put_in(Writer<S>& out) const {
    if (out.reference(_pType)) {
      const size_t maximum = put_maximum(out, *_pType);
      put_body(out, *_pType, maximum);
    }
  }

};
constexpr ClientOperation OPEN_pickled_operation =
    pickled_operation<OPEN_pickled_frame>(pickling_client, "OPEN", 0, k_op_plain);

}  // namespace
}  // namespace farcall::stub

extern "C" {
RPC_IF_HANDLE pickling_v1_2_c_ifspec = &::farcall::stub::pickling_spec;

void Keep(handle_t IDL_handle, char* name, OPEN* open, ENTRY* entry) {
  ::farcall::stub::Keep_frame midl_frame{name, open, entry};
  ::farcall::stub::pickle(::farcall::stub::Keep_operation, IDL_handle, &midl_frame);
}

long Call(handle_t IDL_handle, ENTRY* entry) {
  ::farcall::stub::Call_frame midl_frame{entry, {}};
  ::farcall::stub::call(::farcall::stub::Call_operation, IDL_handle, &midl_frame);
  return midl_frame.result;
}

error_status_t Write(handle_t IDL_handle, long number) {
  ::farcall::stub::Write_frame midl_frame{number, {}};
  uint32_t midl_comm_status = RPC_S_OK, midl_fault_status = RPC_S_OK;
  ::farcall::stub::pickle(::farcall::stub::Write_operation, IDL_handle, &midl_frame,
      {&midl_comm_status, &midl_fault_status});
  if (midl_comm_status != RPC_S_OK) midl_frame.result = midl_comm_status;
  if (midl_fault_status != RPC_S_OK) midl_frame.result = midl_fault_status;
  return midl_frame.result;
}

size_t NUMBER_AlignSize(handle_t _MidlEsHandle, NUMBER* _pType) {
  const ::farcall::stub::NUMBER_pickled_frame midl_frame{_pType};
  return ::farcall::stub::pickle_size(::farcall::stub::NUMBER_pickled_operation, _MidlEsHandle, &midl_frame);
}

void NUMBER_Encode(handle_t _MidlEsHandle, NUMBER* _pType) {
  const ::farcall::stub::NUMBER_pickled_frame midl_frame{_pType};
  ::farcall::stub::pickle_encode(::farcall::stub::NUMBER_pickled_operation, _MidlEsHandle, &midl_frame);
}

void NUMBER_Decode(handle_t _MidlEsHandle, NUMBER* _pType) {
  ::farcall::stub::NUMBER_pickled_frame midl_frame{_pType};
  ::farcall::stub::pickle_decode(::farcall::stub::NUMBER_pickled_operation, _MidlEsHandle, &midl_frame);
}

void NUMBER_Free(handle_t _MidlEsHandle, NUMBER* _pType) {
  ::farcall::stub::NUMBER_pickled_frame midl_frame{_pType};
  (void)_MidlEsHandle;
  midl_frame.release();
}

size_t ENTRY_AlignSize(handle_t _MidlEsHandle, ENTRY* _pType) {
  const ::farcall::stub::ENTRY_pickled_frame midl_frame{_pType};
  return ::farcall::stub::pickle_size(::farcall::stub::ENTRY_pickled_operation, _MidlEsHandle, &midl_frame);
}

void ENTRY_Encode(handle_t _MidlEsHandle, ENTRY* _pType) {
  const ::farcall::stub::ENTRY_pickled_frame midl_frame{_pType};
  ::farcall::stub::pickle_encode(::farcall::stub::ENTRY_pickled_operation, _MidlEsHandle, &midl_frame);
}

void ENTRY_Decode(handle_t _MidlEsHandle, ENTRY* _pType) {
  ::farcall::stub::ENTRY_pickled_frame midl_frame{_pType};
  ::farcall::stub::pickle_decode(::farcall::stub::ENTRY_pickled_operation, _MidlEsHandle, &midl_frame);
}

void ENTRY_Free(handle_t _MidlEsHandle, ENTRY* _pType) {
  ::farcall::stub::ENTRY_pickled_frame midl_frame{_pType};
  (void)_MidlEsHandle;
  midl_frame.release();
}

size_t OPEN_AlignSize(handle_t _MidlEsHandle, OPEN* _pType) {
  const ::farcall::stub::OPEN_pickled_frame midl_frame{_pType};
  return ::farcall::stub::pickle_size(::farcall::stub::OPEN_pickled_operation, _MidlEsHandle, &midl_frame);
}

void OPEN_Encode(handle_t _MidlEsHandle, OPEN* _pType) {
  const ::farcall::stub::OPEN_pickled_frame midl_frame{_pType};
  ::farcall::stub::pickle_encode(::farcall::stub::OPEN_pickled_operation, _MidlEsHandle, &midl_frame);
}

}  // extern "C"

// Makes exception objects the way `throw` does (Itanium C++ ABI, chapter 2.4.2, and libstdc++'s
// __cxa_init_primary_exception), because `throw` itself cannot unwind to a C frame.
#include "stub/exception_object.h"

#include <farcall/stub/exceptions.h>

#include <new>
#include <typeinfo>

namespace farcall::stub {
namespace {

struct Thrown {
  RpcException exception;
  InFlight in_flight;
};

void destroy(void* object) {
  static_cast<Thrown*>(object)->exception.~RpcException();
}

// The unwinder's header is the last member of what stands before the object.
_Unwind_Exception* header_of(void* object) {
  return static_cast<_Unwind_Exception*>(object) - 1;
}

void count_as_thrown() {
  struct Globals {  // __cxa_eh_globals (ABI 2.2.2)
    void* caught_exceptions;
    unsigned uncaught_exceptions;
  };
  ++reinterpret_cast<Globals*>(abi::__cxa_get_globals())->uncaught_exceptions;
}

}  // namespace

_Unwind_Exception* make_exception(int32_t code) {
  void* object = abi::__cxa_allocate_exception(sizeof(Thrown));
  new (object) Thrown{RpcException(code), {}};
  auto* primary = abi::__cxa_init_primary_exception(
      object, const_cast<std::type_info*>(&typeid(RpcException)), &destroy);
  *reinterpret_cast<int*>(primary) = 1;  // the reference count is its first member
  count_as_thrown();
  in_flight_of(header_of(object)).exception = header_of(object);
  return header_of(object);
}

InFlight& in_flight_of(_Unwind_Exception* exception) {
  return reinterpret_cast<Thrown*>(exception + 1)->in_flight;
}

void dispose(_Unwind_Exception* exception) {
  abi::__cxa_begin_catch(exception);
  abi::__cxa_end_catch();
}

}  // namespace farcall::stub

// Context handles as stubs see them (C706 5.1.6, 14.2.16.6): a pointer variable in a frame, 20 bytes on the wire.
//
// What a handle leads to and where it is good is the run-time's business; a stub says which parameter is one, of
// which type. On the server the variable holds what the manager routine put there, on the client the run-time's own
// object, which also carries the binding.
#pragma once

#include <cstdint>

#include <farcall/stub/abi.h>

FARCALL_STUB_NAMESPACE_BEGIN

// One for each typedef with [context_handle]; its address tells types apart.
struct ContextType {
  const char* name;
  // <name>_rundown of the program; nullptr where the attribute stands on a parameter.
  void (*rundown)(void* context);
};

enum ContextFlags : uint16_t {
  k_context_in = 1 << 0,
  k_context_out = 1 << 1,
  k_context_shared = 1 << 2,  // ACF [context_handle_noserialize]
};

// In the reader's byte order.
struct WireContext {
  uint32_t attributes = 0;
  uint32_t data1 = 0;
  uint16_t data2 = 0;
  uint16_t data3 = 0;
  uint8_t data4[8] = {};
};

// The run-time behind a Reader or Writer. `slot`: where the pointer variable is. RPC_S_OK or why not.
class ContextMarshaller {
 public:
  virtual int32_t put(const void* slot, const ContextType* type, uint16_t flags,
                      WireContext& wire) = 0;
  // `wire` is nullptr for an [out] parameter on the server: nothing came.
  virtual int32_t get(void* slot, const ContextType* type, uint16_t flags,
                      const WireContext* wire) = 0;

 protected:
  ~ContextMarshaller() = default;
};

FARCALL_STUB_NAMESPACE_END

// Recognises interface structures. The memory behind a handle must be the program's; what it holds is checked.
#include "capi/if_spec.h"

#include <farcall/stub/frames.h>

#include <cstddef>
#include <cstring>

namespace farcall::capi {
namespace {

static_assert(sizeof(RPC_SERVER_INTERFACE) == sizeof(RPC_CLIENT_INTERFACE));
static_assert(offsetof(RPC_SERVER_INTERFACE, InterfaceId) ==
              offsetof(RPC_CLIENT_INTERFACE, InterfaceId));
static_assert(offsetof(RPC_SERVER_INTERFACE, InterpreterInfo) ==
              offsetof(RPC_CLIENT_INTERFACE, InterpreterInfo));
static_assert(offsetof(stub::ServerInterface, magic) == 0 &&
              offsetof(stub::ClientInterface, magic) == 0);

}  // namespace

Result<const RPC_SERVER_INTERFACE&> if_spec(RPC_IF_HANDLE handle) {
  const auto* spec = static_cast<const RPC_SERVER_INTERFACE*>(handle);
  if (!spec || spec->Length != sizeof *spec || !spec->InterpreterInfo)
    return Status{RPC_S_INVALID_ARG};
  uint32_t magic;
  std::memcpy(&magic, spec->InterpreterInfo, sizeof magic);
  if (magic != stub::k_interface_magic) return Status{RPC_S_INVALID_ARG};
  return *spec;
}

}  // namespace farcall::capi

// The handler tables that the compilers write for C++ functions (Itanium C++ ABI, "Exception Handling Tables"; the
// LSDA of the GNU personality routine).
#pragma once

#include <unwind.h>

namespace farcall::stub {

// True when the place where the function of `context` stands is inside a try block with a clause that catches
// RpcException by its type or as std::exception. `catch (...)` does not count, nor do functions of other languages.
bool catches_rpc_exception(_Unwind_Context* context);

}  // namespace farcall::stub

// Failure: why a call of the library failed, as a status of the run-time and one sentence with the
// remedy.
#pragma once

#include <string>

#include "base/result.h"
#include "security/gss/library.h"
#include "security/gss/oids.h"

namespace farcall::security::gss {

struct Failure {
  int32_t status = RPC_S_SEC_PKG_ERROR;
  std::string text;
};

[[nodiscard]] Failure explain(OM_uint32 major, OM_uint32 minor, const Oid& mechanism);

}  // namespace farcall::security::gss

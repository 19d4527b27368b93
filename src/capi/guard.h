// guard(): the edge between C++ and the C API. Runs a body that answers Result or Status and gives
// an RPC_STATUS.
//
// No C++ exception leaves a C function: the run-time throws none, but the standard library may
// (memory, threads).
#pragma once

#include <new>
#include <system_error>

#include "base/error_record.h"
#include "base/log.h"
#include "base/result.h"

namespace farcall::capi {

template <class Body>
int32_t guard(Body body) noexcept {
  try {
    const Status status = detail::status_of(body());
    if (!status.ok() && status.record != 0) publish_error(status);
    return status.code;
  } catch (const std::bad_alloc&) {
    return RPC_S_OUT_OF_MEMORY;
  } catch (const std::system_error&) {
    return RPC_S_OUT_OF_RESOURCES;
  } catch (...) {
    log(Level::error, "capi.exception", "an unexpected C++ exception was stopped at the C API");
    return RPC_S_INTERNAL_ERROR;
  }
}

}  // namespace farcall::capi

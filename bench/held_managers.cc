// The managers of farcall_held.idl.
#include <chrono>
#include <mutex>
#include <vector>

#include "farcall_held.h"
#include "farcall_status.h"

namespace bench {
namespace {

struct Lot {
  std::mutex mutex;
  std::vector<PRPC_ASYNC_STATE> calls;
};
Lot& lot() {
  static Lot made;
  return made;
}

int64_t release_all() {
  std::vector<PRPC_ASYNC_STATE> calls;
  {
    const std::lock_guard lock(lot().mutex);
    calls.swap(lot().calls);
  }
  const auto begin = std::chrono::steady_clock::now();
  long answer = 1;
  for (PRPC_ASYNC_STATE call : calls) check("complete", RpcAsyncCompleteCall(call, &answer));
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               begin)
      .count();
}

}  // namespace
}  // namespace bench

extern "C" {
void s_Park(PRPC_ASYNC_STATE state, handle_t, long) {
  const std::lock_guard lock(bench::lot().mutex);
  bench::lot().calls.push_back(state);
}
long s_Parked(handle_t) {
  const std::lock_guard lock(bench::lot().mutex);
  return static_cast<long>(bench::lot().calls.size());
}
hyper s_Release(handle_t) {
  return bench::release_all();
}
}

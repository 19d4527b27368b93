// The manager routines of the test interfaces, and the place where they park calls.
#include "parking.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "matrix_async.h"
#include "matrix_sync.h"
#include "rules.h"

namespace {
using namespace std::chrono_literals;
constexpr auto k_patience = 30s;  // against hanging; no test waits this long when all is well
}  // namespace

RPC_STATUS ParkedCall::complete(long result) const {
  return RpcAsyncCompleteCall(state, &result);
}

RPC_STATUS ParkedCall::abort(unsigned long code) const {
  return RpcAsyncAbortCall(state, static_cast<ULONG>(code));
}

RPC_STATUS ParkedCall::test_cancel() const {
  return RpcServerTestCancel(RpcAsyncGetCallHandle(state));
}

bool ParkedCall::wait_for_cancel() const {
  const auto end = std::chrono::steady_clock::now() + k_patience;
  while (test_cancel() != RPC_S_OK) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

void Parking::park(const ParkedCall& call) {
  const std::lock_guard lock(mutex_);
  calls_.push_back(call);
  changed_.notify_all();
}

ParkedCall Parking::take() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, k_patience, [this] { return !calls_.empty(); })) std::abort();
  ParkedCall call = calls_.front();
  calls_.pop_front();
  return call;
}

size_t Parking::size() {
  const std::lock_guard lock(mutex_);
  return calls_.size();
}

bool Parking::wait_for_size(size_t size) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, k_patience, [&] { return calls_.size() >= size; });
}

void Parking::record(long number) {
  const std::lock_guard lock(mutex_);
  recorded_.push_back(number);
}

std::vector<long> Parking::recorded() {
  const std::lock_guard lock(mutex_);
  return recorded_;
}

void Parking::block(long id) {
  std::unique_lock lock(mutex_);
  if (on_block_) on_block_();
  handle_t call = nullptr;
  RpcServerInqBindingHandle(&call);
  blocking_[id] = call;
  const unsigned round = round_;
  changed_.wait_for(lock, k_patience, [&] {
    return round != round_ || std::ranges::find(unblocked_, id) != unblocked_.end();
  });
  blocking_.erase(id);
}

void Parking::on_block(std::function<void()> action) {
  const std::lock_guard lock(mutex_);
  on_block_ = std::move(action);
}

bool Parking::is_blocking(long id) {
  const std::lock_guard lock(mutex_);
  return blocking_.contains(id);
}

bool Parking::block_is_cancelled(long id) {
  const std::lock_guard lock(mutex_);
  const auto found = blocking_.find(id);
  return found != blocking_.end() && RpcServerTestCancel(found->second) == RPC_S_OK;
}

void Parking::unblock(long id) {
  const std::lock_guard lock(mutex_);
  unblocked_.push_back(id);
  changed_.notify_all();
}

void Parking::clear() {
  const std::lock_guard lock(mutex_);
  calls_.clear();
  recorded_.clear();
  std::erase_if(unblocked_, [](long id) { return id < k_unblocked_for_good; });
  on_block_ = {};
  ++round_;
  changed_.notify_all();
}

// Never destroyed: a manager may still stand in it when the process ends.
Parking& parking() {
  static Parking* const lot = new Parking;
  return *lot;
}

extern "C" {

long s_Add(handle_t, long a, long b) {
  return a + b;
}

void s_Park(PRPC_ASYNC_STATE state, handle_t, long id, long* twice) {
  ParkedCall call;
  call.state = state;
  call.id = id;
  call.twice = twice;
  parking().park(call);
}

void s_ParkVoid(PRPC_ASYNC_STATE state, handle_t, long id) {
  ParkedCall call;
  call.state = state;
  call.id = id;
  parking().park(call);
}

void s_ParkText(PRPC_ASYNC_STATE state, handle_t, long id, const char* text, char** answer) {
  ParkedCall call;
  call.state = state;
  call.id = id;
  call.text = text;
  call.answer = answer;
  parking().park(call);
}

void s_ParkArray(PRPC_ASYNC_STATE state, handle_t, long n, long values[]) {
  ParkedCall call;
  call.state = state;
  call.count = n;
  call.values = values;
  parking().park(call);
}

void s_AddAtOnce(PRPC_ASYNC_STATE state, handle_t, long a, long b) {
  long sum = a + b;
  RpcAsyncCompleteCall(state, &sum);
}

void s_RaiseAtOnce(PRPC_ASYNC_STATE, handle_t, unsigned long code) {
  RpcRaiseException(static_cast<RPC_STATUS>(code));
}

void s_Record(PRPC_ASYNC_STATE state, handle_t, long number) {
  parking().record(number);
  RpcAsyncCompleteCall(state, nullptr);
}

void s_Raise(handle_t, unsigned long code) {
  RpcRaiseException(static_cast<RPC_STATUS>(code));
}

void s_RecordNow(handle_t, long number) {
  parking().record(number);
}

long s_Block(handle_t, long id) {
  parking().block(id);
  return RpcServerTestCancel(nullptr) == RPC_S_OK ? 1 : 0;
}

long s_TwiceNow(handle_t, long value, const char* text) {
  return 2 * value + static_cast<long>(std::strlen(text));
}

void s_TwiceLater(PRPC_ASYNC_STATE state, handle_t, long value, const char* text) {
  long answer = 2 * value + static_cast<long>(std::strlen(text));
  std::thread([state, answer]() mutable { RpcAsyncCompleteCall(state, &answer); }).detach();
}

}  // extern "C"

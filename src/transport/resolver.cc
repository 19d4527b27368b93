// The workers of Resolver. Who may still touch the loop of a request is decided under the request's
// lock: a worker posts its result there, cancel() forgets the loop there.
#include "transport/resolver.h"

#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "transport/part.h"
#include "transport/socket.h"

namespace farcall::transport {
namespace {
constexpr unsigned k_most_workers = 4;
constexpr std::chrono::seconds k_idle{10};
}  // namespace

class ResolveRequest {
 public:
  explicit ResolveRequest(Resolver::Job job) : job_(std::move(job)), task_(*this, nullptr, run) {}

  void answer_on(Loop& loop, ResolveHandler& handler) {
    loop_ = &loop;
    handler_ = &handler;
  }
  void answer_through(UniqueFd done) { done_ = std::move(done); }
  [[nodiscard]] int done_fd() const { return done_.get(); }

  [[nodiscard]] Result<AddressList> look_up() const {
    try {
      return job_();
    } catch (const std::bad_alloc&) {
      return Status{RPC_S_OUT_OF_MEMORY};
    }
  }

  // On a worker, or on the loop itself for a numeric address.
  static void settle(const std::shared_ptr<ResolveRequest>& request, Result<AddressList> result) {
    const std::lock_guard lock(request->mutex_);
    request->result_ = std::move(result);
    if (request->done_) (void)eventfd_write(request->done_.get(), 1);
    if (!request->loop_) return;
    request->self_ = request;
    if (!request->loop_->post(request->task_)) request->self_.reset();
  }

  void abandon() {
    const std::lock_guard lock(mutex_);
    loop_ = nullptr;
    handler_ = nullptr;
  }

  [[nodiscard]] Result<AddressList> take_result() {
    const std::lock_guard lock(mutex_);
    return std::move(*result_);
  }

 private:
  static void run(Task& task) {
    ResolveRequest& request = Part<Task, ResolveRequest>::of(task);
    const std::shared_ptr<ResolveRequest> keep = std::move(request.self_);
    ResolveHandler* handler = nullptr;
    {
      const std::lock_guard lock(request.mutex_);
      handler = std::exchange(request.handler_, nullptr);
    }
    if (handler) handler->on_resolved(request.take_result());
  }

  const Resolver::Job job_;
  Part<Task, ResolveRequest> task_;
  std::mutex mutex_;
  Loop* loop_ = nullptr;
  ResolveHandler* handler_ = nullptr;
  std::optional<Result<AddressList>> result_;
  std::shared_ptr<ResolveRequest> self_;  // while posted
  UniqueFd done_;                         // for a synchronous caller
};

// What workers share with the resolver; the last of them destroys it.
struct Resolver::Shared {
  explicit Shared(Lookup function) : lookup(function) {}

  const Lookup lookup;
  std::mutex mutex;
  std::condition_variable work_ready;
  std::deque<std::shared_ptr<ResolveRequest>> queue;
  std::shared_ptr<ResolveRequest> in_progress[k_most_workers];
  bool working[k_most_workers] = {};
  unsigned idle = 0;
  bool stopping = false;
};

// Requires the lock. False when there is no worker to take the queue.
bool Resolver::ensure_worker(const std::shared_ptr<Shared>& shared) {
  if (shared->idle >= shared->queue.size()) return true;
  const auto free_slot = std::find(std::begin(shared->working), std::end(shared->working), false);
  if (free_slot == std::end(shared->working)) return true;
  const auto slot = static_cast<unsigned>(free_slot - std::begin(shared->working));
  try {
    std::thread([shared, slot] { work(*shared, slot); }).detach();
    *free_slot = true;
    return true;
  } catch (const std::system_error&) {
    return std::find(std::begin(shared->working), std::end(shared->working), true) !=
           std::end(shared->working);
  }
}

Result<void> Resolver::submit(const std::shared_ptr<Shared>& shared,
                              std::shared_ptr<ResolveRequest> request) {
  const std::lock_guard lock(shared->mutex);
  shared->queue.push_back(std::move(request));
  if (!ensure_worker(shared)) {
    shared->queue.pop_back();
    return Status{RPC_S_OUT_OF_RESOURCES};
  }
  shared->work_ready.notify_one();
  return {};
}

void Resolver::work(Shared& shared, unsigned slot) {
  pthread_setname_np(pthread_self(), "farcall-resolve");
  std::unique_lock lock(shared.mutex);
  for (;;) {
    ++shared.idle;
    shared.work_ready.wait_for(lock, k_idle,
                               [&] { return shared.stopping || !shared.queue.empty(); });
    --shared.idle;
    if (shared.stopping || shared.queue.empty()) break;
    const std::shared_ptr<ResolveRequest> request = std::move(shared.queue.front());
    shared.queue.pop_front();
    shared.in_progress[slot] = request;
    lock.unlock();
    ResolveRequest::settle(request, request->look_up());
    lock.lock();
    shared.in_progress[slot].reset();
  }
  shared.working[slot] = false;
}

void Resolution::cancel() {
  if (request_) request_->abandon();
  request_.reset();
}

Resolver::Resolver(Lookup lookup) : shared_(std::make_shared<Shared>(lookup)) {}

Resolver::~Resolver() {
  const std::lock_guard lock(shared_->mutex);
  shared_->stopping = true;
  for (const auto& request : shared_->queue) request->abandon();
  for (const auto& request : shared_->in_progress)
    if (request) request->abandon();
  shared_->queue.clear();
  shared_->work_ready.notify_all();
}

Result<AddressList> Resolver::system_lookup(const std::string& host, uint16_t port) {
  if (host.find('\0') != std::string::npos) return Status{RPC_S_SERVER_UNAVAILABLE};
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (error == EAI_MEMORY) return Status{RPC_S_OUT_OF_MEMORY};
  if (error != 0) return Status{RPC_S_SERVER_UNAVAILABLE};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  AddressList addresses;
  for (const addrinfo* at = found; at; at = at->ai_next) {
    std::optional<TcpAddress> address = TcpAddress::from(at->ai_addr, at->ai_addrlen);
    if (!address) continue;
    address->set_port(port);
    addresses.push_back(*address);
  }
  if (addresses.empty()) return Status{RPC_S_SERVER_UNAVAILABLE};
  return addresses;
}

Result<void> Resolver::resolve(Resolution& resolution, const std::string& host, uint16_t port,
                               Loop& loop, ResolveHandler& handler) {
  const auto numeric = TcpAddress::parse(host, port);
  if (!numeric) return run(resolution, name_job(host, port), loop, handler);
  assert(loop.is_current());
  try {
    auto request = std::make_shared<ResolveRequest>(Job{});
    request->answer_on(loop, handler);
    ResolveRequest::settle(request, AddressList{*numeric});
    resolution.cancel();
    resolution.request_ = std::move(request);
    return {};
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
}

Resolver::Job Resolver::name_job(const std::string& host, uint16_t port) const {
  return [lookup = shared_->lookup, host, port] { return lookup(host, port); };
}

Result<void> Resolver::run(Resolution& resolution, Job job, Loop& loop, ResolveHandler& handler) {
  assert(loop.is_current());
  try {
    auto request = std::make_shared<ResolveRequest>(std::move(job));
    request->answer_on(loop, handler);
    RPC_TRY(submit(shared_, request));
    resolution.cancel();
    resolution.request_ = std::move(request);
    return {};
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
}

Result<AddressList> Resolver::resolve_now(const std::string& host, uint16_t port,
                                          const Patience& patience) {
  if (const auto numeric = TcpAddress::parse(host, port)) return AddressList{*numeric};
  return run_now(name_job(host, port), patience);
}

Result<AddressList> Resolver::run_now(Job job, const Patience& patience) {
  try {
    UniqueFd done(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!done) return connect_status(errno, "");
    auto request = std::make_shared<ResolveRequest>(std::move(job));
    request->answer_through(std::move(done));
    RPC_TRY(submit(shared_, request));
    switch (wait_for(request->done_fd(), POLLIN, patience)) {
      case Waited::ready:
        return request->take_result();
      case Waited::woken:
        return Status{RPC_S_CALL_CANCELLED};
      case Waited::timed_out:
        break;
    }
    return Status{RPC_S_SERVER_UNAVAILABLE};
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
}

}  // namespace farcall::transport

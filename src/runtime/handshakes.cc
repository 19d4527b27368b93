// One step is one job: it goes to the pool, then to the loop, then away.
#include "runtime/handshakes.h"

#include <new>
#include <utility>

#include "base/error_record.h"
#include "base/log.h"
#include "transport/part.h"

namespace farcall::runtime {
namespace {

// A status leaves its thread without its record (Status); who stays on it is told why by run().
Result<security::Step> step(security::SecurityContext& context, Bytes token) {
  try {
    Result<security::Step> result = context.step(token);
    if (result) return result;
    log(Level::info, "security.handshake_failed", "type %u: %s", context.trailer().auth_type,
        context.failure().c_str());
    return Status{result.status().code};
  } catch (const std::bad_alloc&) {
    return Status{RPC_S_OUT_OF_MEMORY};
  }
}

struct Job : PoolTask {
  Job(std::shared_ptr<security::SecurityContext> of, std::vector<uint8_t> with,
      transport::Loop& back_to, Handshakes::Done then)
      : PoolTask{nullptr, run_step, post},
        context(std::move(of)),
        token(std::move(with)),
        loop(back_to),
        done(std::move(then)),
        task(*this, nullptr, run_done) {}

  static void* run_step(PoolTask& task) {
    Job& job = static_cast<Job&>(task);
    job.result = step(*job.context, job.token);
    return &job;
  }
  static void post(void* ran) {
    Job* const job = static_cast<Job*>(ran);
    if (!job->loop.post(job->task)) delete job;
  }
  static void run_done(transport::Task& posted) {
    const std::unique_ptr<Job> job(&transport::Part<transport::Task, Job>::of(posted));
    job->done(std::move(job->result));
  }

  std::shared_ptr<security::SecurityContext> context;
  std::vector<uint8_t> token;
  transport::Loop& loop;
  Handshakes::Done done;
  PoolLane lane;
  Result<security::Step> result = Status{RPC_S_OUT_OF_RESOURCES};
  transport::Part<transport::Task, Job> task;
};

}  // namespace

Handshakes::Handshakes(const Limits& limits)
    : callers_(limits.max_handshake_threads), pool_(1, limits.max_handshake_threads) {}

void Handshakes::start(std::shared_ptr<security::SecurityContext> context,
                       std::vector<uint8_t> token, transport::Loop& loop, Done done) {
  auto* const job = new Job(std::move(context), std::move(token), loop, std::move(done));
  if (!pool_.submit(job->lane, *job)) Job::post(job);
}

Result<security::Step> Handshakes::run(security::SecurityContext& context, Bytes token) {
  callers_.acquire();
  Result<security::Step> result = step(context, token);
  callers_.release();
  if (result || context.failure().empty()) return result;
  const int32_t code = result.status().code;
  return with_errors(code, [&] {
    return ErrorChain{
        error_record(ErrorComponent::security, code, {error_text(context.failure())})};
  });
}

}  // namespace farcall::runtime

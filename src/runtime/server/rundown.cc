// A rundown routine is the program's and may block, so it never runs on a loop if that can be helped.
#include "runtime/server/rundown.h"

#include <new>
#include <utility>

namespace farcall::runtime {
namespace {

struct RundownTask : PoolTask {
  PoolLane lane;
  std::unique_ptr<AssociationGroup> group;
};

void* run(PoolTask& task) {
  static_cast<RundownTask&>(task).group.reset();
  return &task;
}

void end(void* task) {
  delete static_cast<RundownTask*>(static_cast<PoolTask*>(task));
}

}  // namespace

void run_down_group(ServerCore& core, std::unique_ptr<AssociationGroup> group) {
  if (!group || group->contexts().size() == 0) return;
  auto* task = new (std::nothrow) RundownTask;
  if (!task) return;  // the group's end runs them down here
  task->group = std::move(group);
  task->run = run;
  task->end = end;
  if (!core.dispatcher.submit(task->lane, *task)) end(task);
}

}  // namespace farcall::runtime

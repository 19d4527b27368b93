// A stack of connections, newest on top: the old ones are its tail.
#include "runtime/client/idle_connections.h"

#include <utility>

namespace farcall::runtime::client {

std::unique_ptr<SyncConnection> IdleConnections::take() {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<SyncConnection> connection = std::move(newest_);
  if (connection) newest_ = std::move(connection->next_idle);
  return connection;
}

void IdleConnections::put(std::unique_ptr<SyncConnection> connection, Time now) {
  connection->idle_since = now;
  const std::lock_guard lock(mutex_);
  connection->next_idle = std::move(newest_);
  newest_ = std::move(connection);
}

std::optional<Time> IdleConnections::drop_older_than(Time time, bool keep_one) {
  std::unique_ptr<SyncConnection> old;
  std::optional<Time> oldest_kept;
  {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<SyncConnection>* at = &newest_;
    while (*at && ((*at)->idle_since >= time || (keep_one && at == &newest_))) {
      oldest_kept = (*at)->idle_since;
      at = &(*at)->next_idle;
    }
    old = std::move(*at);
  }
  while (old) old = std::move(old->next_idle);  // one by one, not by recursion
  return oldest_kept;
}

}  // namespace farcall::runtime::client

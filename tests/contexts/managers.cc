#include "managers.h"

Server& Server::get() {
  static Server server;
  return server;
}

const std::string& Server::address() {
  static const std::string text =
      farcall::test::serve({files_v1_0_s_ifspec}, {farcall::test::protseq()}).front();
  return text;
}

void Server::ran_down(long id) {
  const std::lock_guard lock(mutex_);
  rundowns_.push_back(id);
}

std::vector<long> Server::rundowns() {
  const std::lock_guard lock(mutex_);
  return rundowns_;
}

void Server::clear() {
  const std::lock_guard lock(mutex_);
  rundowns_.clear();
  most_inside = 0;
}

void Server::park(long id, RPC_ASYNC_STATE* state, FILE_HANDLE* to) {
  const std::lock_guard lock(mutex_);
  out = to;
  parked_.emplace_back(id, state);
}

RPC_ASYNC_STATE* Server::parked(long id) {
  RPC_ASYNC_STATE* found = nullptr;
  EXPECT_TRUE(eventually([&] {
    const std::lock_guard lock(mutex_);
    for (auto at = parked_.begin(); at != parked_.end(); ++at)
      if (at->first == id) {
        found = at->second;
        parked_.erase(at);
        return true;
      }
    return false;
  }));
  return found;
}

struct folder {
  long entries = 3;
};

namespace {

File& file(FILE_HANDLE handle) {
  return *static_cast<File*>(handle);
}

FILE_HANDLE open_file(long id) {
  ++Server::get().open;
  return new File{id, {}};
}

void close_file(FILE_HANDLE handle) {
  --Server::get().open;
  delete static_cast<File*>(handle);
}

}  // namespace

extern "C" {

void FILE_HANDLE_rundown(FILE_HANDLE context) {
  const long id = file(context).id;
  close_file(context);
  Server::get().ran_down(id);
}

void FOLDER_rundown(FOLDER context) {
  delete context;
  Server::get().ran_down(-1);
}

void s_Open(handle_t, long id, FILE_HANDLE* handle) {
  if (id == 0) RpcRaiseException(1234);
  *handle = id > 0 ? open_file(id) : nullptr;
}
FILE_HANDLE s_OpenResult(handle_t, long id) {
  return open_file(id);
}
long s_Append(FILE_HANDLE handle, const char* text) {
  file(handle).text += text;
  return static_cast<long>(file(handle).text.size());
}
long s_Length(handle_t, FILE_HANDLE handle) {
  return static_cast<long>(file(handle).text.size());
}
long s_Close(FILE_HANDLE* handle) {
  const long id = file(*handle).id;
  close_file(*handle);
  *handle = nullptr;
  return id;
}
long s_Reopen(handle_t, FILE_HANDLE* handle, long id) {
  const long before = *handle ? file(*handle).id : -1;
  if (*handle) close_file(*handle);
  *handle = open_file(id);
  return before;
}
long s_Same(FILE_HANDLE a, FILE_HANDLE b) {
  return a == b;
}
long s_Peek(FILE_HANDLE handle) {
  Server& server = Server::get();
  const int now = ++server.inside;
  int most = server.most_inside;
  while (now > most && !server.most_inside.compare_exchange_weak(most, now)) {
  }
  EXPECT_TRUE(eventually([&] { return server.most_inside == 2; }));
  EXPECT_EQ(RpcSsContextLockExclusive(nullptr, handle) == RPC_S_OK ||
                RpcSsContextLockShared(nullptr, handle) == RPC_S_OK,
            true);
  --server.inside;
  return file(handle).id;
}
void s_Hold(PRPC_ASYNC_STATE state, FILE_HANDLE, long id) {
  Server::get().park(id, state);
}
void s_OpenFolder(handle_t, FOLDER* made) {
  *made = new folder;
}
long s_InFolder(FOLDER of) {
  return of->entries;
}
void s_CloseFolder(FOLDER* closed) {
  delete *closed;
  *closed = nullptr;
}
void s_OpenPlain(handle_t, void** plain) {
  *plain = new long(77);
}
long s_UsePlain(void* plain) {
  return *static_cast<long*>(plain);
}
void s_ClosePlain(void** plain) {
  delete static_cast<long*>(*plain);
  *plain = nullptr;
}
void s_OpenLater(PRPC_ASYNC_STATE state, handle_t, long id, FILE_HANDLE* handle) {
  Server::get().park(id, state, handle);
}

}  // extern "C"

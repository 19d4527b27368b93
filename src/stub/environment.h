// Environment: what stubs reach of the process.
//
// A stub is called by the program with nothing but its parameters, so it needs one way to the
// process's objects; that way is environment(), defined next to capi::Process, the only owner of
// process-wide state. Any thread.
#pragma once

namespace farcall::runtime {
class Runtime;
class Server;
}  // namespace farcall::runtime
namespace farcall::runtime::client {
class Client;
}

namespace farcall::stub {

class ClientAsyncTable;
class PickleHandleTable;
class ServerAsyncTable;

struct Environment {
  runtime::Runtime* runtime = nullptr;
  runtime::client::Client* client = nullptr;
  runtime::Server* server = nullptr;
  ClientAsyncTable* client_async = nullptr;
  ServerAsyncTable* server_async = nullptr;
  PickleHandleTable* pickles = nullptr;
};

Environment& environment();

}  // namespace farcall::stub

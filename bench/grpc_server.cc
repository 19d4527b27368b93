// The gRPC competitor's server: the callback API with the default reactor, the least that gRPC
// needs for a unary call.
#include <grpcpp/grpcpp.h>

#include "grpc_echo.grpc.pb.h"
#include "harness/control.h"
#include "harness/die.h"

namespace bench {
namespace {

class EchoService : public IntegerEcho::CallbackService {
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const Number* request,
                                 Number* reply) override {
    reply->set_value(request->value());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

void serve() {
  EchoService service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) die("gRPC could not listen");
  serve_control(static_cast<uint16_t>(port));
  server->Shutdown(std::chrono::system_clock::now());
  server->Wait();
}

}  // namespace
}  // namespace bench

int main() {
  bench::serve();
  return 0;
}

// The gRPC competitor's server: the callback API with the default reactor, the least that gRPC
// needs for a unary call.
//
//   --tls DIRECTORY   with certificate.pem and key.pem of it
#include <grpcpp/grpcpp.h>

#include "grpc_echo.grpc.pb.h"
#include "grpc_tls.h"
#include "harness/arguments.h"
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
  grpc::ServerUnaryReactor* EchoBlock(grpc::CallbackServerContext* context, const Block* request,
                                      Block* reply) override {
    reply->set_data(request->data());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// The certificate and the key of run.sh, or none.
std::shared_ptr<grpc::ServerCredentials> credentials(const std::string& directory) {
  if (directory.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back(
      {text_of(directory + "/key.pem"), text_of(directory + "/certificate.pem")});
  return grpc::SslServerCredentials(options);
}

void serve(const Arguments& arguments) {
  EchoService service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", credentials(arguments.text("tls", "")), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) die("gRPC could not listen");
  serve_control(static_cast<uint16_t>(port));
  server->Shutdown(std::chrono::system_clock::now());
  server->Wait();
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  bench::serve(bench::Arguments(argc, argv));
  return 0;
}

// The gRPC competitor's client: one channel; blocking calls, or the callback API with a window of
// calls in flight.
//
// As cheap as the API allows: the stub, the messages and the slots are kept; only the ClientContext
// is made anew for each call, because gRPC forbids to use one twice. Retries are off: nobody else
// in this comparison retries, and the filter costs gRPC 15 to 20 % of its pipelined calls.
#include <grpcpp/grpcpp.h>

#include <latch>
#include <optional>
#include <vector>

#include "grpc_echo.grpc.pb.h"
#include "grpc_tls.h"
#include "harness/die.h"
#include "harness/echo_client.h"

namespace bench {
namespace {

void check(const grpc::Status& status, const Number& request, const Number& reply) {
  if (!status.ok()) die("gRPC: " + status.error_message());
  if (reply.value() != request.value()) die("the reply is not the request");
}

// One place of the window. Its callbacks come on gRPC's threads, never two at once.
class Slot {
 public:
  Slot(IntegerEcho::Stub& stub, Recorder& recorder, std::latch& all_done)
      : stub_(stub), recorder_(recorder), all_done_(all_done) {}

  void start(Time now) {
    started_ = now;
    request_.set_value(next_value_++);
    context_.emplace();
    stub_.async()->Echo(&*context_, &request_, &reply_,
                        [this](const grpc::Status& status) { completed(status); });
  }

 private:
  void completed(const grpc::Status& status) {
    check(status, request_, reply_);
    const Time now = recorder_.completed(started_);
    if (recorder_.stopping())
      all_done_.count_down();
    else
      start(now);
  }

  IntegerEcho::Stub& stub_;
  Recorder& recorder_;
  std::latch& all_done_;
  Number request_;
  Number reply_;
  int32_t next_value_ = 1;  // 0 would be an empty message
  Time started_;
  std::optional<grpc::ClientContext> context_;
};

// With --tls DIRECTORY the server has to have the certificate of it.
std::shared_ptr<grpc::Channel> channel_to(const std::string& port, const std::string& tls) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!tls.empty()) {
    credentials = grpc::SslCredentials({text_of(tls + "/certificate.pem"), "", ""});
    arguments.SetSslTargetNameOverride("localhost");
  }
  return grpc::CreateCustomChannel("127.0.0.1:" + port, credentials, arguments);
}

class GrpcClient : public EchoClient {
 public:
  GrpcClient(const std::string& port, const std::string& tls, size_t bytes)
      : stub_(IntegerEcho::NewStub(channel_to(port, tls))), block_(bytes, 'x') {}

  void call_one_by_one(Recorder& recorder) override {
    if (!block_.empty()) return call_with_blocks(recorder);
    Number request;
    Number reply;
    Time started = Recorder::now();
    for (int32_t value = 1; !recorder.stopping(); ++value) {
      request.set_value(value);
      grpc::ClientContext context;
      check(stub_->Echo(&context, request, &reply), request, reply);
      started = recorder.completed(started);
    }
  }

  void keep_outstanding(unsigned count, Recorder& recorder) override {
    std::latch all_done(count);
    std::vector<std::unique_ptr<Slot>> slots;
    for (unsigned i = 0; i < count; ++i)
      slots.push_back(std::make_unique<Slot>(*stub_, recorder, all_done));
    for (const auto& slot : slots) slot->start(Recorder::now());
    all_done.wait();
  }

 private:
  void call_with_blocks(Recorder& recorder) {
    Block request;
    Block reply;
    Time started = Recorder::now();
    while (!recorder.stopping()) {
      ++block_[0];
      request.set_data(block_);
      grpc::ClientContext context;
      const grpc::Status status = stub_->EchoBlock(&context, request, &reply);
      if (!status.ok()) die("gRPC: " + status.error_message());
      if (reply.data().size() != block_.size() || reply.data().front() != block_.front() ||
          reply.data().back() != block_.back())
        die("the reply is not the request");
      started = recorder.completed(started);
    }
  }

  std::unique_ptr<IntegerEcho::Stub> stub_;
  std::string block_;
};

}  // namespace

std::unique_ptr<EchoClient> make_echo_client(const Arguments& arguments) {
  return std::make_unique<GrpcClient>(arguments.text("port"), arguments.text("tls", ""),
                                      std::stoul(arguments.text("bytes", "0")));
}

}  // namespace bench

// A client and a server association joined by two queues of bytes: the whole of a connection, with
// every delivery, answer and loss in the hands of the test.
//
// Each side is driven as its owner drives it: the client pumps, the server's answers go straight to
// its sink. Nothing moves between the sides but by the deliver functions. Both must end without ever finding
// that the other broke the protocol.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "protocol/client_association.h"
#include "protocol/server_association.h"

namespace farcall::protocol::race {

enum class Outcome { none, response, fault, cancelled, failed, failed_dne, other };

struct ClientCall : ClientCallRecord {
  int number = 0;  // at the front of its stub data
  bool asked = false;
  bool given_up = false;
  Outcome outcome = Outcome::none;
  int ends = 0;
  std::string answer;
  int32_t status = 0;
};

struct ServerCall {
  int number = 0;
  uint32_t call_id = 0;
  uint16_t context_id = 0;
  bool maybe = false;
  bool pending_cancel = false;
  bool replied = false;
  bool aborted = false;
  bool ended = false;  // answered, or its answer was refused
  int cancels = 0;
  int orphans = 0;
  int disconnects = 0;
};

struct WorldConfig {
  bool multiplex = true;
  bool keep_on_orphan = true;
  size_t max_frag = 1432;
};

class World final : public ClientAssociation::Events,
                    public ServerAssociation::Events,
                    public ByteSink {
 public:
  explicit World(WorldConfig config = {});
  ~World();

  ClientCall& start(size_t stub_size = 0, bool other_interface = false, bool maybe = false);
  // Client bytes for the wire; at most a PDU more than `budget`.
  size_t pump(size_t budget = SIZE_MAX);
  void deliver_to_server(size_t bytes = SIZE_MAX);
  void deliver_to_client(size_t bytes = SIZE_MAX);
  // Everything, both ways, until nothing moves.
  void settle();
  void cancel(ClientCall& call, bool abortive);
  // False when the association did not want the answer any more.
  bool reply(ServerCall& call, size_t stub_size = 0);
  bool abort(ServerCall& call);
  // Both sides learn it; what is on the way is gone.
  void disconnect();
  void shutdown_server() { server_->shutdown(); }
  // Answers what is open and lets everything arrive.
  void finish();

  [[nodiscard]] ServerCall* served(const ClientCall& call);
  [[nodiscard]] bool everything_over() const;
  [[nodiscard]] ClientAssociation& client() { return *client_; }
  [[nodiscard]] ServerAssociation& server() { return *server_; }
  [[nodiscard]] size_t on_the_way() const { return to_server_.size() + to_client_.size(); }

  // Violations of what must always hold; empty when all is well.
  [[nodiscard]] std::string complaints() const;

  BufferPool buffers;  // outlives what calls hold
  std::deque<ClientCall> calls;
  std::deque<ServerCall> served_calls;
  bool lost = false;  // the connection has ended

 private:
  struct StandingClock final : Clock {
    [[nodiscard]] Time now() const override { return Time{}; }
  };

  void on_bound() override {}
  // Of both sides; nobody asks for security.
  security::Acceptor* find_acceptor(uint8_t) override { return nullptr; }
  void on_step(std::shared_ptr<security::SecurityContext>, std::vector<uint8_t>) override {}
  void on_response(ClientCallRecord& call, IncomingResponse& response) override;
  void on_fault(ClientCallRecord& call, int32_t status, bool did_not_execute) override;
  void on_call_failed(ClientCallRecord& call, Status status) override;
  void on_idle() override {}
  void on_shutdown_requested() override {}
  void on_close(Status reason) override;

  Result<void*> find_interface(const SyntaxId&) override { return static_cast<void*>(this); }
  uint32_t join_association_group(uint32_t) override { return 77; }
  void on_request(IncomingRequest& request) override;
  void on_cancel(void* call) override { ++static_cast<ServerCall*>(call)->cancels; }
  void on_orphaned(void* call) override { ++static_cast<ServerCall*>(call)->orphans; }
  void on_disconnected(void* call) override;
  void on_close(Status reason, CloseMode mode) override;

  void append(Bytes small) override;
  void append(BufferRef block, size_t offset, size_t length) override;

  void end(ClientCallRecord& record, Outcome outcome);
  void check_call(const ClientCall& call, std::string& text) const;
  void complain(const std::string& text) { complaints_ += text + "\n"; }
  void forget_features(std::vector<uint8_t>& bytes) const;
  StubData marshal(int number, size_t size);

  const WorldConfig config_;
  Limits limits_;
  StandingClock clock_;
  CallIdSource call_ids_;
  std::vector<uint8_t> to_server_;
  std::vector<uint8_t> to_client_;
  std::vector<uint8_t>* writing_ = &to_client_;
  std::string complaints_;
  std::unique_ptr<ClientAssociation> client_;
  std::unique_ptr<ServerAssociation> server_;
  bool client_closed_ = false;
  bool server_closed_ = false;
};

}  // namespace farcall::protocol::race

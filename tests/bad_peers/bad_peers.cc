// Sends each row of the table of bad PDUs to a server over TCP and compares what it answers; after each, another
// connection is served as ever.
//
// usage: bad_peers PORT|ENDPOINT      an ENDPOINT is one of ncalrpc, in FARCALL_NCALRPC_DIR
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "protocol/bad_pdus.h"
#include "protocol/pdu_answers.h"

namespace {

using namespace farcall::test;

size_t complete_pdus(const ByteVector& stream) {
  size_t count = 0;
  for (size_t at = 0; stream.size() - at >= 16;) {
    const auto length = static_cast<size_t>(stream[at + 8] | stream[at + 9] << 8);
    if (length < 16 || stream.size() - at < length) break;
    at += length;
    ++count;
  }
  return count;
}

size_t answers_in(const std::string& text) {
  if (text.empty()) return 0;
  size_t count = 1;
  for (size_t at = 0; (at = text.find("; ", at)) != std::string::npos; at += 2) ++count;
  return count;
}

class Connection {
 public:
  explicit Connection(const std::string& server) {
    const bool by_port = server.find_first_not_of("0123456789") == std::string::npos;
    socket_ = by_port ? over_tcp(server) : over_ncalrpc(server);
    if (socket_ < 0) {
      std::perror("connect");
      std::exit(1);
    }
    const timeval patience{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { close(socket_); }

  // The server may hang up before it has read all.
  void send_all(const ByteVector& bytes) {
    (void)send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // As many whole PDUs as are wanted, or all until the server hangs up. `hung_up` says whether it did.
  ByteVector receive(size_t pdus, bool& hung_up) {
    ByteVector all;
    uint8_t piece[65536];
    while (complete_pdus(all) < pdus) {
      const ssize_t got = recv(socket_, piece, sizeof piece, 0);
      if (got <= 0) {
        hung_up = got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
        return all;
      }
      all.insert(all.end(), piece, piece + got);
    }
    hung_up = false;
    return all;
  }

 private:
  template <class Address>
  static int connected(int family, const Address& address) {
    const int made = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) return -1;
    const auto* const to = reinterpret_cast<const sockaddr*>(&address);
    return connect(made, to, sizeof address) == 0 ? made : -1;
  }
  static int over_tcp(const std::string& port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(std::stoul(port)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connected(AF_INET, address);
  }
  static int over_ncalrpc(const std::string& endpoint) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const char* const directory = std::getenv("FARCALL_NCALRPC_DIR");
    const std::string path = std::string(directory ? directory : "") + "/" + endpoint;
    std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
    return connected(AF_UNIX, address);
  }

  int socket_ = -1;
};

// Empty when all is as it should be.
std::string check(const std::string& server, const BadPdu& row) {
  Connection connection(server);
  bool hung_up = false;
  ByteVector stream;
  ByteVector rest = row.bytes;
  if (row.answer.starts_with("bind_ack")) {  // what follows a good bind waits for its answer
    const std::vector<ByteVector> pdus = cut_pdus(rest);
    connection.send_all(pdus.front());
    stream = connection.receive(1, hung_up);
    rest.erase(rest.begin(), rest.begin() + static_cast<ptrdiff_t>(pdus.front().size()));
  }
  connection.send_all(rest);
  const size_t awaited = answers_in(row.answer) - complete_pdus(stream);
  const ByteVector more = connection.receive(row.closes ? SIZE_MAX : awaited, hung_up);
  stream.insert(stream.end(), more.begin(), more.end());
  std::string expected = row.answer;
  if (!row.closes) {  // then it serves the next call
    connection.send_all(add_one_pdu(0x7fff).bytes());
    const ByteVector served = connection.receive(1, hung_up);
    stream.insert(stream.end(), served.begin(), served.end());
    expected += (expected.empty() ? "" : "; ") + std::string{"response 32767 (2a000000)"};
  }
  const std::string answer = answers_text(stream);
  if (answer != expected) return "answers \"" + answer + "\", not \"" + expected + "\"";
  return hung_up == row.closes ? "" : row.closes ? "does not hang up" : "hangs up";
}

std::string check_that_it_serves(const std::string& server) {
  return check(server, {"", joined({bind_pdu()}), "bind_ack 1 0/0", false});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string server = argv[1];
  int failed = 0;
  const std::vector<BadPdu> rows = bad_pdus();
  size_t run = 0;
  for (const BadPdu& row : rows) {
    ++run;
    for (const std::string& trouble : {check(server, row), check_that_it_serves(server)}) {
      if (trouble.empty()) continue;
      std::printf("%s: %s\n", row.name.c_str(), trouble.c_str());
      ++failed;
    }
  }
  std::printf("%zu rows, %d failed\n", run, failed);
  return failed != 0 || run < 200;
}

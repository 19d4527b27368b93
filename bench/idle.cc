// What connections cost while nothing happens on them: bytes each, plain and authenticated; and what a
// client sees of a thousand others that stop in the middle of a PDU.
//
//   --connections N     plain ones (9900)
//   --authenticated N   with NTLM and with Kerberos (900); in the realm of the tests
//   --slow N            that stop in the middle (1000)
#include <arpa/inet.h>
#include <farcall/farcall.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

#include "farcall_held.h"
#include "farcall_status.h"
#include "harness/arguments.h"
#include "held_server.h"

namespace bench {
namespace {

using namespace std::chrono_literals;  // NOLINT

// A bind of farcall_held.idl with NDR 2.0, byte by byte (C706 12.6.4.3).
constexpr unsigned char k_bind[72] = {
    5,    0,    11,   3,    0x10, 0,    0,    0,    72,   0,    0,    0,    1,    0,    0,
    0,    0xd0, 0x16, 0xd0, 0x16, 0,    0,    0,    0,    1,    0,    0,    0,    0,    0,
    1,    0,    0x62, 0x0b, 0x0d, 0x8f, 0xd2, 0x52, 0x0f, 0x4a, 0x8c, 0x56, 0x31, 0xc7, 0xf4,
    0xa0, 0xe9, 0xd5, 1,    0,    0,    0,    0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11,
    0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60, 2,    0,    0,    0};

uint16_t port_of(const std::string& address) {
  return static_cast<uint16_t>(std::stoi(address.substr(address.find('[') + 1)));
}

// From one of many loopback addresses: a server limits the connections of each.
int connect_raw(uint16_t port, size_t index) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in own{}, server{};
  own.sin_family = server.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + static_cast<uint32_t>(index / 900));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server.sin_port = htons(port);
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 ||
      connect(fd, reinterpret_cast<sockaddr*>(&server), sizeof server) != 0)
    die("connection " + std::to_string(index) + ": " + std::strerror(errno));
  return fd;
}

void send_some(int fd, size_t bytes) {
  if (send(fd, k_bind, bytes, MSG_NOSIGNAL) != static_cast<ssize_t>(bytes)) die("send");
}

void expect_bind_ack(int fd) {
  unsigned char header[16];
  if (recv(fd, header, sizeof header, MSG_WAITALL) != sizeof header || header[2] != 12)
    die("a connection was not bound");
}

double bytes_each(Usage before, Usage after, size_t count) {
  return 1024.0 * static_cast<double>(after.kilobytes - before.kilobytes) /
         static_cast<double>(count);
}

void measure_plain(const HeldServer& server, size_t count) {
  const uint16_t port = port_of(server.address());
  std::vector<int> sockets;
  const auto add = [&](size_t most) {
    while (sockets.size() < most) {
      sockets.push_back(connect_raw(port, sockets.size()));
      send_some(sockets.back(), sizeof k_bind);
      expect_bind_ack(sockets.back());
    }
  };
  add(100);  // what the first ones make is there for all
  const Usage before = server.usage();
  add(count);
  const Usage after = server.usage();
  std::printf("%6zu bound, idle connections       %7.0f bytes each in the server, %ld threads\n",
              count, bytes_each(before, after, count - 100), after.threads);
  for (const int fd : sockets) close(fd);
}

handle_t connect_authenticated(const std::string& address, const std::string& mechanism) {
  handle_t handle = nullptr;
  std::string copy = address;
  std::string principal = "rpc/server.farcall.test";
  const bool kerberos = mechanism == "kerberos";
  check("binding", RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(copy.data()), &handle));
  check("option", RpcBindingSetOption(handle, RPC_C_OPT_UNIQUE_BINDING, TRUE));
  check("authentication",
        RpcBindingSetAuthInfoA(
            handle, kerberos ? reinterpret_cast<RPC_CSTR>(principal.data()) : nullptr,
            RPC_C_AUTHN_LEVEL_PKT_PRIVACY, kerberos ? RPC_C_AUTHN_GSS_KERBEROS : RPC_C_AUTHN_WINNT,
            nullptr, RPC_C_AUTHZ_NONE));
  (void)Parked(handle);
  return handle;
}

void measure_authenticated(const HeldServer& server, const std::string& mechanism, size_t count) {
  std::vector<handle_t> handles;
  const auto add = [&](size_t most) {
    while (handles.size() < most)
      handles.push_back(connect_authenticated(server.address(), mechanism));
  };
  add(50);
  const Usage before = server.usage();
  const Usage client_before = usage_of(getpid());
  add(count);
  const double in_server = bytes_each(before, server.usage(), count - 50);
  const double in_client = bytes_each(client_before, usage_of(getpid()), count - 50);
  std::printf(
      "%6zu sealed with %-8s             %7.0f bytes each in the server, %.0f in the client\n",
      count, mechanism.c_str(), in_server, in_client);
  for (handle_t& handle : handles) RpcBindingFree(&handle);
}

// The 99th of a hundred calls, in microseconds.
double p99(handle_t server, size_t calls) {
  std::vector<double> times;
  for (size_t i = 0; i < calls; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    (void)Parked(server);
    times.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::ranges::sort(times);
  return times[times.size() * 99 / 100];
}

void measure_slow(const HeldServer& server, size_t count) {
  handle_t handle = nullptr;
  std::string address = server.address();
  check("binding",
        RpcBindingFromStringBindingA(reinterpret_cast<RPC_CSTR>(address.data()), &handle));
  (void)p99(handle, 2000);
  const double alone = p99(handle, 20'000);
  std::vector<int> sockets;
  for (size_t i = 0; i < count; ++i) {
    sockets.push_back(connect_raw(port_of(address), i));
    send_some(sockets.back(), 1 + i % (sizeof k_bind - 1));
  }
  const double among = p99(handle, 20'000);
  std::printf(
      "%6zu connections stop in mid-PDU    a client's p99 is %.0f us, %.0f us without them\n",
      count, among, alone);
  for (const int fd : sockets) close(fd);
  RpcBindingFree(&handle);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const bench::Arguments arguments(argc, argv);
  const auto number = [&](const char* name, const char* otherwise) {
    return static_cast<size_t>(std::stoul(arguments.text(name, otherwise)));
  };
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
  }
  const auto held = [](const char* security) {
    return bench::HeldServer(FarcallHeld_v1_0_s_ifspec, security);
  };
  const bench::HeldServer plain = held("none"), slow = held("none"), ntlm = held("ntlm"),
                          kerberos = held("kerberos");
  bench::measure_plain(plain, number("connections", "9900"));
  bench::measure_slow(slow, number("slow", "1000"));
  bench::measure_authenticated(ntlm, "ntlm", number("authenticated", "900"));
  bench::measure_authenticated(kerberos, "kerberos", number("authenticated", "900"));
  return 0;
}

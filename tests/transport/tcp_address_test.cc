// TcpAddress: numeric text in, sockaddr and text out.
#include "transport/tcp_address.h"

#include <gtest/gtest.h>
#include <net/if.h>

namespace farcall::transport {
namespace {

TEST(TcpAddress, formats_what_it_parsed) {
  for (const char* text : {"127.0.0.1", "192.0.2.255", "::1", "2001:db8::7", "fe80::1%3"}) {
    const auto address = TcpAddress::parse(text, 135);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->host(), text);
  }
}

TEST(TcpAddress, brackets_ipv6_before_the_port) {
  EXPECT_EQ(TcpAddress::parse("::1", 135)->to_string(), "[::1]:135");
  EXPECT_EQ(TcpAddress::parse("10.0.0.1", 49152)->to_string(), "10.0.0.1:49152");
}

TEST(TcpAddress, refuses_what_is_not_a_numeric_address) {
  const std::string with_nul("127.0.0.1\0x", 11);
  for (const std::string& text :
       {std::string(), std::string("localhost"), std::string("127.0.0"), std::string("127.0.0.256"),
        std::string("0177.0.0.1"), std::string("[::1]"), std::string("1:2:3:4:5:6:7:8:9"),
        std::string("fe80::1%"), std::string("fe80::1%no-such-if"), std::string("127.0.0.1%1"),
        std::string("fe80::1%99999999999"), std::string(1000, '1'), with_nul})
    EXPECT_FALSE(TcpAddress::parse(text, 1)) << text;
}

TEST(TcpAddress, takes_a_zone_by_name) {
  const unsigned index = if_nametoindex("lo");
  if (index == 0) GTEST_SKIP() << "no interface lo";
  EXPECT_EQ(TcpAddress::parse("fe80::1%lo", 1)->host(), "fe80::1%" + std::to_string(index));
}

TEST(TcpAddress, survives_the_way_through_sockaddr) {
  for (const char* text : {"192.0.2.1", "fe80::1%2"}) {
    const TcpAddress address = *TcpAddress::parse(text, 5000);
    sockaddr_storage storage;
    const socklen_t length = address.to(storage);
    EXPECT_EQ(TcpAddress::from(reinterpret_cast<sockaddr*>(&storage), length), address);
  }
}

TEST(TcpAddress, refuses_other_families_and_short_structures) {
  sockaddr_storage storage{};
  storage.ss_family = AF_UNIX;
  EXPECT_FALSE(TcpAddress::from(reinterpret_cast<sockaddr*>(&storage), sizeof storage));
  storage.ss_family = AF_INET6;
  EXPECT_FALSE(TcpAddress::from(reinterpret_cast<sockaddr*>(&storage), sizeof(sockaddr_in)));
}

TEST(TcpAddress, knows_loopback_also_when_mapped) {
  for (const char* text : {"127.0.0.1", "127.255.1.2", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(TcpAddress::parse(text, 1)->is_loopback()) << text;
  for (const char* text : {"128.0.0.1", "0.0.0.0", "::", "::2", "::ffff:10.0.0.1", "7f00::1"})
    EXPECT_FALSE(TcpAddress::parse(text, 1)->is_loopback()) << text;
}

TEST(TcpAddress, knows_the_unspecified_address) {
  EXPECT_TRUE(TcpAddress::any(AddressFamily::ipv6, 1).is_any());
  EXPECT_TRUE(TcpAddress::parse("0.0.0.0", 1)->is_any());
  EXPECT_FALSE(TcpAddress::loopback(AddressFamily::ipv4, 1).is_any());
}

}  // namespace
}  // namespace farcall::transport

// Our AES with SHA-1 for Kerberos: against the values of the specifications, and PDUs to and from the library.
#include <gtest/gtest.h>

#include <string_view>

#include "security/kerberos/cfx_protection.h"
#include "security/support/realm_pairs.h"

namespace farcall::security::kerberos {
namespace {

using test::ByteVector;
using test::k_cases;
using test::Pair;

Bytes text(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

ByteVector hex(std::string_view digits) {
  ByteVector bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<uint8_t>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return bytes;
}

ByteVector vector_of(Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(KerberosAes, folds_as_the_specification) {
  // RFC 3961 A.1: "kerberos" to 128 bits.
  EXPECT_EQ(vector_of(n_fold(text("kerberos"))), hex("6b65726265726f737b9b5b2b93132b93"));
}

TEST(KerberosAes, derives_keys_that_the_library_derives) {
  const ByteVector key = hex("42263c6e89f4fc28b8df68ee09799f15");
  EXPECT_EQ(vector_of(derive(key, 2, Use::checksum).bytes()),
            hex("34280a382bc92769b2da2f9ef066854b"));
}

// RFC 3962 B: the key "chicken teriyaki", a zero vector.
TEST(KerberosAes, steals_ciphertext_as_the_specification) {
  const Bytes key = text("chicken teriyaki");
  const std::string_view all = "I would like the General Gau's Chicken, please, and wonton soup.";
  const struct {
    size_t size;
    const char* sealed;
  } cases[] = {
      {17, "c6353568f2bf8cb4d8a580362da7ff7f97"},
      {31, "fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5"},
      {32, "39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584"},
      {47,
       "97687268d6ecccc0c07b25e25ecfe584b3fffd940c16a18c1b5549d2f838029e39312523a78662d5be7fcb"
       "cc98ebf5"},
      {48,
       "97687268d6ecccc0c07b25e25ecfe5849dad8bbb96c4cdc03bc103e1a194bbd839312523a78662d5be7fcb"
       "cc98ebf5a8"},
      {64,
       "97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a84807efe836ee89a526730d"
       "bc2f7bc8409dad8bbb96c4cdc03bc103e1a194bbd8"}};
  for (const auto& each : cases) {
    ByteVector data = vector_of(text(all.substr(0, each.size)));
    const ByteVector clear = data;
    const MutableBytes whole[] = {data};
    Cipher{key, true}.apply(whole);
    EXPECT_EQ(data, hex(each.sealed)) << each.size;
    Cipher{key, false}.apply(whole);
    EXPECT_EQ(data, clear) << each.size;
  }
}

TEST(KerberosAes, pieces_are_one_text_wherever_they_are_cut) {
  const Bytes key = text("chicken teriyaki");
  for (const size_t size : {33u, 50u, 64u}) {
    ByteVector whole(size, 'x');
    const MutableBytes one[] = {whole};
    Cipher{key, true}.apply(one);
    for (size_t first = 0; first <= size; ++first)
      for (size_t second = first; second <= size; ++second) {
        ByteVector cut(size, 'x');
        const MutableBytes all{cut};
        const MutableBytes pieces[] = {
            all.first(first), all.subspan(first, second - first), {}, all.subspan(second)};
        Cipher{key, true}.apply(pieces);
        ASSERT_EQ(cut, whole) << first << ' ' << second;
        Cipher{key, false}.apply(pieces);
        ASSERT_EQ(cut, ByteVector(size, 'x')) << first << ' ' << second;
      }
  }
}

// One side by the library, the other by ourselves.
Pair mixed(const test::Case& mechanism, uint8_t level, bool library_on_client, bool sign_headers) {
  (void)test::Realm::get();
  ClientTerms client = test::client_terms(mechanism, level);
  client.policy.library_ciphers = library_on_client;
  ServerTerms server;
  server.policy.library_ciphers = !library_on_client;
  const auto accepting = find_provider(mechanism.auth_type)->acceptor(server).value();
  Pair pair = Pair::make(*test::initiator(mechanism, client), *accepting);
  EXPECT_TRUE(pair.shake_hands()) << pair.client->failure() << pair.server->failure();
  pair.sign_headers(sign_headers);
  return pair;
}

void expect_exchange(SecurityContext& from, SecurityContext& to, size_t size) {
  ByteVector stub(size);
  for (size_t i = 0; i < size; ++i) stub[i] = static_cast<uint8_t>(i * 5 + size);
  const auto received = test::open(to, *test::seal(from, stub));
  ASSERT_TRUE(received) << to.failure() << " size " << size;
  EXPECT_EQ(*received, stub);
}

TEST(KerberosAes, speaks_with_the_library_at_every_level) {
  for (const size_t number : {1u, 3u})
    for (const uint8_t level : {k_level_pkt, k_level_integrity, k_level_privacy})
      for (const bool library_on_client : {true, false})
        for (const bool sign_headers : {true, false}) {
          SCOPED_TRACE(std::string(k_cases[number].name) + " level " + std::to_string(level));
          const Pair pair = mixed(k_cases[number], level, library_on_client, sign_headers);
          for (const size_t size : {0u, 1u, 15u, 16u, 17u, 100u, 4096u, 5784u}) {
            expect_exchange(*pair.client, *pair.server, size);
            expect_exchange(*pair.server, *pair.client, size);
          }
        }
}

TEST(KerberosAes, every_bit_of_a_PDU_is_covered_when_headers_are_signed) {
  const Block key{1, 2, 3};
  const Session client{key, true, true, 7, 9};
  const Session server{key, true, false, 9, 7};
  for (const bool seals : {true, false}) {
    const uint16_t length = CfxProtection{client, seals}.auth_length();
    const size_t size = 24 + 32 + 8 + length;
    const auto accepted = [&](size_t flipped) {
      ByteVector pdu(size, 0x5a);
      const MutableBytes all{pdu};
      CfxProtection sender{client, seals};
      EXPECT_TRUE(sender.protect({all.first(24), all.subspan(24, 20), all.subspan(44, 12),
                                  all.subspan(56, 8), all.last(length)},
                                 true));
      if (flipped < 8 * size) pdu[flipped / 8] ^= static_cast<uint8_t>(1u << flipped % 8);
      IncomingPdu incoming{pdu, all.first(24), {}};
      incoming.cut.sec_trailer = all.subspan(56, 8);
      incoming.cut.trailer.auth_value = all.last(length);
      return CfxProtection{server, seals}.unprotect(incoming, all.subspan(24, 32), true);
    };
    EXPECT_TRUE(accepted(SIZE_MAX));
    for (size_t bit = 0; bit < 8 * size; ++bit) ASSERT_FALSE(accepted(bit)) << bit;
  }
}

// Peers pad to 4 and 8 bytes too.
TEST(KerberosAes, data_of_any_length_is_sealed) {
  const Block key{4, 5, 6};
  for (size_t size = 0; size < 70; ++size) {
    CfxProtection sender{{key, false, true, 0, 0}, true};
    CfxProtection receiver{{key, false, false, 0, 0}, true};
    ByteVector pdu(24 + size + 8 + sender.auth_length(), 0x33);
    const MutableBytes all{pdu};
    const MutableBytes data = all.subspan(24, size);
    const MutableBytes trailer = all.subspan(24 + size, 8);
    const MutableBytes token = all.last(sender.auth_length());
    ASSERT_TRUE(sender.protect(
        {all.first(24), data.first(size / 2), data.subspan(size / 2), trailer, token}, true));
    IncomingPdu incoming{pdu, all.first(24), {}};
    incoming.cut.sec_trailer = trailer;
    incoming.cut.trailer.auth_value = token;
    ASSERT_TRUE(receiver.unprotect(incoming, data, true)) << size;
    EXPECT_EQ(vector_of(data), ByteVector(size, 0x33));
  }
}

}  // namespace
}  // namespace farcall::security::kerberos

// Key derivation, checksum and cipher. Pieces are walked a run of whole blocks at a time; a block that
// lies in two pieces is gathered and scattered.
#include "security/kerberos/aes_sha1.h"

#include <nettle/cbc.h>

#include <algorithm>

namespace farcall::security::kerberos {
namespace {

class Walk {
 public:
  explicit Walk(std::span<const MutableBytes> pieces) : pieces_(pieces) {}

  // What is next, in one piece and of whole blocks; at most `most`.
  MutableBytes run(size_t most) {
    while (at_ == pieces_[piece_].size()) next_piece();
    const MutableBytes rest = pieces_[piece_].subspan(at_);
    const size_t size = std::min(rest.size(), most);
    return rest.first(size - size % k_block);
  }
  void advance(size_t size) { at_ += size; }

  void gather(MutableBytes to) const {
    Walk ahead = *this;
    ahead.each(to.size(), [&](MutableBytes part, size_t done) {
      std::ranges::copy(part, to.begin() + static_cast<ptrdiff_t>(done));
    });
  }
  void scatter(Bytes from) {
    each(from.size(), [&](MutableBytes part, size_t done) {
      std::ranges::copy(from.subspan(done, part.size()), part.begin());
    });
  }

 private:
  void next_piece() {
    ++piece_;
    at_ = 0;
  }
  template <class Visit>
  void each(size_t size, Visit visit) {
    for (size_t done = 0; done < size;) {
      const MutableBytes rest = pieces_[piece_].subspan(at_);
      const size_t part = std::min(rest.size(), size - done);
      visit(rest.first(part), done);
      done += part;
      at_ += part;
      if (done < size) next_piece();
    }
  }

  std::span<const MutableBytes> pieces_;
  size_t piece_ = 0;
  size_t at_ = 0;
};

void encrypt_block(Bytes key, Block& block) {
  if (key.size() == AES256_KEY_SIZE) {
    aes256_ctx aes;
    aes256_set_encrypt_key(&aes, key.data());
    aes256_encrypt(&aes, k_block, block.data(), block.data());
    explicit_bzero(&aes, sizeof aes);
  } else {
    aes128_ctx aes;
    aes128_set_encrypt_key(&aes, key.data());
    aes128_encrypt(&aes, k_block, block.data(), block.data());
    explicit_bzero(&aes, sizeof aes);
  }
}

}  // namespace

Block n_fold(Bytes text) {
  static constexpr size_t k_turn = 13;
  const size_t bits = 8 * text.size();
  const auto bit = [&](size_t at) -> unsigned { return text[at / 8] >> (7 - at % 8) & 1; };
  // Copies of the text, each turned right by 13 bits more, until they fill whole blocks.
  std::array<unsigned, k_block> sums{};
  for (size_t at = 0; at == 0 || at % text.size() || at % k_block; ++at) {
    const size_t turned = k_turn * (at / text.size()) % bits;
    unsigned byte = 0;
    for (size_t i = 0; i < 8; ++i) byte = byte << 1 | bit((8 * at + i + bits - turned) % bits);
    sums[at % k_block] += byte;
  }
  // Ones' complement: what is carried out in front comes in behind.
  Block folded{};
  for (unsigned carry = 0, round = 0; round < 3; ++round)
    for (size_t i = k_block; i-- > 0;) {
      carry += sums[i];
      folded[i] = static_cast<uint8_t>(carry);
      sums[i] = folded[i];
      carry >>= 8;
    }
  return folded;
}

Key derive(Bytes key, uint32_t usage, Use use) {
  const uint8_t constant[] = {static_cast<uint8_t>(usage >> 24), static_cast<uint8_t>(usage >> 16),
                              static_cast<uint8_t>(usage >> 8), static_cast<uint8_t>(usage),
                              static_cast<uint8_t>(use)};
  Block block = n_fold(constant);
  Key derived{key.size()};
  for (size_t at = 0; at < key.size(); at += k_block) {
    encrypt_block(key, block);
    std::ranges::copy(block, derived.bytes().begin() + static_cast<ptrdiff_t>(at));
  }
  explicit_bzero(block.data(), block.size());
  return derived;
}

std::array<uint8_t, k_checksum> Checksum::sum() {
  std::array<uint8_t, k_checksum> sum;
  hmac_sha1_digest(&hmac_, sum.size(), sum.data());
  return sum;
}

Cipher::Cipher(Bytes key, bool encrypts)
    : is_256_(key.size() == AES256_KEY_SIZE), encrypts_(encrypts) {
  if (is_256_)
    (encrypts ? aes256_set_encrypt_key : aes256_set_decrypt_key)(&aes256_, key.data());
  else
    (encrypts ? aes128_set_encrypt_key : aes128_set_decrypt_key)(&aes128_, key.data());
}

void Cipher::decrypt_block(const uint8_t* from, uint8_t* to) const {
  if (is_256_)
    aes256_decrypt(&aes256_, k_block, to, from);
  else
    aes128_decrypt(&aes128_, k_block, to, from);
}

// Whole blocks in place; `vector` becomes the last one's ciphertext.
void Cipher::chain(Block& vector, MutableBytes text) const {
  uint8_t* const data = text.data();
  if (encrypts_ && is_256_) {
    cbc_aes256_encrypt(&aes256_, vector.data(), text.size(), data, data);
  } else if (encrypts_) {
    cbc_aes128_encrypt(&aes128_, vector.data(), text.size(), data, data);
  } else {
    const auto aes256 = reinterpret_cast<nettle_cipher_func*>(aes256_decrypt);
    const auto aes128 = reinterpret_cast<nettle_cipher_func*>(aes128_decrypt);
    cbc_decrypt(this, is_256_ ? aes256 : aes128, k_block, vector.data(), text.size(), data, data);
  }
}

// The last block and what is in front of it, together 17 to 32 bytes: their ciphertexts change places,
// and the one that is now behind is cut to what there is.
void Cipher::steal(Block& vector, MutableBytes tail) const {
  const size_t last = tail.size() - k_block;
  std::array<uint8_t, 2 * k_block> two{};
  std::ranges::copy(tail, two.begin());
  const auto second = two.begin() + k_block;
  if (encrypts_) {
    chain(vector, two);
    std::swap_ranges(two.begin(), second, second);
  } else {
    // What was cut off is what the last block was encrypted with, for its zeros.
    Block clear;
    decrypt_block(two.data(), clear.data());
    std::copy(clear.begin() + static_cast<ptrdiff_t>(last), clear.end(),
              second + static_cast<ptrdiff_t>(last));
    std::swap_ranges(two.begin(), second, second);
    chain(vector, two);
  }
  std::copy_n(two.begin(), tail.size(), tail.begin());
}

void Cipher::apply(std::span<const MutableBytes> pieces) const {
  size_t size = 0;
  for (const MutableBytes piece : pieces) size += piece.size();
  const size_t tail = k_block + (size - 1) % k_block + 1;
  Walk walk{pieces};
  Block vector{};
  for (size_t left = size - tail; left;) {
    const MutableBytes run = walk.run(left);
    if (!run.empty()) {
      chain(vector, run);
      walk.advance(run.size());
      left -= run.size();
      continue;
    }
    Block block;
    walk.gather(block);
    chain(vector, block);
    walk.scatter(block);
    left -= k_block;
  }
  std::array<uint8_t, 2 * k_block> last;
  const MutableBytes end = MutableBytes{last}.first(tail);
  walk.gather(end);
  steal(vector, end);
  walk.scatter(end);
}

}  // namespace farcall::security::kerberos

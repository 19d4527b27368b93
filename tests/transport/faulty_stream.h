// FaultyStream: a stream handler between a stream and the handler under test, which misbehaves as a
// network may (D11).
//
// Bytes are handed on in pieces cut at chosen or seeded places; after a chosen number of bytes the
// connection is lost. The handler under test cannot tell this from a real network. One event at a
// time, on the stream's loop.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "transport/stream.h"

namespace farcall::transport {

struct FaultPlan {
  static constexpr size_t k_never = std::numeric_limits<size_t>::max();
  std::vector<size_t> cuts = {};  // offsets in the stream before which a piece ends, rising
  size_t longest_piece = k_never;
  size_t reset_at = k_never;  // offset at which the connection is lost
  uint32_t seed = 0;          // not 0: pieces of random length up to longest_piece
};

class FaultyStream final : public StreamHandler {
 public:
  FaultyStream(StreamHandler& handler, FaultPlan plan)
      : handler_(handler), plan_(std::move(plan)), random_(plan_.seed) {}

  // The stream that is closed when the plan says so.
  void attach(Stream& stream) { stream_ = &stream; }

  void on_bytes(Bytes bytes) override {
    while (!bytes.empty() && !lost_) {
      if (offset_ == plan_.reset_at) return lose();
      const size_t piece = std::min(bytes.size(), piece_length());
      offset_ += piece;
      handler_.on_bytes(bytes.first(piece));
      bytes = bytes.subspan(piece);
    }
    if (!lost_ && offset_ == plan_.reset_at) lose();
  }
  void on_closed(int error) override { handler_.on_closed(lost_ ? ECONNRESET : error); }
  void on_drained() override { handler_.on_drained(); }

 private:
  size_t piece_length() {
    size_t piece = plan_.longest_piece;
    if (plan_.seed != 0) piece = 1 + random_() % plan_.longest_piece;
    for (const size_t cut : plan_.cuts) {
      if (cut <= offset_) continue;
      piece = std::min(piece, cut - offset_);
      break;
    }
    return std::min(piece, plan_.reset_at - offset_);
  }
  void lose() {
    lost_ = true;
    if (stream_) stream_->close();
  }

  StreamHandler& handler_;
  FaultPlan plan_;
  std::mt19937 random_;
  Stream* stream_ = nullptr;
  size_t offset_ = 0;
  bool lost_ = false;
};

}  // namespace farcall::transport

// FrameCutter: whole echo frames out of bytes as they come; it keeps the unfinished rest of a read.
#pragma once

#include <algorithm>

#include "raw_frames.h"

namespace bench {

class FrameCutter {
 public:
  template <class OnFrame>
  void feed(std::span<const char> bytes, OnFrame on_frame);

 private:
  char rest_[k_frame_size];
  size_t kept_ = 0;
};

template <class OnFrame>
void FrameCutter::feed(std::span<const char> bytes, OnFrame on_frame) {
  while (kept_ + bytes.size() >= k_frame_size) {
    std::span<const char> frame = bytes.first(k_frame_size - kept_);
    bytes = bytes.subspan(frame.size());
    if (kept_ > 0) {
      std::copy(frame.begin(), frame.end(), rest_ + kept_);
      frame = rest_;
      kept_ = 0;
    }
    FrameHeader header;
    std::memcpy(&header, frame.data(), sizeof header);
    if (header.length != k_echo_length || header.operation != k_operation_echo)
      die("not an echo frame");
    on_frame(frame);
  }
  std::copy(bytes.begin(), bytes.end(), rest_ + kept_);
  kept_ += bytes.size();
}

}  // namespace bench

// A PDU as text, one field a line, in the specification's words: what the corpus and the protocol
// scripts compare.
#pragma once

#include <string>

#include "base/bytes.h"

namespace farcall::test {

// "malformed" in the place of what cannot be decoded.
std::string pdu_text(Bytes pdu);

std::string hex(Bytes bytes);

}  // namespace farcall::test

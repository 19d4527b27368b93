// What a server has answered, as short words for tables and scripts. Needs src/wire only.
#pragma once

#include <string>
#include <vector>

#include "protocol/pdu_scripts.h"

namespace farcall::test {

// A stream of a server, cut into PDUs; an unfinished rest is the last of them.
std::vector<ByteVector> cut_pdus(const ByteVector& stream);

// "response 7 (2a000000)", "fault 7 1c01000b dne", "bind_nak 1 reason 4", …, joined by "; ".
std::string answers_text(const ByteVector& stream);

__attribute__((format(printf, 1, 2))) std::string format(const char* pattern, ...);

}  // namespace farcall::test

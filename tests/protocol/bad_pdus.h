// Malformed and out-of-order PDUs, one row each, with what the server answers. The same rows run
// through the state machine and, over TCP, against a whole server of the rpcecho interface.
//
// A row's bytes are sent on a fresh connection to a server that has the rpcecho and mgmt interfaces
// and AddOne and TestSleep behind them. `answer` is what it sends, in the words of pdu_answers.h.
// Where `closes` is false, the connection then serves AddOne as ever.
#pragma once

#include <string>
#include <vector>

#include "protocol/pdu_scripts.h"

namespace farcall::test {

struct BadPdu {
  std::string name;
  ByteVector bytes;
  std::string answer;
  bool closes = true;
  bool wants_mgmt = false;  // the answer is that of a server which has the mgmt interface as well
};

std::vector<BadPdu> bad_pdus();

}  // namespace farcall::test

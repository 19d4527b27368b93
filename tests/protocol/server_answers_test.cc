// The golden table: what the server association does with each PDU in each state. The page is
// printed by this test, read by people, and stale when the code answers something else.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "protocol/server_harness.h"

namespace farcall::test {
namespace {

struct StateColumn {
  const char* name;
  std::function<void(ServerHarness&)> enter;
};

Pdu first_fragment(uint32_t call_id) {
  return request_pdu(call_id, flag::first, {41, 0});
}

std::vector<StateColumn> states() {
  return {
      {"fresh", [](ServerHarness&) {}},
      {"open", [](ServerHarness& h) { h.bind(); }},
      {"open, receiving 1",
       [](ServerHarness& h) {
         h.bind();
         h.feed(first_fragment(1));
       }},
      {"open, 1 live",
       [](ServerHarness& h) {
         h.bind();
         h.feed(test_sleep_pdu(1));
       }},
      {"open, 1 orphaned",
       [](ServerHarness& h) {
         h.bind();
         h.feed(test_sleep_pdu(1));
         h.feed(control_pdu(pdu_type::orphaned, 1));
       }},
      {"mpx, receiving 1",
       [](ServerHarness& h) {
         h.bind(multiplexed_bind_pdu());
         h.feed(first_fragment(1));
       }},
      {"mpx, 1 live",
       [](ServerHarness& h) {
         h.bind(multiplexed_bind_pdu());
         h.feed(test_sleep_pdu(1));
       }},
      {"draining",
       [](ServerHarness& h) {
         h.bind();
         h.association.shutdown();
       }},
  };
}

struct PduRow {
  std::string name;
  Pdu pdu;
};

Pdu changed(Pdu pdu, const std::function<void(Pdu&)>& change) {
  change(pdu);
  return pdu;
}

std::vector<PduRow> association_rows() {
  const Context other{1, k_mgmt};
  return {
      {"bind", bind_pdu()},
      {"bind, trailer", with_trailer(bind_pdu())},
      {"bind, unknown level", with_trailer(bind_pdu(), {.level = 7})},
      {"bind, EBCDIC", changed(bind_pdu(), [](Pdu& p) { p.drep[0] = 0x11; })},
      {"bind, VAX", changed(bind_pdu(), [](Pdu& p) { p.drep[1] = 1; })},
      {"bind, 5.2", changed(bind_pdu(), [](Pdu& p) { p.minor = 2; })},
      {"bind, 6.0", changed(bind_pdu(), [](Pdu& p) { p.version = 6; })},
      {"bind, no contexts", bind_pdu({})},
      {"alter_context", alter_context_pdu({other})},
      {"alter_context, trailer", with_trailer(alter_context_pdu({other}))},
      {"alter_context, no contexts", alter_context_pdu({})},
      {"auth3", auth3_pdu()},
  };
}

std::vector<PduRow> request_rows() {
  std::vector<PduRow> rows;
  const auto add = [&](const char* name, uint8_t flags) {
    for (const uint32_t id : {1u, 2u})
      rows.push_back(
          {std::string("request ") + std::to_string(id) + name,
           request_pdu(id, flags,
                       flags & flag::last && !(flags & flag::first) ? ByteVector{0, 0}
                                                                    : add_one_stub(41))});
  };
  add("", flag::single);
  add(", first", flag::first);
  add(", middle", 0);
  add(", last", flag::last);
  add(", maybe", flag::single | flag::maybe);
  add(", pending cancel", flag::single | flag::pending_cancel);
  add(", flags 38", flag::single | flag::reserved | flag::conc_mpx | flag::did_not_execute);
  rows.push_back({"request 2, unknown context",
                  request_pdu(2, flag::single, add_one_stub(41), {.context_id = 9})});
  rows.push_back(
      {"request 2, unknown opnum", request_pdu(2, flag::single, add_one_stub(41), {.opnum = 99})});
  rows.push_back({"request 2, object",
                  request_pdu(2, flag::single, add_one_stub(41), {.object = ByteVector(16, 1)})});
  rows.push_back({"request 2, trailer", with_trailer(add_one_pdu(2))});
  rows.push_back({"request 2, EBCDIC", changed(add_one_pdu(2), [](Pdu& p) { p.drep[0] = 0x11; })});
  rows.push_back({"request 2, VAX", changed(add_one_pdu(2), [](Pdu& p) { p.drep[1] = 1; })});
  rows.push_back({"request 2, 5.2", changed(add_one_pdu(2), [](Pdu& p) { p.minor = 2; })});
  rows.push_back({"request 2, 4.0", changed(add_one_pdu(2), [](Pdu& p) { p.version = 4; })});
  rows.push_back(
      {"request 2, 5841 bytes", changed(add_one_pdu(2), [](Pdu& p) { p.frag_length = 5841; })});
  rows.push_back(
      {"request 2, 15 bytes", changed(add_one_pdu(2), [](Pdu& p) { p.frag_length = 15; })});
  return rows;
}

std::vector<PduRow> other_rows() {
  std::vector<PduRow> rows;
  for (const auto& [name, type] :
       {std::pair{"co_cancel ", pdu_type::co_cancel}, std::pair{"orphaned ", pdu_type::orphaned}}) {
    for (const uint32_t id : {1u, 2u})
      rows.push_back({name + std::to_string(id), control_pdu(type, id)});
    rows.push_back({name + std::string("1, with a body"), changed(control_pdu(type, 1), [](Pdu& p) {
                      p.body = {0, 0, 0, 0};
                    })});
  }
  for (const int type : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 17, 20, 255})
    rows.push_back({"type " + std::to_string(type),
                    {.ptype = static_cast<uint8_t>(type), .body = ByteVector(16)}});
  return rows;
}

std::string cell(const StateColumn& state, const PduRow& row) {
  ServerHarness harness;
  state.enter(harness);
  (void)harness.take_answer();
  std::string answer = harness.answer_to(row.pdu);
  for (size_t at; (at = answer.find(" | ")) != std::string::npos;) answer.replace(at, 3, "; ");
  return answer.empty() ? "–" : answer;
}

// Rows of PDU types that are answered alike become one.
void print(std::ostream& out, const char* title, const std::vector<PduRow>& rows) {
  out << "\n## " << title << "\n\n| PDU |";
  for (const StateColumn& state : states()) out << " " << state.name << " |";
  out << "\n|---|";
  for (size_t i = 0; i < states().size(); ++i) out << "---|";
  std::string names, cells;
  const auto flush = [&] {
    if (!names.empty()) out << "\n| " << names << " |" << cells;
  };
  for (const PduRow& row : rows) {
    std::string now;
    for (const StateColumn& state : states()) now += " " + cell(state, row) + " |";
    if (names.starts_with("type ") && row.name.starts_with("type ") && now == cells) {
      names += row.name.substr(4);
      continue;
    }
    flush();
    names = row.name;
    cells = now;
  }
  flush();
  out << "\n";
}

std::string printed() {
  std::ostringstream out;
  out << "# What a server answers\n\n"
         "Printed by `tests/protocol/server_answers_test.cc`; `FARCALL_UPDATE_GOLDEN=1` rewrites "
         "it. "
         "Rows are PDUs, columns the\nstates they come in. A cell names the PDUs that the "
         "association sends and the events that it tells its owner:\n"
         "`fault ID STATUS` (`dne`: with the flag DID_NOT_EXECUTE, `ctx`: its p_cont_id unless 0), "
         "`bind_nak ID reason N`,\n`bind_ack ID result/reason…`; `request`, `cancel`, `orphaned`, "
         "`disconnected` with the call id; `close` after what was sent\nhas left, `drop` at once. "
         "`–` is nothing at all. `mpx`: concurrent multiplexing was negotiated.\n"
         "The server of the test adds one to the stub data of a request (41), inline; call 1 is "
         "parked where it is live.\n";
  print(out, "Bind and what belongs to it", association_rows());
  print(out, "Requests", request_rows());
  print(out, "Everything else", other_rows());
  return out.str();
}

TEST(ServerAnswers, printed_page_is_fresh) {
  const std::string path = FARCALL_SOURCE_DIR "/docs/wire/server-answers.md";
  const std::string now = printed();
  if (std::getenv("FARCALL_UPDATE_GOLDEN")) std::ofstream(path) << now;
  std::ifstream file(path);
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), now)
      << "run this test with FARCALL_UPDATE_GOLDEN=1 and read the difference";
}

}  // namespace
}  // namespace farcall::test

// The rows. What Windows and Samba do was the guide; docs/wire/server-answers.md has the whole
// table of states and PDUs.
#include "protocol/bad_pdus.h"

#include <functional>

namespace farcall::test {
namespace {

using Change = std::function<void(Pdu&)>;

Pdu changed(Pdu pdu, const Change& change) {
  change(pdu);
  return pdu;
}

constexpr const char* k_nak = "bind_nak 1 reason 4";
constexpr const char* k_ack = "bind_ack 1 0/0; ";

class Rows {
 public:
  // The first PDU on the connection.
  void first(const std::string& name, const Pdu& pdu, const char* answer = k_nak) {
    rows.push_back({name, pdu.bytes(), answer});
  }
  // Behind a good bind.
  void bound(const std::string& name, const std::vector<Pdu>& pdus, const std::string& answer) {
    behind(bind_pdu(), name, pdus, answer);
  }
  void multiplexed(const std::string& name, const std::vector<Pdu>& pdus,
                   const std::string& answer) {
    behind(multiplexed_bind_pdu(), name, pdus, answer);
  }
  // The connection goes on.
  void harmless(const std::string& name, const std::vector<Pdu>& pdus, const std::string& answer) {
    behind(bind_pdu(), name, pdus, answer);
    rows.back().closes = false;
  }

  std::vector<BadPdu> rows;

 private:
  void behind(const Pdu& bind, const std::string& name, const std::vector<Pdu>& pdus,
              const std::string& answer) {
    ByteVector bytes = bind.bytes();
    const ByteVector more = joined(pdus);
    bytes.insert(bytes.end(), more.begin(), more.end());
    std::string all = k_ack + answer;
    if (answer.empty()) all.resize(all.size() - 2);
    rows.push_back({name, bytes, all});
  }
};

void add_headers(Rows& rows) {
  rows.first("bind of version 5.2", changed(bind_pdu(), [](Pdu& p) { p.minor = 2; }));
  rows.first("bind of version 6.0", changed(bind_pdu(), [](Pdu& p) { p.version = 6; }));
  rows.first("request of version 4.0", changed(add_one_pdu(1), [](Pdu& p) { p.version = 4; }), "");
  rows.rows.push_back({"an HTTP request", {}, ""});
  for (const char c : std::string{"GET / HTTP/1.1\r\n"})
    rows.rows.back().bytes.push_back(static_cast<uint8_t>(c));
  rows.first("bind in EBCDIC", changed(bind_pdu(), [](Pdu& p) { p.drep[0] = 0x11; }));
  rows.first("bind with VAX floats", changed(bind_pdu(), [](Pdu& p) { p.drep[1] = 1; }));
  rows.first("bind with Cray floats", changed(bind_pdu(), [](Pdu& p) { p.drep[1] = 2; }));
  rows.first("bind with IBM floats", changed(bind_pdu(), [](Pdu& p) { p.drep[1] = 3; }));
  rows.first("bind with unknown integers", changed(bind_pdu(), [](Pdu& p) { p.drep[0] = 0x20; }));
  for (const uint16_t length : {uint16_t{0}, uint16_t{1}, uint16_t{15}})
    rows.first("bind shorter than its header", changed({.ptype = pdu_type::bind, .body = {}},
                                                       [&](Pdu& p) { p.frag_length = length; }));
  const auto length = [](uint16_t value) { return [=](Pdu& p) { p.frag_length = value; }; };
  const Pdu head = request_pdu(1, flag::single, {});
  const auto header_only = [](Pdu p) {
    p.body = {};
    return p;
  };
  rows.bound("request of 0 bytes", {changed(header_only(head), length(0))}, "fault 1 1c01000b dne");
  rows.bound("request of 15 bytes", {changed(header_only(head), length(15))},
             "fault 1 1c01000b dne");
  rows.bound("request of 16 bytes", {header_only(head)}, "fault 1 1c01000b dne");
  rows.bound("request of 23 bytes", {changed(head, [](Pdu& p) { p.body.resize(7); })},
             "fault 1 1c01000b dne");
  rows.bound("request that announces 5841 bytes", {changed(header_only(head), length(5841))},
             "fault 1 1c01000b");
  rows.bound("request that announces 65535 bytes", {changed(header_only(head), length(65535))},
             "fault 1 1c01000b");
  rows.bound("co_cancel that announces 65535 bytes",
             {changed(control_pdu(pdu_type::co_cancel, 1), length(65535))}, "fault 1 1c01000b dne");
  rows.bound("request in EBCDIC", {changed(add_one_pdu(1), [](Pdu& p) { p.drep[0] = 0x11; })},
             "fault 1 1c01000b dne");
  rows.bound("request with IBM floats", {changed(add_one_pdu(1), [](Pdu& p) { p.drep[1] = 3; })},
             "fault 1 1c01000b dne");
  rows.bound("request of version 5.2", {changed(add_one_pdu(1), [](Pdu& p) { p.minor = 2; })},
             "fault 1 1c01000b dne");
  rows.bound("request of version 6.0", {changed(add_one_pdu(1), [](Pdu& p) { p.version = 6; })},
             "");
}

void add_binds(Rows& rows) {
  rows.first("bind without contexts", bind_pdu({}), "bind_nak 1 reason 0");
  rows.first("bind of a header alone", {.ptype = pdu_type::bind, .body = {}});
  rows.first("bind that ends in its list",
             changed(bind_pdu(), [](Pdu& p) { p.body.resize(p.body.size() - 1); }));
  rows.first("bind with more contexts than it carries",
             bind_pdu({Context{}}, {.context_count = uint8_t{2}}));
  rows.first("bind that claims 255 contexts", bind_pdu({}, {.context_count = uint8_t{255}}));
  rows.first("bind with more syntaxes than it carries",
             changed(bind_pdu(), [](Pdu& p) { p.body[14] = 200; }));
  rows.first("bind without transfer syntaxes", bind_pdu({{0, k_rpcecho, {}}}),
             "bind_nak 1 reason 0");
  rows.first("bind with one id for two interfaces", bind_pdu({{0}, {0, k_mgmt}}),
             "bind_nak 1 reason 0");
  rows.rows.back().wants_mgmt = true;
  rows.first("bind with two feature offers",
             bind_pdu({{0, k_rpcecho, {features_syntax(1)}}, {1, k_rpcecho, {features_syntax(2)}}}),
             "bind_nak 1 reason 0");
  rows.first("bind to a group that is not there",
             bind_pdu({Context{}}, {.assoc_group_id = 0x7fffffff}), "bind_nak 1 reason 0");
  rows.first("bind with the token of an unknown mechanism", with_trailer(bind_pdu(), {.type = 77}),
             "bind_nak 1 reason 8");
  rows.first("bind with a token at an unknown level", with_trailer(bind_pdu(), {.level = 7}),
             "bind_nak 1 reason 0");
  rows.first("bind whose token is longer than it",
             changed(bind_pdu(), [](Pdu& p) { p.auth_length = 65535; }));
  rows.first("bind whose token covers its contexts",
             changed(bind_pdu(), [](Pdu& p) { p.auth_length = 40; }));
  rows.first("bind whose pad is longer than its body",
             with_trailer(bind_pdu(), {.pad = uint8_t{255}}));
  rows.bound("bind again", {bind_pdu()}, "bind_nak 1 reason 0");
  rows.bound("bind again while a call runs", {test_sleep_pdu(3), bind_pdu()},
             "bind_nak 1 reason 0");
}

void add_firsts(Rows& rows) {
  rows.first("request before the bind", add_one_pdu(1));
  rows.first("alter_context before the bind", alter_context_pdu({Context{}}, 1));
  rows.first("auth3 before the bind", auth3_pdu(1));
  rows.first("co_cancel before the bind", control_pdu(pdu_type::co_cancel, 1));
  rows.first("orphaned before the bind", control_pdu(pdu_type::orphaned, 1));
  rows.first("bind_ack before the bind", {.ptype = pdu_type::bind_ack, .body = ByteVector(44)});
  rows.first("PDU of an unknown type before the bind", {.ptype = 99, .body = ByteVector(8)});
}

void add_types(Rows& rows) {
  static constexpr std::pair<uint8_t, const char*> k_types[] = {{1, "ping"},
                                                                {2, "response"},
                                                                {3, "fault"},
                                                                {4, "working"},
                                                                {5, "nocall"},
                                                                {6, "reject"},
                                                                {7, "ack"},
                                                                {8, "cl_cancel"},
                                                                {9, "fack"},
                                                                {10, "cancel_ack"},
                                                                {12, "bind_ack"},
                                                                {13, "bind_nak"},
                                                                {15, "alter_context_resp"},
                                                                {17, "shutdown"},
                                                                {20, "RTS"},
                                                                {255, "type 255"}};
  for (const auto& [type, name] : k_types)
    rows.bound(name, {{.ptype = type, .call_id = 4, .body = ByteVector(16)}},
               "fault 4 1c01000b dne");
  rows.bound("auth3 without a handshake", {auth3_pdu(4)}, "fault 4 1c01000b dne");
  rows.bound("auth3 without a token",
             {{.ptype = pdu_type::auth3, .call_id = 4, .body = ByteVector(4)}},
             "fault 4 1c01000b dne");
}

void add_alter_contexts(Rows& rows) {
  rows.bound("alter_context without contexts", {alter_context_pdu({})}, "fault 2 1c01000b dne");
  rows.bound("alter_context without transfer syntaxes", {alter_context_pdu({{1, k_mgmt, {}}})},
             "fault 2 1c01000b dne");
  rows.bound("alter_context of a context to another interface", {alter_context_pdu({{0, k_mgmt}})},
             "fault 2 1c01000b dne");
  rows.rows.back().wants_mgmt = true;
  rows.bound("alter_context that ends in its list",
             {changed(alter_context_pdu({{1, k_mgmt}}), [](Pdu& p) { p.body.resize(20); })},
             "fault 2 1c01000b dne");
  rows.bound("alter_context with a token", {with_trailer(alter_context_pdu({{1, k_mgmt}}))},
             "fault 2 5 dne");
  rows.harmless("alter_context to an unknown interface", {alter_context_pdu({{1, k_nobody}})},
                "alter_context_resp 2 2/1");
  rows.harmless("alter_context with an unknown syntax",
                {alter_context_pdu({{1, k_mgmt, {k_mgmt}}})}, "alter_context_resp 2 2/2");
  rows.rows.back().wants_mgmt = true;
}

void add_fragments(Rows& rows) {
  const ByteVector half{41, 0};
  const auto part = [&](uint32_t id, uint8_t flags, const RequestFields& fields = {}) {
    return request_pdu(id, flags, half, fields);
  };
  rows.bound("middle fragment without a first", {part(2, 0)}, "fault 2 1c01000b");
  rows.bound("last fragment without a first", {part(2, flag::last)}, "fault 2 1c01000b");
  rows.multiplexed("last fragment without a first, multiplexed", {part(2, flag::last)},
                   "fault 2 1c01000b");
  rows.bound("two first fragments", {part(2, flag::first), part(2, flag::first)},
             "fault 2 1c01000b");
  rows.bound("another request between fragments", {part(2, flag::first), add_one_pdu(3)},
             "fault 2 1c01000b");
  rows.multiplexed("another request between fragments, multiplexed",
                   {part(2, flag::first), add_one_pdu(3)}, "fault 3 1c01000b");
  rows.bound("last fragment of another call", {part(2, flag::first), part(3, flag::last)},
             "fault 2 1c01000b");
  rows.bound("fragments of different opnums",
             {part(2, flag::first), part(2, flag::last, {.opnum = 1})}, "fault 2 1c01000b");
  rows.bound("fragments of different contexts",
             {part(2, flag::first), part(2, flag::last, {.context_id = 1})}, "fault 2 1c01000b");
  rows.bound("object in the second fragment only",
             {part(2, flag::first), part(2, flag::last, {.object = ByteVector(16, 3)})},
             "fault 2 1c01000b");
  rows.bound(
      "fragments of different byte orders",
      {part(2, flag::first), changed(part(2, flag::last),
                                     [](Pdu& p) {
                                       p.drep[0] = 0;
                                       p.body = Out{true}.u32(0).u16(0).u16(0).append({0, 0}).bytes;
                                     })},
      "fault 2 1c01000b");
  rows.bound("a fragment of another call after orphaned",
             {part(2, flag::first), control_pdu(pdu_type::orphaned, 2), part(3, flag::last)},
             "fault 2 1c01000b");
  rows.bound(
      "1024 empty fragments",
      [&] {
        std::vector<Pdu> pdus(1024, request_pdu(2, 0, {}));
        pdus[0].flags = flag::first;
        return pdus;
      }(),
      "fault 2 1c01000b");
  rows.bound("request while another one runs, not multiplexed", {test_sleep_pdu(2), add_one_pdu(3)},
             "fault 3 1c01000b");
  rows.multiplexed("request with the id of one that runs", {test_sleep_pdu(2), add_one_pdu(2)},
                   "fault 2 1c01000b");
}

void add_requests(Rows& rows) {
  rows.harmless("request to an unknown context",
                {request_pdu(2, flag::single, {}, {.context_id = 77})}, "fault 2 1c010003 dne");
  rows.harmless("request of an unknown opnum",
                {request_pdu(2, flag::single, {}, {.opnum = 0xffff})}, "fault 2 1c010002 dne");
  rows.harmless("request with too little stub data", {request_pdu(2, flag::single, {1, 2})},
                "fault 2 6f7");
  rows.harmless("request with an alloc_hint of 4 GiB",
                {request_pdu(2, flag::single, add_one_stub(41), {.alloc_hint = UINT32_MAX})},
                "response 2 (2a000000)");
  rows.harmless(
      "request with every flag that means nothing in it",
      {request_pdu(2, flag::single | flag::reserved | flag::conc_mpx | flag::did_not_execute,
                   add_one_stub(41))},
      "response 2 (2a000000)");
  rows.bound("request too short for its object",
             {changed(add_one_pdu(2), [](Pdu& p) { p.flags |= flag::object; })},
             "fault 2 1c01000b dne");
  rows.bound("request with a token nobody agreed on", {with_trailer(add_one_pdu(2))}, "fault 2 5");
  rows.bound("request whose token is longer than it",
             {changed(add_one_pdu(2), [](Pdu& p) { p.auth_length = 60000; })},
             "fault 2 1c01000b dne");
  rows.bound("request whose pad is longer than its stub data",
             {with_trailer(add_one_pdu(2), {.pad = uint8_t{5}})}, "fault 2 1c01000b dne");
  rows.bound("request with a token of 15 bytes", {with_trailer(add_one_pdu(2), {.token_size = 15})},
             "fault 2 5");
  rows.bound(
      "request whose token is not aligned",
      {changed(with_trailer(add_one_pdu(2)), [](Pdu& p) { p.body.insert(p.body.begin(), 0); })},
      "fault 2 1c01000b dne");
}

void add_cancels(Rows& rows) {
  rows.harmless("co_cancel for no call", {control_pdu(pdu_type::co_cancel, 9)}, "");
  rows.harmless("orphaned for no call", {control_pdu(pdu_type::orphaned, 9)}, "");
  rows.harmless("co_cancel for a finished call",
                {add_one_pdu(2), control_pdu(pdu_type::co_cancel, 2)}, "response 2 (2a000000)");
  rows.harmless("orphaned twice in mid-request",
                {request_pdu(2, flag::first, {41, 0}), control_pdu(pdu_type::orphaned, 2),
                 control_pdu(pdu_type::orphaned, 2), request_pdu(2, flag::last, {0, 0})},
                "response 2 (2a000000)");
  rows.bound("co_cancel with a body",
             {changed(control_pdu(pdu_type::co_cancel, 2), [](Pdu& p) { p.body = {0}; })},
             "fault 2 1c01000b dne");
  rows.bound("orphaned whose token does not fit",
             {changed(control_pdu(pdu_type::orphaned, 2), [](Pdu& p) { p.auth_length = 1; })},
             "fault 2 1c01000b dne");
  rows.bound("a flood of co_cancels", std::vector<Pdu>(1100, control_pdu(pdu_type::co_cancel, 2)),
             "fault 2 1c01000b dne");
}

// Types that no client sends, and those that nobody has defined.
void add_every_type(Rows& rows) {
  for (const int type : {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 13, 15, 17,  20,  21,
                         22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 63, 64, 127, 128, 254}) {
    const Pdu pdu{.ptype = static_cast<uint8_t>(type), .body = ByteVector(16)};
    rows.first("type " + std::to_string(type) + " before the bind", pdu);
    if (type <= 20) continue;  // add_types
    rows.bound("type " + std::to_string(type), {changed(pdu, [](Pdu& p) { p.call_id = 4; })},
               "fault 4 1c01000b dne");
  }
}

// Ends in the middle of each field; what its header says agrees.
void add_every_length(Rows& rows) {
  const size_t whole = bind_pdu().body.size();
  for (size_t size = 1; size + 1 < whole; ++size)
    rows.first("bind whose body ends after " + std::to_string(size) + " bytes",
               changed(bind_pdu(), [=](Pdu& p) { p.body.resize(size); }));
  for (size_t size = 1; size < 7; ++size)
    rows.bound("request whose body ends after " + std::to_string(size) + " bytes",
               {changed(request_pdu(1, flag::single, {}), [=](Pdu& p) { p.body.resize(size); })},
               "fault 1 1c01000b dne");
  for (uint16_t length = 1; length < 15; ++length)
    rows.bound("request that says it has " + std::to_string(length) + " bytes",
               {changed(request_pdu(1, flag::single, {}),
                        [=](Pdu& p) {
                          p.body = {};
                          p.frag_length = length;
                        })},
               "fault 1 1c01000b dne");
}

}  // namespace

std::vector<BadPdu> bad_pdus() {
  Rows rows;
  add_headers(rows);
  add_binds(rows);
  add_firsts(rows);
  add_types(rows);
  add_alter_contexts(rows);
  add_fragments(rows);
  add_requests(rows);
  add_cancels(rows);
  add_every_type(rows);
  add_every_length(rows);
  return rows.rows;
}

}  // namespace farcall::test

// Stub data that somebody has damaged: every truncation and changes of every byte of every record of other implementations.
// The engine says what is wrong, or shows values that it can encode again. Each byte is changed to three others, or with
// FARCALL_EVERY_VALUE in the environment to all 255 (`./dev hostile`).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <numeric>
#include <string>

#include "idl/engine/json.h"
#include "idl/engine/utf.h"
#include "support.h"

namespace farcall::idl::engine {
namespace {

struct Record {
  std::string idl;
  std::string operation;
  Direction direction = Direction::in;
  const Value* value = nullptr;
  std::vector<std::pair<TransferSyntax, std::vector<uint8_t>>> forms;
};

std::string text(const Value& record, std::string_view name) {
  const Value* found = record.member(name);
  return found && found->kind == Value::Kind::text ? to_utf8(*found->text) : std::string();
}

Record record_of(const Value& value) {
  Record made;
  made.idl = text(value, "idl");
  made.idl = made.idl.substr(made.idl.find('{') + 1);
  made.idl = made.idl.substr(0, made.idl.rfind('}'));
  made.operation = text(value, "op");
  made.direction = text(value, "direction") == "in" ? Direction::in : Direction::out;
  made.value = value.member("value");
  for (const auto& [name, syntax] :
       {std::pair{"ndr20", k_ndr20_little}, {"ndr20_be", k_ndr20_big}, {"ndr64", k_ndr64_little}})
    if (value.member(name)) made.forms.emplace_back(syntax, from_hex(text(value, name)));
  return made;
}

// `shown` with the parameters of the other direction, which expressions may need.
std::string complete(const std::string& shown, const Value& value) {
  Document document;
  const Value& decoded = parse_json(shown, document);
  std::string made = shown.substr(0, shown.size() - 1);
  for (const Value* each = value.child(); each; each = each->next)
    if (!decoded.member(each->name)) made += (made.size() > 1 ? ", " : "") + write_json(*each);
  return made + "}";
}

// 1 when the data was refused.
int feed(const Record& record, const Operation& operation, TransferSyntax syntax,
         const std::vector<uint8_t>& octets) {
  const Decoded shown = decode(operation, record.direction, syntax, octets);
  if (!shown.error.empty()) return 1;
  const Encoded again =
      encode(operation, record.direction, syntax, complete(shown.json, *record.value));
  if (!again.error.empty()) return 1;
  EXPECT_EQ(decode(operation, record.direction, syntax, again.octets).json, shown.json);
  return 0;
}

std::vector<int> changes() {
  if (!std::getenv("FARCALL_EVERY_VALUE")) return {0x01, 0x80, 0xff};
  std::vector<int> every(255);
  std::iota(every.begin(), every.end(), 1);
  return every;
}

TEST(HostileStubData, every_cut_and_every_changed_byte_is_an_error_or_a_value) {
  std::ifstream file(FARCALL_SOURCE_DIR "/tests/farcall_tool/ndr_vectors.jsonl");
  int records = 0;
  for (std::string line; std::getline(file, line); ++records) {
    Document document;
    const Record record = record_of(parse_json(line, document));
    const Interface v(record.idl);
    const Operation& operation = v.operation(record.operation);
    for (const auto& [syntax, octets] : record.forms) {
      EXPECT_EQ(feed(record, operation, syntax, octets), 0) << line;
      for (size_t i = 0; i < octets.size(); ++i) {
        std::vector<uint8_t> hostile(octets.begin(), octets.begin() + static_cast<ptrdiff_t>(i));
        EXPECT_EQ(feed(record, operation, syntax, hostile), 1) << i << " bytes of " << line;
        hostile = octets;
        for (const int change : changes()) {
          hostile[i] = static_cast<uint8_t>(octets[i] ^ change);
          feed(record, operation, syntax, hostile);
        }
      }
    }
  }
  EXPECT_EQ(records, 47);
}

}  // namespace
}  // namespace farcall::idl::engine

// Marshalling alone: an array of 1,000 structs {hyper, double, [string] char*}, to bytes and back, by several systems that
// take turns; CPU time. Prints a table of medians, and JSON to the file that is named.
//
// usage: bench_ndr [--quick] [--only SYSTEM] [RESULTS.json]
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>

#include "codec.h"

namespace {

using namespace bench;
constexpr size_t k_rows = 1000;

struct System {
  const char* name;
  std::unique_ptr<Codec> codec;
  size_t bytes = 0;
  std::vector<double> encode_ns, decode_ns;  // per struct, one each round
};

std::vector<std::string> names() {
  std::vector<std::string> made;
  for (size_t i = 0; i < k_rows; ++i) made.push_back("item " + std::to_string(i % 7 * 1000 + i));
  return made;
}

// What this thread has had of a CPU: nothing here waits, and other programs' turns are not ours.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Runs for `seconds` and gives nanoseconds per struct.
template <class Step>
double timed(double seconds, Step step) {
  const double start = cpu_seconds();
  size_t times = 0;
  double passed = 0;
  do {
    for (int i = 0; i < 16; ++i) step();
    times += 16;
    passed = cpu_seconds() - start;
  } while (passed < seconds);
  return passed * 1e9 / static_cast<double>(times * k_rows);
}

bool same(const std::vector<Row>& a, const std::vector<Row>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Row& x, const Row& y) {
    return x.number == y.number && x.weight == y.weight && std::strcmp(x.name, y.name) == 0;
  });
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

std::string figures(const char* name, const std::vector<double>& values) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  char text[160];
  std::snprintf(text, sizeof text, "\"%s\": {\"median\": %.2f, \"min\": %.2f, \"max\": %.2f}", name,
                median(values), *least, *most);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = 15;
  double seconds = 0.05;
  std::string only, results;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--quick") {
      rounds = 5;
      seconds = 0.02;
    } else if (argument == "--only" && i + 1 < argc) {
      only = argv[++i];
    } else {
      results = argument;
    }
  }
  System systems[] = {{"hand", by_hand(), 0, {}, {}},
                      {"farcall", farcall_ndr20(), 0, {}, {}},
                      {"farcall_ndr64", farcall_ndr64(), 0, {}, {}},
                      {"capnproto", cap_n_proto(), 0, {}, {}},
                      {"protobuf", protobuf(), 0, {}, {}}};
  const std::vector<std::string> texts = names();
  std::vector<Row> rows;
  for (size_t i = 0; i < k_rows; ++i)
    rows.push_back(
        {static_cast<int64_t>(i * 0x123456789), static_cast<double>(i) / 3, texts[i].c_str()});
  for (System& each : systems) {
    each.bytes = each.codec->encode(rows);
    if (each.bytes == 0 || !each.codec->decode() || !same(each.codec->decoded(), rows)) {
      std::fprintf(stderr, "bench: %s does not give back what it was given\n", each.name);
      return 1;
    }
  }
  for (int round = 0; round < rounds; ++round)
    for (System& each : systems) {
      if (!only.empty() && only != each.name) continue;
      each.encode_ns.push_back(timed(seconds, [&] { each.codec->encode(rows); }));
      each.decode_ns.push_back(timed(seconds, [&] { each.codec->decode(); }));
    }
  std::printf("%-15s %18s %18s %12s   (medians of %d rounds, %zu structs)\n", "",
              "marshal ns/struct", "unmarshal ns/struct", "bytes", rounds, k_rows);
  std::string json = "{";
  for (const System& each : systems) {
    if (each.encode_ns.empty()) continue;
    std::printf("%-15s %18.1f %18.1f %12zu\n", each.name, median(each.encode_ns),
                median(each.decode_ns), each.bytes);
    json += std::string(json.size() > 1 ? ",\n " : "") + "\"" + each.name +
            "\": {\"bytes\": " + std::to_string(each.bytes) + ", " +
            figures("marshal_ns", each.encode_ns) + ", " + figures("unmarshal_ns", each.decode_ns) +
            "}";
  }
  if (results.empty()) return 0;
  std::FILE* const file = std::fopen(results.c_str(), "w");
  if (!file) return 1;
  std::fprintf(file, "%s}\n", json.c_str());
  return std::fclose(file) != 0;
}

// main() of every client: warms up, measures between two marks while the calls go on, stops, prints
// one line of JSON.
//
//   --port P --control C       where the server listens (the line it prints)
//   --outstanding N|blocking   calls in flight; "blocking": ordinary calls one after the other
//   --warm-up S --seconds S    before the first mark, between the marks
//   --system --workload --placement --round   labels, copied to the output
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "harness/arguments.h"
#include "harness/control.h"
#include "harness/echo_client.h"
#include "harness/sample.h"

namespace bench {
namespace {

// The state of both processes at one moment.
struct Mark {
  Time time;
  Sample client;
  Sample server;
  Counts latencies = Counts(k_buckets);
};

void take(Mark& mark, Control& control, const Recorder& recorder) {
  mark.server = control.sample_server();
  mark.client = sample_this_process();
  mark.time = Recorder::now();
  recorder.latencies().copy_to(mark.latencies);
}

void wait(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

void print_side(const char* side, const Sample& begin, const Sample& end, double calls) {
  const auto per_call = [&](int64_t from, int64_t to) {
    return static_cast<double>(to - from) / calls;
  };
  std::printf(", \"%s_cpu_us\": %.4f, \"%s_sleeps\": %.4f", side,
              per_call(begin.cpu_nanoseconds, end.cpu_nanoseconds) / 1000, side,
              per_call(begin.context_switches, end.context_switches));
  if (begin.allocations >= 0)
    std::printf(", \"%s_allocations\": %.4f", side, per_call(begin.allocations, end.allocations));
}

void print(const Arguments& arguments, const Mark& begin, const Mark& end) {
  Counts latencies(k_buckets);
  for (size_t i = 0; i < k_buckets; ++i) latencies[i] = end.latencies[i] - begin.latencies[i];
  const double calls = static_cast<double>(total(latencies));
  if (calls == 0) die("no call was completed between the marks");
  const double seconds = std::chrono::duration<double>(end.time - begin.time).count();
  std::printf("{\"round\": %u", arguments.number<unsigned>("round"));
  for (const char* label : {"system", "workload", "placement"})
    std::printf(", \"%s\": \"%s\"", label, arguments.text(label).c_str());
  std::printf(", \"seconds\": %.4f, \"calls\": %.0f, \"calls_per_s\": %.1f", seconds, calls,
              calls / seconds);
  std::printf(", \"p50_us\": %.3f, \"p99_us\": %.3f",
              static_cast<double>(percentile(latencies, 0.50)) / 1000,
              static_cast<double>(percentile(latencies, 0.99)) / 1000);
  print_side("client", begin.client, end.client, calls);
  print_side("server", begin.server, end.server, calls);
  std::printf("}\n");
}

void run(EchoClient& client, const std::string& outstanding, const Arguments& arguments,
         Recorder& recorder) {
  if (outstanding == "blocking")
    client.call_one_by_one(recorder);
  else
    client.keep_outstanding(arguments.number<unsigned>("outstanding"), recorder);
}

void measure(const Arguments& arguments) {
  Control control(arguments.number<uint16_t>("control"));
  const auto client = make_echo_client(arguments);
  Recorder recorder;
  Mark begin;
  Mark end;
  std::thread calls([&] { run(*client, arguments.text("outstanding"), arguments, recorder); });
  wait(arguments.number<double>("warm-up"));
  take(begin, control, recorder);
  wait(arguments.number<double>("seconds"));
  take(end, control, recorder);
  recorder.stop();
  calls.join();
  print(arguments, begin, end);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  bench::measure(bench::Arguments(argc, argv));
  return 0;
}

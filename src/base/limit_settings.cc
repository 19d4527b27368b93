// The table of limits by name.
#include "base/limit_settings.h"

#include <algorithm>
#include <charconv>
#include <type_traits>

namespace farcall {
namespace {

template <auto Member>
constexpr LimitSetting setting(std::string_view name, uint64_t least, uint64_t most) {
  using Type = std::remove_cvref_t<decltype(Limits{}.*Member)>;
  constexpr bool number = std::is_integral_v<Type>;
  const auto set = [](Limits& limits, uint64_t value) {
    if constexpr (number)
      limits.*Member = static_cast<Type>(value);
    else
      limits.*Member = Type{static_cast<typename Type::rep>(value)};
  };
  const auto get = [](const Limits& limits) {
    if constexpr (number)
      return static_cast<uint64_t>(limits.*Member);
    else
      return static_cast<uint64_t>((limits.*Member).count());
  };
  return {name, least, most, set, get};
}

constexpr uint64_t k_day = 24 * 3600;
constexpr uint64_t k_day_in_ms = k_day * 1000;
constexpr uint64_t k_gib_2 = (uint64_t{2} << 30) - 1;  // the most that MaxRpcSize can say
constexpr uint64_t k_million = 1'000'000;

#define FARCALL_LIMIT(name, least, most) setting<&Limits::name>(#name, least, most)
constexpr LimitSetting k_settings[] = {
    // A server may answer 2048 whatever it is offered; frag_length has 16 bits, fragments end at multiples of 8.
    FARCALL_LIMIT(max_frag, 2048, 65528),
    FARCALL_LIMIT(must_recv_frag, 1432, 2048),
    FARCALL_LIMIT(max_handshake_pdu, 2048, 65535),
    FARCALL_LIMIT(max_request, 1024, k_gib_2),
    FARCALL_LIMIT(max_response, 1024, k_gib_2),
    FARCALL_LIMIT(reserve_on_claim, 1024, 16u << 20),
    FARCALL_LIMIT(max_empty_fragments, 1, k_million),
    FARCALL_LIMIT(max_contexts_per_bind, 1, 255),
    FARCALL_LIMIT(max_contexts_per_association, 1, 65535),
    FARCALL_LIMIT(max_calls_per_association, 1, 1u << 20),
    FARCALL_LIMIT(max_calls_per_process, 1, 1u << 24),
    FARCALL_LIMIT(max_queued_requests, 2, k_million),
    FARCALL_LIMIT(cancel_burst, 1, k_million),
    FARCALL_LIMIT(cancels_per_second, 1, k_million),
    FARCALL_LIMIT(max_context_handles_per_association, 1, 1u << 24),
    FARCALL_LIMIT(max_context_handles, 1, 1u << 26),
    FARCALL_LIMIT(pipe_buffer, 8192, 16u << 20),
    FARCALL_LIMIT(max_connections, 1, k_million),
    FARCALL_LIMIT(max_connections_per_peer, 1, k_million),
    FARCALL_LIMIT(max_noncausal_connections, 1, 64),
    FARCALL_LIMIT(max_exclusive_connections, 1, 65536),
    FARCALL_LIMIT(first_pdu, 10, k_day_in_ms),
    FARCALL_LIMIT(fragment_gap, 10, k_day_in_ms),
    FARCALL_LIMIT(linger, 1, k_day_in_ms),
    FARCALL_LIMIT(connect_timeout, 10, k_day_in_ms),
    FARCALL_LIMIT(com_timeout_step, 1, k_day / 10),
    FARCALL_LIMIT(output_high_water, 65536, 1u << 30),
    FARCALL_LIMIT(max_security_contexts, 1, 65536),
    FARCALL_LIMIT(max_unfinished_handshakes, 1, 1024),
    FARCALL_LIMIT(max_handshake_threads, 1, 1024),
    FARCALL_LIMIT(handshake, 10, k_day_in_ms),
    FARCALL_LIMIT(ndr_memory_factor, 4, 64),
    FARCALL_LIMIT(ndr_memory_base, 4096, 1u << 30),
    FARCALL_LIMIT(ndr_claimed_memory, 65536, 1u << 30),
    FARCALL_LIMIT(async_state_reuse_calls, 1, 10 * k_million),
    FARCALL_LIMIT(async_state_reuse_delay, 0, k_day_in_ms),
    FARCALL_LIMIT(unanswered_call_report, 10, k_day_in_ms),
    FARCALL_LIMIT(max_dispatch_threads, 1, 65536),
    FARCALL_LIMIT(max_error_records, 1, 64),
    FARCALL_LIMIT(max_error_info, 256, 65535),
};
#undef FARCALL_LIMIT

// Whether one setting is understood.
bool apply_one(Limits& limits, std::string_view item) {
  const size_t equals = item.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view digits = item.substr(equals + 1);
  uint64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, value);
  if (digits.empty() || error != std::errc{} || stopped != end) return false;
  const LimitSetting* const found =
      std::ranges::find(k_settings, item.substr(0, equals), &LimitSetting::name);
  if (found == std::end(k_settings) || value < found->least || value > found->most) return false;
  found->set(limits, value);
  return true;
}

}  // namespace

std::span<const LimitSetting> limit_settings() {
  return k_settings;
}

std::vector<std::string_view> apply_limits(Limits& limits, std::string_view text) {
  std::vector<std::string_view> wrong;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const std::string_view item = text.substr(0, comma);
    if (!item.empty() && !apply_one(limits, item)) wrong.push_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return wrong;
}

}  // namespace farcall

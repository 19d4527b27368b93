// Presentation contexts: what bind and alter_context propose, and the results in their answers
// (C706 12.6.3.1, p_cont_list_t, p_result_list_t, p_syntax_id_t).
//
// 1. A list is checked as a whole when its PDU is decoded; walking it afterwards cannot fail.
// 2. Lists are views into the PDU, in the peer's byte order.
#pragma once

#include <span>

#include "base/bytes.h"
#include "base/result.h"
#include "base/uuid.h"
#include "wire/cursor.h"

namespace farcall::wire {

inline constexpr size_t k_syntax_size = 20;
inline constexpr size_t k_context_result_size = 24;

// if_version: the major version in the low half.
[[nodiscard]] SyntaxId load_syntax(const uint8_t* at, bool big_endian);
void write_syntax(Pen& out, const SyntaxId& syntax);

// p_cont_elem_t, received.
class ContextElement {
 public:
  uint16_t p_cont_id = 0;
  uint8_t n_transfer_syn = 0;  // can be 0
  SyntaxId abstract_syntax;

  // `index` < n_transfer_syn.
  [[nodiscard]] SyntaxId transfer_syntax(size_t index) const {
    return load_syntax(transfer_syntaxes_.data() + index * k_syntax_size, big_endian_);
  }

 private:
  friend class ContextList;
  Bytes transfer_syntaxes_;
  bool big_endian_ = false;
};

// p_cont_list_t, received.
class ContextList {
 public:
  ContextList() = default;
  // Takes the list from the front of `in`. RPC_S_PROTOCOL_ERROR when an element does not fit.
  static Result<ContextList> decode(Cursor& in, bool big_endian);

  [[nodiscard]] uint8_t n_context_elem() const { return count_; }

  // visit(const ContextElement&) for each, in order.
  template <class Visit>
  void for_each(Visit visit) const {
    Bytes rest = elements_;
    for (unsigned i = 0; i < count_; ++i) visit(take_element(rest, big_endian_));
  }

 private:
  static ContextElement take_element(Bytes& rest, bool big_endian);
  Bytes elements_;
  uint8_t count_ = 0;
  bool big_endian_ = false;
};

// p_cont_elem_t, to be sent.
struct ContextProposal {
  uint16_t p_cont_id = 0;
  SyntaxId abstract_syntax;
  std::span<const SyntaxId> transfer_syntaxes;
};
void write_context_list(Pen& out, std::span<const ContextProposal> contexts);

enum class ContextResult : uint16_t {
  acceptance = 0,
  user_rejection = 1,
  provider_rejection = 2,
  negotiate_ack = 3,  // [MS-RPCE] 2.2.2.4: `reason` holds the feature bits
};

// p_provider_reason_t
inline constexpr uint16_t k_reason_not_specified = 0;
inline constexpr uint16_t k_abstract_syntax_not_supported = 1;
inline constexpr uint16_t k_proposed_transfer_syntaxes_not_supported = 2;
inline constexpr uint16_t k_local_limit_exceeded = 3;

// p_result_t
struct ContextOutcome {
  ContextResult result = ContextResult::acceptance;
  uint16_t reason = k_reason_not_specified;
  SyntaxId transfer_syntax;  // zero unless accepted
};

// p_result_list_t, received. The n-th outcome answers the n-th element of the proposal.
class OutcomeList {
 public:
  OutcomeList() = default;
  static Result<OutcomeList> decode(Cursor& in, bool big_endian);

  [[nodiscard]] uint8_t n_results() const { return count_; }
  // `index` < n_results.
  [[nodiscard]] ContextOutcome operator[](size_t index) const;

 private:
  Bytes outcomes_;
  uint8_t count_ = 0;
  bool big_endian_ = false;
};
void write_outcome_list(Pen& out, std::span<const ContextOutcome> outcomes);

}  // namespace farcall::wire

// Context and result lists, C706 12.6.3.1. Every element has a fixed part and a count of syntaxes;
// counts are multiplied out and compared with what is left before anything is read.
#include "wire/presentation.h"

#include <algorithm>

#include <cassert>

namespace farcall::wire {
namespace {
// p_cont_id, n_transfer_syn, reserved, abstract syntax.
constexpr size_t k_element_size = 4 + k_syntax_size;
// The list's count and its three reserved octets.
constexpr size_t k_list_head_size = 4;
}  // namespace

SyntaxId load_syntax(const uint8_t* at, bool big_endian) {
  const uint32_t if_version = load_u32(at + 16, big_endian);
  return {load_uuid(at, big_endian), static_cast<uint16_t>(if_version & 0xffff),
          static_cast<uint16_t>(if_version >> 16)};
}

void write_syntax(Pen& out, const SyntaxId& syntax) {
  out.uuid(syntax.uuid);
  out.u16(syntax.major);
  out.u16(syntax.minor);
}

Result<ContextList> ContextList::decode(Cursor& in, bool big_endian) {
  // Behind a count of none the padding may be missing. Observed: Samba.
  const bool empty = in.left() != 0 && in.rest()[0] == 0;
  RPC_TRY(const Bytes head,
          in.take(empty ? std::min(in.left(), k_list_head_size) : k_list_head_size));
  ContextList list;
  list.count_ = head[0];
  list.big_endian_ = big_endian;
  const Bytes start = in.rest();
  for (unsigned i = 0; i < list.count_; ++i) {
    RPC_TRY(const Bytes element, in.take(k_element_size));
    RPC_TRY(in.take(size_t{element[2]} * k_syntax_size));
  }
  list.elements_ = start.first(start.size() - in.left());
  return list;
}

ContextElement ContextList::take_element(Bytes& rest, bool big_endian) {
  ContextElement element;
  const uint8_t* at = rest.data();
  element.p_cont_id = load_u16(at, big_endian);
  element.n_transfer_syn = at[2];
  element.abstract_syntax = load_syntax(at + 4, big_endian);
  element.transfer_syntaxes_ = rest.subspan(k_element_size, element.n_transfer_syn * k_syntax_size);
  element.big_endian_ = big_endian;
  rest = rest.subspan(k_element_size + element.transfer_syntaxes_.size());
  return element;
}

void write_context_list(Pen& out, std::span<const ContextProposal> contexts) {
  assert(contexts.size() <= 255);
  out.u8(static_cast<uint8_t>(contexts.size()));
  out.u8(0);
  out.u16(0);
  for (const ContextProposal& context : contexts) {
    assert(context.transfer_syntaxes.size() <= 255);
    out.u16(context.p_cont_id);
    out.u8(static_cast<uint8_t>(context.transfer_syntaxes.size()));
    out.u8(0);
    write_syntax(out, context.abstract_syntax);
    for (const SyntaxId& syntax : context.transfer_syntaxes) write_syntax(out, syntax);
  }
}

Result<OutcomeList> OutcomeList::decode(Cursor& in, bool big_endian) {
  RPC_TRY(const Bytes head, in.take(k_list_head_size));
  OutcomeList list;
  list.count_ = head[0];
  list.big_endian_ = big_endian;
  RPC_TRY(list.outcomes_, in.take(size_t{list.count_} * k_context_result_size));
  return list;
}

ContextOutcome OutcomeList::operator[](size_t index) const {
  assert(index < count_);
  const uint8_t* at = outcomes_.data() + index * k_context_result_size;
  return {static_cast<ContextResult>(load_u16(at, big_endian_)), load_u16(at + 2, big_endian_),
          load_syntax(at + 4, big_endian_)};
}

void write_outcome_list(Pen& out, std::span<const ContextOutcome> outcomes) {
  assert(outcomes.size() <= 255);
  out.u8(static_cast<uint8_t>(outcomes.size()));
  out.u8(0);
  out.u16(0);
  for (const ContextOutcome& outcome : outcomes) {
    out.u16(static_cast<uint16_t>(outcome.result));
    out.u16(outcome.reason);
    write_syntax(out, outcome.transfer_syntax);
  }
}

}  // namespace farcall::wire

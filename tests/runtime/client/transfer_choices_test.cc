// What an association group keeps of negotiations.
#include "runtime/client/transfer_choices.h"

#include <gtest/gtest.h>

namespace farcall::runtime::client {
namespace {

constexpr SyntaxId k_all[] = {k_ndr20, k_ndr64};
const protocol::InterfaceOffer k_one{{{1, 2, 3, {4}}, 1, 0}, k_all};
const protocol::InterfaceOffer k_other{{{5, 6, 7, {8}}, 1, 0}, k_all};
const protocol::InterfaceOffer k_one_in_ndr20{k_one.abstract};

TEST(TransferChoices, are_kept_for_each_interface) {
  TransferChoices choices;
  EXPECT_EQ(choices.find(k_one), choices.k_unknown);
  choices.learn(k_one, k_ndr64);
  choices.learn(k_other, k_ndr20);
  EXPECT_EQ(choices.find(k_one), 1);
  EXPECT_EQ(choices.find(k_other), 0);
  choices.learn(k_one, k_ndr20);
  EXPECT_EQ(choices.find(k_one), 0);
}

TEST(TransferChoices, are_forgotten_when_they_were_wrong) {
  TransferChoices choices;
  choices.forget(k_one);
  choices.learn(k_one, k_ndr64);
  choices.forget(k_one);
  EXPECT_EQ(choices.find(k_one), choices.k_unknown);
}

TEST(TransferChoices, of_one_stub_say_nothing_of_another_with_fewer_syntaxes) {
  TransferChoices choices;
  choices.learn(k_one_in_ndr20, k_ndr20);
  EXPECT_EQ(choices.find(k_one_in_ndr20), choices.k_unknown) << "there is nothing to choose";
  choices.learn(k_one, k_ndr64);
  EXPECT_EQ(choices.find(k_one_in_ndr20), choices.k_unknown);
  choices.learn(k_one, {{9, 9, 9, {9}}, 1, 0});
  EXPECT_EQ(choices.find(k_one), 1);
}

}  // namespace
}  // namespace farcall::runtime::client

// What the ACF does to operations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "idl/back/c_header.h"
#include "support.h"

namespace farcall::idl {
namespace {

using testing::HasSubstr;

const BackOptions k_options;

TEST(Acf, AR_001_async_has_no_place_in_the_idl_file) {
  const Compiled compiled(in_interface("[async] void F([in] handle_t h);"));
  EXPECT_THAT(compiled.messages(),
              HasSubstr("error: attribute 'async' belongs in the ACF, not in the IDL file"));
}

TEST(Acf, AR_002_the_state_of_an_asynchronous_operation_stands_before_all_parameters) {
  const Compiled compiled(in_interface("long F([in] long x, [in] handle_t h);"),
                          "interface test { [async] F(); }");
  ASSERT_EQ(compiled.errors(), 0u) << compiled.messages();
  EXPECT_EQ(prototype(compiled.operation(), "F", k_options),
            "void F(PRPC_ASYNC_STATE F_AsyncHandle, long x, handle_t h)");
}

TEST(Acf, AR_002_the_state_stands_before_a_handle_that_the_acf_adds) {
  const Compiled compiled(in_interface("void F([in] long x);"),
                          "interface test { [async, explicit_handle] F(); }");
  EXPECT_EQ(prototype(compiled.operation(), "F", k_options),
            "void F(PRPC_ASYNC_STATE F_AsyncHandle, handle_t IDL_handle, long x)");
}

TEST(Acf, AR_003_async_is_not_for_com_interfaces) {
  const Compiled compiled(
      "[object, uuid(9d1c6e00-7a51-4c0e-8f00-0000000000ee)] interface test { void F(); }",
      "interface test { [async] F(); }");
  EXPECT_THAT(compiled.messages(), HasSubstr("'async' is not for COM interfaces"));
}

TEST(Acf, allocate_says_when_it_has_no_effect) {
  const auto warned = [](const std::string& arguments) {
    const Compiled compiled(in_interface("typedef long *P; void F([in] handle_t h, [out] P *p);"),
                            "interface test { typedef [allocate(" + arguments + ")] P; }");
    EXPECT_EQ(compiled.errors(), 0u) << compiled.messages();
    return compiled.messages();
  };
  EXPECT_EQ(warned("single_node, free"), "");
  EXPECT_THAT(warned("single_node, dont_free"), HasSubstr("stubs free what they send"));
  EXPECT_THAT(warned("all_nodes"), HasSubstr("each node is allocated by itself"));
}

TEST(Acf, another_name_is_taken_for_the_only_interface_of_a_file) {
  const Compiled compiled(in_interface("void F([in] handle_t h);"),
                          "interface tset { [async] F(); }");
  EXPECT_EQ(compiled.errors(), 0u);
  EXPECT_THAT(compiled.messages(), HasSubstr("warning: the IDL file has no interface 'tset'"));
  EXPECT_TRUE(compiled.operation().is_async);
}

TEST(Acf, async_of_the_interface_holds_for_all_its_operations) {
  const Compiled compiled(in_interface("void F(); void G();"),
                          "[async, explicit_handle] interface test { }");
  EXPECT_TRUE(compiled.operation(0).is_async);
  EXPECT_TRUE(compiled.operation(1).is_async);
}

TEST(Acf, operations_override_the_handle_of_their_interface) {
  const Compiled compiled(
      in_interface("void F(); void G(); void H([in] handle_t h);"),
      "[implicit_handle(handle_t all)] interface test { [explicit_handle] G(); }");
  EXPECT_EQ(compiled.operation(0).handle, HandleKind::implicit);
  EXPECT_EQ(compiled.operation(1).handle, HandleKind::explicit_);
  EXPECT_EQ(compiled.operation(2).handle, HandleKind::explicit_);
  EXPECT_EQ(compiled.interface().implicit_name, "all");
}

TEST(Acf, an_operation_without_any_handle_binds_automatically) {
  EXPECT_EQ(Compiled(in_interface("void F();")).operation().handle, HandleKind::automatic);
}

TEST(Acf, code_of_an_operation_overrides_nocode_of_the_interface) {
  const Compiled compiled(in_interface("void F(); void G();"),
                          "[nocode] interface test { [code] G(); }");
  EXPECT_TRUE(compiled.operation(0).no_code);
  EXPECT_FALSE(compiled.operation(1).no_code);
}

}  // namespace
}  // namespace farcall::idl

// RpcImpersonateClient: refused unless the administrator says what is enough, and on threads for files only. What needs
// privileges is tried when there are some; without them all of it must be refused.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <thread>

#include "fixture.h"

namespace {

constexpr uid_t k_nobody = 65534;
constexpr long k_on_another_thread = 2;

// FARCALL_IMPERSONATION while it lives.
struct Enough {
  explicit Enough(const char* word) { setenv("FARCALL_IMPERSONATION", word, 1); }
  Enough(const Enough&) = delete;
  Enough& operator=(const Enough&) = delete;
  ~Enough() { unsetenv("FARCALL_IMPERSONATION"); }
};

// A file that its owner alone may read.
struct OwnFile {
  OwnFile() {
    const int file = mkostemp(path, O_CLOEXEC);
    EXPECT_GE(file, 0);
    EXPECT_EQ(fchmod(file, 0600), 0);
    close(file);
  }
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;
  ~OwnFile() { unlink(path); }
  char path[40] = "/tmp/farcall-own-XXXXXX";
};

struct Reached {
  long status = -1;
  long error = -1;
  friend bool operator==(const Reached&, const Reached&) = default;
};

Reached reach(handle_t binding, long impersonate, const char* path) {
  Reached reached;
  const RPC_STATUS raised =
      raised_by([&] { reached.status = Reach(binding, impersonate, path, &reached.error); });
  EXPECT_EQ(raised, RPC_S_OK);
  return reached;
}

// Over ncalrpc without authentication, from a thread whose user is nobody: the kernel says so to the server.
Reached reach_as_nobody(long impersonate, const char* path) {
  Reached reached;
  std::thread([&] {
    EXPECT_EQ(syscall(SYS_setresuid, -1, k_nobody, -1), 0);
    Binding binding(VaultServer::get().local);
    EXPECT_EQ(RpcBindingSetOption(binding, RPC_C_OPT_UNIQUE_BINDING, TRUE), RPC_S_OK);
    reached = reach(binding, impersonate, path);
  }).join();
  return reached;
}

TEST(Impersonation, is_refused_unless_the_administrator_says_what_is_enough) {
  const OwnFile own;
  Binding binding(VaultServer::get().local);
  EXPECT_EQ(reach(binding, true, own.path), (Reached{RPC_S_CANNOT_SUPPORT, 0}));
  const Enough misspelt("Thread");
  EXPECT_EQ(reach(binding, true, own.path), (Reached{RPC_S_CANNOT_SUPPORT, 0}));
}

TEST(Impersonation, of_a_token_changes_nothing) {
  const OwnFile own;
  const Enough token("token");
  Binding binding(VaultServer::get().local);
  EXPECT_EQ(reach(binding, true, own.path), (Reached{RPC_S_OK, 0}));
}

TEST(Impersonation, of_unauthenticated_callers_has_no_context) {
  const OwnFile own;
  for (const char* word : {"token", "thread"}) {
    const Enough enough(word);
    Binding binding(VaultServer::get().tcp);
    EXPECT_EQ(reach(binding, true, own.path).status, RPC_S_NO_CONTEXT_AVAILABLE);
  }
}

// alice has a ticket, and no account on this computer.
TEST(Impersonation, of_who_has_no_account_here_is_refused) {
  const OwnFile own;
  const Enough enough("thread");
  for (const Mechanism& mechanism : {k_mechanisms[0], k_mechanisms[1]}) {
    Binding binding(VaultServer::get().tcp);
    binding.authenticate(mechanism, RPC_C_AUTHN_LEVEL_PKT_PRIVACY);
    EXPECT_EQ(reach(binding, true, own.path), (Reached{RPC_S_CANNOT_SUPPORT, 0}));
  }
}

TEST(Impersonation, of_a_thread_reaches_what_the_caller_may_and_ends_with_the_call) {
  const OwnFile own;
  const Enough enough("thread");
  if (geteuid() != 0) {
    Binding binding(VaultServer::get().local);
    EXPECT_EQ(reach(binding, true, own.path), (Reached{RPC_S_CANNOT_SUPPORT, 0}));
    return;
  }
  EXPECT_EQ(reach_as_nobody(false, own.path), (Reached{RPC_S_OK, 0})) << "the server itself may";
  EXPECT_EQ(reach_as_nobody(true, own.path), (Reached{RPC_S_OK, EACCES}));
  EXPECT_EQ(reach_as_nobody(true, "/etc/passwd"), (Reached{RPC_S_OK, 0}));
  // Whatever thread serves these: none is still nobody.
  for (int i = 0; i < 32; ++i)
    EXPECT_EQ(reach_as_nobody(false, own.path), (Reached{RPC_S_OK, 0})) << i;
}

TEST(Impersonation, AR_126_of_another_thread_with_the_handle_of_the_call_ends_when_it_reverts) {
  const OwnFile own;
  const Enough enough("thread");
  // The system lets only root take another uid. As root, like CI, it runs and can fail.
  if (geteuid() != 0) GTEST_SKIP() << "to be somebody else needs root";
  EXPECT_EQ(reach_as_nobody(k_on_another_thread, own.path), (Reached{RPC_S_OK, EACCES}));
  EXPECT_EQ(reach_as_nobody(k_on_another_thread, "/etc/passwd"), (Reached{RPC_S_OK, 0}));
}

}  // namespace

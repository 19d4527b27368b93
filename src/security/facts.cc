// The client's name in the form that RpcBindingInqAuthClient gives on Windows.
#include "security/facts.h"

namespace farcall::security {

std::string Facts::windows_name() const {
  if (account && !account->name.empty()) return account->domain + '\\' + account->name;
  return client_name;
}

}  // namespace farcall::security

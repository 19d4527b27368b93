#include "capi/win32/host_name.h"

#include <farcall/sdk/sysinfoapi.h>
#include <netdb.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "capi/text.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

std::string plain_host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? std::string(name) : std::string("localhost");
}

}  // namespace

std::string dns_host_name() {
  const std::string plain = plain_host_name();
  if (plain.find('.') != std::string::npos) return plain;
  addrinfo hints{};
  hints.ai_flags = AI_CANONNAME;
  addrinfo* found = nullptr;
  if (getaddrinfo(plain.c_str(), nullptr, &hints, &found) != 0) return plain;
  std::string full = found->ai_canonname ? found->ai_canonname : "";
  freeaddrinfo(found);
  return full.starts_with(plain + ".") ? full : plain;
}

std::string netbios_host_name() {
  std::string name = plain_host_name();
  name.resize(std::min(name.find('.'), name.size()));
  name.resize(std::min<size_t>(name.size(), MAX_COMPUTERNAME_LENGTH));
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

namespace {

template <class Text, class Unit>
BOOL give_name(const Text& name, Unit* buffer, LPDWORD size) {
  if (!buffer || !size) return fail(ERROR_INVALID_PARAMETER, FALSE);
  const auto need = static_cast<DWORD>(name.size());
  if (*size <= need) {
    *size = need + 1;
    return fail(ERROR_BUFFER_OVERFLOW, FALSE);
  }
  std::memcpy(buffer, name.c_str(), (name.size() + 1) * sizeof(Unit));
  *size = need;
  return TRUE;
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

BOOL WINAPI GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize) {
  return capi::give_name(capi::netbios_host_name(), lpBuffer, nSize);
}

BOOL WINAPI GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize) {
  return capi::give_name(capi::utf16_from_utf8(capi::netbios_host_name()), lpBuffer, nSize);
}

}  // extern "C"

// GetModuleFileName: where the program's file is, by the kernel's word.
#include <farcall/sdk/libloaderapi.h>
#include <farcall/sdk/winerror.h>
#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>

#include "capi/text.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

std::string program_file() {
  std::array<char, PATH_MAX> path{};
  const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  return size < 0 ? std::string() : std::string(path.data(), static_cast<size_t>(size));
}

template <class Text, class Unit>
DWORD give(HMODULE module, const Text& name, Unit* out, DWORD size) {
  if (module || name.empty()) return fail(ERROR_MOD_NOT_FOUND, DWORD{0});
  if (!out || size == 0) return fail(ERROR_INSUFFICIENT_BUFFER, DWORD{0});
  const bool fits = name.size() < size;
  const size_t number = fits ? name.size() : size - 1;
  std::transform(name.begin(), name.begin() + static_cast<ptrdiff_t>(number), out,
                 [](auto unit) { return static_cast<Unit>(unit); });
  out[number] = 0;
  return fits ? static_cast<DWORD>(number) : fail(ERROR_INSUFFICIENT_BUFFER, size);
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

DWORD WINAPI GetModuleFileNameA(HMODULE hModule, LPSTR lpFilename, DWORD nSize) {
  return capi::give(hModule, capi::program_file(), lpFilename, nSize);
}

DWORD WINAPI GetModuleFileNameW(HMODULE hModule, LPWSTR lpFilename, DWORD nSize) {
  return capi::give(hModule, capi::utf16_from_utf8(capi::program_file()), lpFilename, nSize);
}

}  // extern "C"

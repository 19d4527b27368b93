// FormatMessage: texts of errors. Those of RPC are DceErrorInqText's; the others that this library gives stand here.
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/winbase_messages.h>
#include <farcall/sdk/winerror.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>

#include "capi/text.h"
#include "capi/win32/win32.h"

namespace farcall::capi {
namespace {

struct ErrorText {
  DWORD error;
  const char* text;
};
constexpr ErrorText k_texts[] = {
    {ERROR_TOO_MANY_OPEN_FILES, "The process has too many descriptors open."},
    {ERROR_INVALID_HANDLE, "The handle is not valid."},
    {ERROR_NOT_ENOUGH_MEMORY, "There is not enough memory."},
    {ERROR_GEN_FAILURE, "The system call failed."},
    {ERROR_NOT_SUPPORTED, "This is not supported here."},
    {ERROR_BUFFER_OVERFLOW, "The text is too long."},
    {ERROR_MOD_NOT_FOUND, "The module is not there."},
    {ERROR_MORE_DATA, "There is more than the buffer holds."},
    {ERROR_NOT_OWNER, "The calling thread does not own the object."},
    {ERROR_TOO_MANY_POSTS, "The semaphore would pass its maximum."},
    {ERROR_MR_MID_NOT_FOUND, "There is no text for this number."},
    {ERROR_NO_UNICODE_TRANSLATION, "The text has characters that cannot be converted."},
    {ERROR_SERVICE_ALREADY_RUNNING, "The services of this program run already."},
    {ERROR_FAILED_SERVICE_CONTROLLER_CONNECT,
     "No service manager has started this program: it runs as a unit of systemd."},
    {ERROR_DATABASE_DOES_NOT_EXIST,
     "There is no database of services here: install a unit with systemctl."},
    {ERROR_SERVICE_NOT_IN_EXE, "This program has no service of that name."},
    {ERROR_INVALID_SID, "The SID is not valid."},
    {ERROR_CANT_ACCESS_DOMAIN_INFO, "There is no Windows domain here."},
    {ERROR_NO_SUCH_DOMAIN, "The domain is not known here."},
};

// Empty: there is none.
std::string text_of(DWORD error) {
  std::array<unsigned char, DCE_C_ERROR_STRING_LEN> text{};
  if (DceErrorInqTextA(static_cast<RPC_STATUS>(error), text.data()) == RPC_S_OK)
    return reinterpret_cast<const char*>(text.data());
  const auto* const found = std::ranges::find(k_texts, error, &ErrorText::error);
  return found == std::end(k_texts) ? std::string() : found->text;
}

template <class Unit, class Text>
DWORD give(const Text& text, DWORD flags, Unit* buffer, DWORD size) {
  Unit* out = buffer;
  if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
    const size_t units = std::max<size_t>(text.size() + 1, size);
    out = static_cast<Unit*>(std::calloc(units, sizeof(Unit)));
    if (!out) return fail(ERROR_NOT_ENOUGH_MEMORY, DWORD{0});
    std::memcpy(buffer, &out, sizeof out);
  } else if (text.size() >= size) {
    return fail(ERROR_INSUFFICIENT_BUFFER, DWORD{0});
  }
  std::memcpy(out, text.data(), text.size() * sizeof(Unit));
  out[text.size()] = 0;
  return static_cast<DWORD>(text.size());
}

// CR and LF behind the line, as on Windows; programs cut them off.
DWORD find(DWORD flags, DWORD error, const void* buffer, std::string& text) {
  if (!buffer) return ERROR_INVALID_PARAMETER;
  if (!(flags & FORMAT_MESSAGE_FROM_SYSTEM)) return ERROR_NOT_SUPPORTED;
  text = text_of(error);
  if (text.empty()) return ERROR_MR_MID_NOT_FOUND;
  text += "\r\n";
  return 0;
}

}  // namespace
}  // namespace farcall::capi

using namespace farcall;

extern "C" {

DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID, DWORD dwMessageId, DWORD, LPSTR lpBuffer,
                            DWORD nSize, va_list*) {
  std::string text;
  const DWORD error = capi::find(dwFlags, dwMessageId, lpBuffer, text);
  return error ? capi::fail(error, DWORD{0}) : capi::give(text, dwFlags, lpBuffer, nSize);
}

DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID, DWORD dwMessageId, DWORD, LPWSTR lpBuffer,
                            DWORD nSize, va_list*) {
  std::string text;
  const DWORD error = capi::find(dwFlags, dwMessageId, lpBuffer, text);
  if (error) return capi::fail(error, DWORD{0});
  return capi::give(capi::utf16_from_utf8(text), dwFlags, lpBuffer, nSize);
}

}  // extern "C"

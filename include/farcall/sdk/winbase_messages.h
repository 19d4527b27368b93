/* The text of an error. */
#ifndef FARCALL_SDK_WINBASE_MESSAGES_H
#define FARCALL_SDK_WINBASE_MESSAGES_H

#include <stdarg.h>

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x0100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x0200
#define FORMAT_MESSAGE_FROM_STRING 0x0400
#define FORMAT_MESSAGE_FROM_HMODULE 0x0800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x2000

#ifndef LANG_NEUTRAL
#define LANG_NEUTRAL 0
#endif

/* FORMAT_MESSAGE_FROM_SYSTEM only: the English text of a status of RPC or of a Windows error that this library gives,
   with CR and LF behind it. The characters without the NUL. With ALLOCATE_BUFFER `lpBuffer` is the address of a pointer,
   freed with LocalFree. 0: ERROR_MR_MID_NOT_FOUND, ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_PARAMETER,
   ERROR_NOT_SUPPORTED (texts of modules and of the program). */
FARCALL_API DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
                                        DWORD dwLanguageId, LPSTR lpBuffer, DWORD nSize,
                                        va_list* Arguments);
FARCALL_API DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
                                        DWORD dwLanguageId, LPWSTR lpBuffer, DWORD nSize,
                                        va_list* Arguments);

#ifdef UNICODE
#define FormatMessage FormatMessageW
#else
#define FormatMessage FormatMessageA
#endif

#ifdef __cplusplus
}
#endif

#endif

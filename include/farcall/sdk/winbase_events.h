/* The event log, which is syslog here. */
#ifndef FARCALL_SDK_WINBASE_EVENTS_H
#define FARCALL_SDK_WINBASE_EVENTS_H

#include "farcall_api.h"
#include "windef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define EVENTLOG_SUCCESS 0x0000
#define EVENTLOG_ERROR_TYPE 0x0001
#define EVENTLOG_WARNING_TYPE 0x0002
#define EVENTLOG_INFORMATION_TYPE 0x0004
#define EVENTLOG_AUDIT_SUCCESS 0x0008
#define EVENTLOG_AUDIT_FAILURE 0x0010

/* NULL: RPC_S_SERVER_UNAVAILABLE, of another computer's log; ERROR_INVALID_PARAMETER. */
FARCALL_API HANDLE WINAPI RegisterEventSourceA(LPCSTR lpUNCServerName, LPCSTR lpSourceName);
FARCALL_API HANDLE WINAPI RegisterEventSourceW(LPCWSTR lpUNCServerName, LPCWSTR lpSourceName);
/* Writes one line to syslog: the source, the event's number, the strings. (Message files with texts do not exist here; the
   user's SID and raw data are left out.) */
FARCALL_API BOOL WINAPI ReportEventA(HANDLE hEventLog, WORD wType, WORD wCategory, DWORD dwEventID,
                                     void* lpUserSid, WORD wNumStrings, DWORD dwDataSize,
                                     LPCSTR* lpStrings, LPVOID lpRawData);
FARCALL_API BOOL WINAPI ReportEventW(HANDLE hEventLog, WORD wType, WORD wCategory, DWORD dwEventID,
                                     void* lpUserSid, WORD wNumStrings, DWORD dwDataSize,
                                     LPCWSTR* lpStrings, LPVOID lpRawData);
FARCALL_API BOOL WINAPI DeregisterEventSource(HANDLE hEventLog);

#ifdef UNICODE
#define RegisterEventSource RegisterEventSourceW
#define ReportEvent ReportEventW
#else
#define RegisterEventSource RegisterEventSourceA
#define ReportEvent ReportEventA
#endif

#ifdef __cplusplus
}
#endif

#endif

/* Extended error information: what each layer that an error of this thread passed through knows of
 * it, newest first: the status that the program got, then what caused it, down to the number of a
 * socket error, and what the server has said.
 *
 * A server tells callers on its own computer only, unless FARCALL_ERROR_INFO=all. What CopyStrings
 * and RpcErrorSaveErrorInfo allocate is given back with free(). */
#ifndef FARCALL_SDK_RPC_ERROR_INFO_H
#define FARCALL_SDK_RPC_ERROR_INFO_H

#include "minwinbase.h"
#include "rpcdce.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RPC_EEINFO_VERSION 1
#define MaxNumberOfEEInfoParams 4

#define EEInfoPreviousRecordsMissing 1
#define EEInfoNextRecordsMissing 2
#define EEInfoUseFileTime 4

#define EEInfoGCCOM 11
#define EEInfoGCFRS 12

typedef enum tagExtendedErrorParamTypes {
  eeptAnsiString = 1,
  eeptUnicodeString,
  eeptLongVal,
  eeptShortVal,
  eeptPointerVal,
  eeptNone,
  eeptBinary
} ExtendedErrorParamTypes;

typedef struct tagBinaryParam {
  void* Buffer;
  short Size;
} BinaryParam;

typedef struct tagRPC_EE_INFO_PARAM {
  ExtendedErrorParamTypes ParameterType;
  union {
    LPSTR AnsiString;
    LPWSTR UnicodeString;
    LONG LVal;
    short SVal;
    ULONGLONG PVal;
    BinaryParam BVal;
  } u;
} RPC_EE_INFO_PARAM;

typedef struct tagRPC_EXTENDED_ERROR_INFO {
  ULONG Version;
  LPWSTR ComputerName;
  ULONG ProcessID;
  union {
    SYSTEMTIME SystemTime;
    FILETIME FileTime;
  } u;
  ULONG GeneratingComponent;
  ULONG Status;
  USHORT DetectionLocation;
  USHORT Flags;
  int NumberOfParameters;
  RPC_EE_INFO_PARAM Parameters[MaxNumberOfEEInfoParams];
} RPC_EXTENDED_ERROR_INFO;

typedef struct tagRPC_ERROR_ENUM_HANDLE {
  ULONG Signature;
  void* CurrentPos;
  void* Head;
} RPC_ERROR_ENUM_HANDLE;

/* A snapshot of the calling thread's errors; any thread may go through it. RPC_S_ENTRY_NOT_FOUND:
 * there are none. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorStartEnumeration(RPC_ERROR_ENUM_HANDLE* EnumHandle);
/* Version of ErrorInfo says RPC_EEINFO_VERSION, Flags may say EEInfoUseFileTime. Strings are valid
 * until the end of the enumeration, unless CopyStrings. RPC_S_ENTRY_NOT_FOUND after the last. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorGetNextRecord(RPC_ERROR_ENUM_HANDLE* EnumHandle,
                                                    BOOL CopyStrings,
                                                    RPC_EXTENDED_ERROR_INFO* ErrorInfo);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorGetNumberOfRecords(RPC_ERROR_ENUM_HANDLE* EnumHandle,
                                                         int* Records);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorResetEnumeration(RPC_ERROR_ENUM_HANDLE* EnumHandle);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorEndEnumeration(RPC_ERROR_ENUM_HANDLE* EnumHandle);
/* All records, wherever the enumeration stands, as bytes that another process can load. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorSaveErrorInfo(RPC_ERROR_ENUM_HANDLE* EnumHandle,
                                                    PVOID* ErrorBlob, size_t* BlobSize);
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorLoadErrorInfo(PVOID ErrorBlob, size_t BlobSize,
                                                    RPC_ERROR_ENUM_HANDLE* EnumHandle);
/* In front of the calling thread's errors; a manager routine that then raises the same status sends
 * all of them to its client. ComputerName is NULL, ProcessID, GeneratingComponent and
 * DetectionLocation are 0: ERROR_INVALID_PARAMETER otherwise. */
RPCRTAPI RPC_STATUS RPC_ENTRY RpcErrorAddRecord(RPC_EXTENDED_ERROR_INFO* ErrorInfo);
RPCRTAPI void RPC_ENTRY RpcErrorClearInformation(void);

#ifdef __cplusplus
}
#endif

#endif

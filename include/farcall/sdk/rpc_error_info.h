/* Types of extended error information. The functions that fill them are not provided yet. */
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

#ifdef __cplusplus
}
#endif

#endif

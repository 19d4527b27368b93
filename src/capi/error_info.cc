// The RpcError* functions: a thread's extended error information, record by record.
//
// An enumeration handle is the program's; its Head is a copy of the chain that End frees, and its
// CurrentPos the number of the next record.
#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcasync.h>
#include <farcall/sdk/winerror.h>

#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>

#include "base/error_record.h"
#include "base/limits.h"
#include "capi/guard.h"
#include "runtime/error_blob.h"

using namespace farcall;

namespace {

constexpr ULONG k_signature = 0x454e554d;
constexpr int64_t k_ticks_per_second = 10'000'000;
constexpr int64_t k_seconds_1601_to_1970 = 11'644'473'600;

Result<ErrorChain*> chain_of(const RPC_ERROR_ENUM_HANDLE* handle) {
  if (!handle || handle->Signature != k_signature) return Status{RPC_S_INVALID_ARG};
  return static_cast<ErrorChain*>(handle->Head);
}

Result<void> open_handle(RPC_ERROR_ENUM_HANDLE* handle, ErrorChain chain) {
  *handle = {k_signature, nullptr, new ErrorChain(std::move(chain))};
  return {};
}

SYSTEMTIME system_time(int64_t ticks) {
  const std::time_t seconds = ticks / k_ticks_per_second - k_seconds_1601_to_1970;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  const auto word = [](int64_t value) { return static_cast<WORD>(value); };
  return {word(parts.tm_year + 1900), word(parts.tm_mon + 1),     word(parts.tm_wday),
          word(parts.tm_mday),        word(parts.tm_hour),        word(parts.tm_min),
          word(parts.tm_sec),         word(ticks / 10'000 % 1000)};
}

// Texts and blobs of one record: borrowed from the chain, or copied and freed again when one of them
// cannot be.
class Lender {
 public:
  explicit Lender(bool copy) : copy_(copy) {}
  Lender(const Lender&) = delete;
  Lender& operator=(const Lender&) = delete;
  ~Lender() {
    for (void* each : copies_) std::free(each);
  }
  void* lend(const void* data, size_t size) {
    if (!copy_) return const_cast<void*>(data);
    void* copied = std::malloc(size ? size : 1);
    if (!copied) {
      failed_ = true;
      return nullptr;
    }
    std::memcpy(copied, data, size);
    copies_.push_back(copied);
    return copied;
  }
  LPWSTR lend(const std::u16string& text) {
    return static_cast<LPWSTR>(lend(text.c_str(), (text.size() + 1) * sizeof(char16_t)));
  }
  // Whether all went well; then the copies are the program's.
  bool keep() {
    if (!failed_) copies_.clear();
    return !failed_;
  }

 private:
  const bool copy_;
  bool failed_ = false;
  std::vector<void*> copies_;
};

void fill_parameter(RPC_EE_INFO_PARAM& out, const ErrorParameter& parameter, Lender& lender) {
  out.ParameterType = static_cast<ExtendedErrorParamTypes>(parameter.type);
  const std::string& bytes = parameter.bytes;
  switch (parameter.type) {
    case ErrorParameterType::ansi_string:
      out.u.AnsiString = static_cast<LPSTR>(lender.lend(bytes.c_str(), bytes.size() + 1));
      break;
    case ErrorParameterType::unicode_string:
      out.u.UnicodeString = lender.lend(parameter.text);
      break;
    case ErrorParameterType::long_value:
      out.u.LVal = static_cast<LONG>(parameter.number);
      break;
    case ErrorParameterType::short_value:
      out.u.SVal = static_cast<short>(parameter.number);
      break;
    case ErrorParameterType::pointer_value:
      out.u.PVal = static_cast<ULONGLONG>(parameter.number);
      break;
    case ErrorParameterType::binary:
      out.u.BVal = {lender.lend(bytes.data(), bytes.size()), static_cast<short>(bytes.size())};
      break;
    case ErrorParameterType::none:
      break;
  }
}

Result<void> fill(RPC_EXTENDED_ERROR_INFO& out, const ErrorRecord& record, bool copy) {
  Lender lender(copy);
  const bool file_time = (out.Flags & EEInfoUseFileTime) != 0;
  out = RPC_EXTENDED_ERROR_INFO{};
  out.Version = RPC_EEINFO_VERSION;
  if (!record.computer_name.empty()) out.ComputerName = lender.lend(record.computer_name);
  out.ProcessID = record.process_id;
  if (file_time)
    out.u.FileTime = {static_cast<DWORD>(record.time), static_cast<DWORD>(record.time >> 32)};
  else
    out.u.SystemTime = system_time(record.time);
  out.GeneratingComponent = record.component;
  out.Status = record.status;
  out.DetectionLocation = record.location;
  out.Flags = static_cast<USHORT>(record.flags | (file_time ? EEInfoUseFileTime : 0));
  out.NumberOfParameters = static_cast<int>(record.parameters.size());
  for (size_t i = 0; i < record.parameters.size(); ++i)
    fill_parameter(out.Parameters[i], record.parameters[i], lender);
  if (!lender.keep()) return Status{RPC_S_OUT_OF_MEMORY};
  return {};
}

Result<ErrorParameter> parameter_from(const RPC_EE_INFO_PARAM& in) {
  ErrorParameter parameter;
  parameter.type = static_cast<ErrorParameterType>(in.ParameterType);
  switch (in.ParameterType) {
    case eeptAnsiString:
      if (in.u.AnsiString) parameter.bytes = in.u.AnsiString;
      break;
    case eeptUnicodeString:
      for (const auto* at = in.u.UnicodeString; at && *at; ++at)
        parameter.text.push_back(static_cast<char16_t>(*at));
      break;
    case eeptLongVal:
      parameter.number = in.u.LVal;
      break;
    case eeptShortVal:
      parameter.number = in.u.SVal;
      break;
    case eeptPointerVal:
      parameter.number = static_cast<int64_t>(in.u.PVal);
      break;
    case eeptNone:
      break;
    case eeptBinary:
      if (in.u.BVal.Size < 0 || (in.u.BVal.Size > 0 && !in.u.BVal.Buffer))
        return Status{RPC_S_INVALID_ARG};
      parameter.bytes.assign(static_cast<const char*>(in.u.BVal.Buffer),
                             static_cast<size_t>(in.u.BVal.Size));
      break;
    default:
      return Status{RPC_S_INVALID_ARG};
  }
  return parameter;
}

Result<ErrorRecord> record_from(const RPC_EXTENDED_ERROR_INFO& info) {
  if (info.Version != RPC_EEINFO_VERSION || info.ComputerName || info.ProcessID != 0 ||
      info.GeneratingComponent != 0 || info.DetectionLocation != 0 || info.NumberOfParameters < 0 ||
      info.NumberOfParameters > MaxNumberOfEEInfoParams)
    return Status{RPC_S_INVALID_ARG};
  ErrorRecord record = error_record(ErrorComponent::application, static_cast<int32_t>(info.Status));
  for (int i = 0; i < info.NumberOfParameters; ++i) {
    RPC_TRY(ErrorParameter parameter, parameter_from(info.Parameters[i]));
    record.parameters.push_back(std::move(parameter));
  }
  return record;
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY RpcErrorStartEnumeration(RPC_ERROR_ENUM_HANDLE* EnumHandle) {
  return capi::guard([&]() -> Result<void> {
    if (!EnumHandle) return Status{RPC_S_INVALID_ARG};
    if (thread_errors().empty()) return Status{RPC_S_ENTRY_NOT_FOUND};
    return open_handle(EnumHandle, thread_errors());
  });
}

RPC_STATUS RPC_ENTRY RpcErrorGetNextRecord(RPC_ERROR_ENUM_HANDLE* EnumHandle, BOOL CopyStrings,
                                           RPC_EXTENDED_ERROR_INFO* ErrorInfo) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const ErrorChain* const chain, chain_of(EnumHandle));
    if (!ErrorInfo || ErrorInfo->Version != RPC_EEINFO_VERSION) return Status{RPC_S_INVALID_ARG};
    const auto position = reinterpret_cast<uintptr_t>(EnumHandle->CurrentPos);
    if (position >= chain->size()) return Status{RPC_S_ENTRY_NOT_FOUND};
    RPC_TRY(fill(*ErrorInfo, (*chain)[position], CopyStrings != 0));
    EnumHandle->CurrentPos = reinterpret_cast<void*>(position + 1);
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcErrorGetNumberOfRecords(RPC_ERROR_ENUM_HANDLE* EnumHandle, int* Records) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const ErrorChain* const chain, chain_of(EnumHandle));
    if (!Records) return Status{RPC_S_INVALID_ARG};
    *Records = static_cast<int>(chain->size());
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcErrorResetEnumeration(RPC_ERROR_ENUM_HANDLE* EnumHandle) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(chain_of(EnumHandle));
    EnumHandle->CurrentPos = nullptr;
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcErrorEndEnumeration(RPC_ERROR_ENUM_HANDLE* EnumHandle) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const ErrorChain* const chain, chain_of(EnumHandle));
    *EnumHandle = RPC_ERROR_ENUM_HANDLE{};
    delete chain;
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcErrorSaveErrorInfo(RPC_ERROR_ENUM_HANDLE* EnumHandle, PVOID* ErrorBlob,
                                           size_t* BlobSize) {
  return capi::guard([&]() -> Result<void> {
    RPC_TRY(const ErrorChain* const chain, chain_of(EnumHandle));
    if (!ErrorBlob || !BlobSize) return Status{RPC_S_INVALID_ARG};
    const std::vector<uint8_t> blob = runtime::error_blob(*chain);
    void* copied = std::malloc(blob.size());
    if (!copied) return Status{RPC_S_OUT_OF_MEMORY};
    std::memcpy(copied, blob.data(), blob.size());
    *ErrorBlob = copied;
    *BlobSize = blob.size();
    return {};
  });
}

RPC_STATUS RPC_ENTRY RpcErrorLoadErrorInfo(PVOID ErrorBlob, size_t BlobSize,
                                           RPC_ERROR_ENUM_HANDLE* EnumHandle) {
  return capi::guard([&]() -> Result<void> {
    if (!ErrorBlob || !EnumHandle) return Status{RPC_S_INVALID_ARG};
    ErrorChain chain =
        runtime::errors_from_blob({static_cast<const uint8_t*>(ErrorBlob), BlobSize});
    if (chain.empty()) return Status{RPC_S_INVALID_ARG};
    return open_handle(EnumHandle, std::move(chain));
  });
}

RPC_STATUS RPC_ENTRY RpcErrorAddRecord(RPC_EXTENDED_ERROR_INFO* ErrorInfo) {
  return capi::guard([&]() -> Result<void> {
    if (!ErrorInfo) return Status{RPC_S_INVALID_ARG};
    RPC_TRY(ErrorRecord record, record_from(*ErrorInfo));
    ErrorChain chain = thread_errors();
    chain.insert(chain.begin(), std::move(record));
    if (chain.size() > Limits{}.max_error_records) chain.resize(Limits{}.max_error_records);
    set_thread_errors(std::move(chain));
    return {};
  });
}

void RPC_ENTRY RpcErrorClearInformation(void) {
  set_thread_errors({});
}

}  // extern "C"

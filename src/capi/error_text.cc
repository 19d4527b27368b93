// DceErrorInqText: one short English line for each status of rpcnterr.h. Pure table; any thread.
#include <farcall/sdk/rpc.h>

#include <algorithm>
#include <string_view>

#include "capi/guard.h"

using namespace farcall;

namespace {

struct ErrorText {
  int32_t status;
  std::string_view text;
};

// In the order of rpcnterr.h. Names that share a number share a line.
constexpr ErrorText k_texts[] = {
    {RPC_S_OK, "The operation succeeded."},
    {RPC_S_ACCESS_DENIED, "Access is denied."},
    {RPC_S_OUT_OF_MEMORY, "There is not enough memory."},
    {RPC_S_INVALID_ARG, "An argument is not valid."},
    {RPC_S_BUFFER_TOO_SMALL, "The buffer is too small for the data."},
    {RPC_S_OUT_OF_THREADS, "No more threads can be started."},
    {RPC_S_ASYNC_CALL_PENDING, "The asynchronous call has not ended yet."},
    {RPC_S_SERVER_OUT_OF_MEMORY, "The server has not enough memory."},
    {RPC_S_UNKNOWN_PRINCIPAL, "The principal name is not known."},
    {RPC_S_INVALID_SECURITY_DESC, "The security descriptor is not valid."},
    {RPC_S_TIMEOUT, "The time allowed for the operation is over."},
    {RPC_S_INVALID_STRING_BINDING, "The string binding is not well formed."},
    {RPC_S_WRONG_KIND_OF_BINDING, "The binding handle is of the wrong kind for this operation."},
    {RPC_S_INVALID_BINDING, "The binding handle is not valid."},
    {RPC_S_PROTSEQ_NOT_SUPPORTED, "The protocol sequence is not supported."},
    {RPC_S_INVALID_RPC_PROTSEQ, "The protocol sequence is not valid."},
    {RPC_S_INVALID_STRING_UUID, "The string is not a UUID."},
    {RPC_S_INVALID_ENDPOINT_FORMAT,
     "The endpoint does not have the form of its protocol sequence."},
    {RPC_S_INVALID_NET_ADDR, "The network address is not valid."},
    {RPC_S_NO_ENDPOINT_FOUND, "No endpoint was found."},
    {RPC_S_INVALID_TIMEOUT, "The time-out value is not valid."},
    {RPC_S_OBJECT_NOT_FOUND, "The object UUID was not found."},
    {RPC_S_ALREADY_REGISTERED, "The object UUID has a type already."},
    {RPC_S_TYPE_ALREADY_REGISTERED, "The type UUID has a manager already."},
    {RPC_S_ALREADY_LISTENING, "The server listens already."},
    {RPC_S_NO_PROTSEQS_REGISTERED, "The server has no protocol sequence to listen on."},
    {RPC_S_NOT_LISTENING, "The server does not listen."},
    {RPC_S_UNKNOWN_MGR_TYPE, "The manager type is not known."},
    {RPC_S_UNKNOWN_IF, "The interface is not known."},
    {RPC_S_NO_BINDINGS, "There are no bindings."},
    {RPC_S_NO_PROTSEQS, "There are no protocol sequences."},
    {RPC_S_CANT_CREATE_ENDPOINT, "The endpoint cannot be created."},
    {RPC_S_OUT_OF_RESOURCES, "The system has not enough resources for the operation."},
    {RPC_S_SERVER_UNAVAILABLE, "The server cannot be reached."},
    {RPC_S_SERVER_TOO_BUSY, "The server is too busy for this call."},
    {RPC_S_INVALID_NETWORK_OPTIONS, "The network options are not valid."},
    {RPC_S_NO_CALL_ACTIVE, "This thread serves no remote call."},
    {RPC_S_CALL_FAILED, "The call failed; the server may have executed it."},
    {RPC_S_CALL_FAILED_DNE, "The call failed and was not executed."},
    {RPC_S_PROTOCOL_ERROR, "The peer broke the RPC protocol."},
    {RPC_S_PROXY_ACCESS_DENIED, "The HTTP proxy refused access."},
    {RPC_S_UNSUPPORTED_TRANS_SYN, "The server does not support the transfer syntax."},
    {RPC_S_UNSUPPORTED_TYPE, "The type is not supported."},
    {RPC_S_INVALID_TAG, "The tag of a union is not valid."},
    {RPC_S_INVALID_BOUND, "An array bound is not valid."},
    {RPC_S_NO_ENTRY_NAME, "The binding has no entry name."},
    {RPC_S_INVALID_NAME_SYNTAX, "The name syntax is not valid."},
    {RPC_S_UNSUPPORTED_NAME_SYNTAX, "The name syntax is not supported."},
    {RPC_S_UUID_NO_ADDRESS, "No network address is at hand to make a UUID."},
    {RPC_S_DUPLICATE_ENDPOINT, "The endpoint is in use already."},
    {RPC_S_UNKNOWN_AUTHN_TYPE, "The authentication type is not known."},
    {RPC_S_MAX_CALLS_TOO_SMALL, "The maximum number of calls is too small."},
    {RPC_S_STRING_TOO_LONG, "The string is too long."},
    {RPC_S_PROTSEQ_NOT_FOUND, "The protocol sequence was not found."},
    {RPC_S_PROCNUM_OUT_OF_RANGE, "The interface has no operation of that number."},
    {RPC_S_BINDING_HAS_NO_AUTH, "The binding has no authentication information."},
    {RPC_S_UNKNOWN_AUTHN_SERVICE, "The authentication service is not known."},
    {RPC_S_UNKNOWN_AUTHN_LEVEL, "The authentication level is not known."},
    {RPC_S_INVALID_AUTH_IDENTITY, "The security context is not valid."},
    {RPC_S_UNKNOWN_AUTHZ_SERVICE, "The authorization service is not known."},
    {RPC_S_NOTHING_TO_EXPORT, "There is nothing to export."},
    {RPC_S_INCOMPLETE_NAME, "The entry name is not complete."},
    {RPC_S_INVALID_VERS_OPTION, "The version option is not valid."},
    {RPC_S_NO_MORE_MEMBERS, "There are no more members."},
    {RPC_S_NOT_ALL_OBJS_UNEXPORTED, "Some of the objects could not be removed."},
    {RPC_S_INTERFACE_NOT_FOUND, "The interface was not found."},
    {RPC_S_ENTRY_ALREADY_EXISTS, "The entry exists already."},
    {RPC_S_ENTRY_NOT_FOUND, "The entry was not found."},
    {RPC_S_NAME_SERVICE_UNAVAILABLE, "There is no name service."},
    {RPC_S_INVALID_NAF_ID, "The network address family is not valid."},
    {RPC_S_CANNOT_SUPPORT, "The operation is not supported."},
    {RPC_S_NO_CONTEXT_AVAILABLE, "There is no security context to impersonate with."},
    {RPC_S_INTERNAL_ERROR, "An internal error occurred in the RPC run-time."},
    {RPC_S_ZERO_DIVIDE, "The server divided an integer by zero."},
    {RPC_S_ADDRESS_ERROR, "The server used a bad address."},
    {RPC_S_FP_DIV_ZERO, "The server divided a floating-point number by zero."},
    {RPC_S_FP_UNDERFLOW, "A floating-point underflow occurred in the server."},
    {RPC_S_FP_OVERFLOW, "A floating-point overflow occurred in the server."},
    {RPC_S_CALL_IN_PROGRESS, "A call is in progress; it has not been cancelled."},
    {RPC_S_NO_MORE_BINDINGS, "There are no more bindings."},
    {RPC_S_NO_INTERFACES, "No interfaces are registered."},
    {RPC_S_CALL_CANCELLED, "The call was cancelled."},
    {RPC_S_BINDING_INCOMPLETE, "The binding does not contain all that is needed."},
    {RPC_S_COMM_FAILURE, "The communication failed."},
    {RPC_S_UNSUPPORTED_AUTHN_LEVEL, "The authentication level is not supported."},
    {RPC_S_NO_PRINC_NAME, "No principal name is registered."},
    {RPC_S_NOT_RPC_ERROR, "The status is not one of the RPC run-time."},
    {RPC_S_UUID_LOCAL_ONLY, "The UUID is unique on this computer only."},
    {RPC_S_SEC_PKG_ERROR, "A security package failed."},
    {RPC_S_NOT_CANCELLED, "The thread has not been cancelled."},
    {RPC_S_COOKIE_AUTH_FAILED, "The server did not accept the cookie."},
    {RPC_S_DO_NOT_DISTURB, "The server accepts no calls at the moment."},
    {RPC_S_SYSTEM_HANDLE_COUNT_EXCEEDED, "The call carries too many system handles."},
    {RPC_S_SYSTEM_HANDLE_TYPE_MISMATCH, "A system handle is not of the expected type."},
    {RPC_S_GROUP_MEMBER_NOT_FOUND, "The group member was not found."},
    {RPC_S_INVALID_OBJECT, "The object UUID is the nil UUID."},
    {RPC_S_SEND_INCOMPLETE, "Some of the data has not been sent yet."},
    {RPC_S_INVALID_ASYNC_HANDLE, "The asynchronous handle is not valid."},
    {RPC_S_INVALID_ASYNC_CALL, "The asynchronous handle has no call for this operation."},
    {RPC_S_ENTRY_TYPE_MISMATCH, "The entry is of another type."},
    {RPC_S_NOT_ALL_OBJS_EXPORTED, "Some of the objects could not be exported."},
    {RPC_S_INTERFACE_NOT_EXPORTED, "The interface could not be exported."},
    {RPC_S_PROFILE_NOT_ADDED, "The profile could not be added."},
    {RPC_S_PRF_ELT_NOT_ADDED, "The profile element could not be added."},
    {RPC_S_PRF_ELT_NOT_REMOVED, "The profile element could not be removed."},
    {RPC_S_GRP_ELT_NOT_ADDED, "The group element could not be added."},
    {RPC_S_GRP_ELT_NOT_REMOVED, "The group element could not be removed."},
    {RPC_S_CALLPENDING, "The call is pending."},
    {RPC_S_WAITONTIMER, "The wait on the timer is not over."},
    {EPT_S_INVALID_ENTRY, "The endpoint map entry is not valid."},
    {EPT_S_CANT_PERFORM_OP, "The endpoint mapper cannot perform the operation."},
    {EPT_S_NOT_REGISTERED, "The endpoint mapper knows no endpoint of the interface."},
    {EPT_S_CANT_CREATE, "The endpoint mapper cannot create its data."},
    {RPC_X_SS_CONTEXT_MISMATCH, "The context handle is not one that the server gave out."},
    {RPC_X_NO_MORE_ENTRIES, "There are no more entries."},
    {RPC_X_SS_CHAR_TRANS_OPEN_FAIL, "The character translation table cannot be opened."},
    {RPC_X_SS_CHAR_TRANS_SHORT_FILE, "The character translation table is too short."},
    {RPC_X_SS_IN_NULL_CONTEXT, "A null context handle was passed where one is needed."},
    {RPC_X_SS_CONTEXT_DAMAGED, "The context handle changed during the call."},
    {RPC_X_SS_HANDLES_MISMATCH, "The binding handles of the call do not belong together."},
    {RPC_X_SS_CANNOT_GET_CALL_HANDLE, "The stub cannot get the handle of the call."},
    {RPC_X_NULL_REF_POINTER, "A null pointer was passed where a reference is needed."},
    {RPC_X_ENUM_VALUE_OUT_OF_RANGE, "An enumeration value is out of range."},
    {RPC_X_BYTE_COUNT_TOO_SMALL, "A buffer of the caller is too small for the data."},
    {RPC_X_BAD_STUB_DATA, "The stub data is not well formed."},
    {RPC_X_INVALID_BUFFER, "The buffer is not valid for this operation."},
    {RPC_X_INVALID_ES_ACTION, "The operation does not suit the serialization handle."},
    {RPC_X_WRONG_ES_VERSION, "The serialized data is of another version."},
    {RPC_X_WRONG_STUB_VERSION, "The stub is of another version than the run-time."},
    {RPC_X_INVALID_PIPE_OBJECT, "The pipe object is not valid."},
    {RPC_X_WRONG_PIPE_ORDER, "The pipe operation is out of order."},
    {RPC_X_WRONG_PIPE_VERSION, "The pipe is of another version."},
    {RPC_X_PIPE_CLOSED, "The pipe is closed."},
    {RPC_X_PIPE_DISCIPLINE_ERROR, "The pipe was not used as its rules say."},
    {RPC_X_PIPE_EMPTY, "The pipe is empty."},
};
constexpr std::string_view k_unknown = "This is not a status of the RPC run-time.";

static_assert(std::ranges::all_of(k_texts, [](const ErrorText& each) {
  return !each.text.empty() && each.text.size() < DCE_C_ERROR_STRING_LEN;
}));

template <class Unit>
RPC_STATUS error_text(RPC_STATUS status, Unit* out) {
  if (!out) return RPC_S_INVALID_ARG;
  const auto* found = std::ranges::find(k_texts, status, &ErrorText::status);
  const bool known = found != std::end(k_texts);
  const std::string_view text = known ? found->text : k_unknown;
  *std::transform(text.begin(), text.end(), out, [](char c) { return static_cast<Unit>(c); }) = 0;
  return known ? RPC_S_OK : RPC_S_INVALID_ARG;
}

}  // namespace

extern "C" {

RPC_STATUS RPC_ENTRY DceErrorInqTextA(RPC_STATUS RpcStatus, RPC_CSTR ErrorText) {
  return error_text(RpcStatus, ErrorText);
}

RPC_STATUS RPC_ENTRY DceErrorInqTextW(RPC_STATUS RpcStatus, RPC_WSTR ErrorText) {
  return error_text(RpcStatus, ErrorText);
}

}  // extern "C"

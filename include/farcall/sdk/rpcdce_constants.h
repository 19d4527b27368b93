/* Constants of rpcdce.h. Data only: no types, no functions. */
#ifndef FARCALL_SDK_RPCDCE_CONSTANTS_H
#define FARCALL_SDK_RPCDCE_CONSTANTS_H

/* clang-format off */

/* Listening and endpoints */
#define RPC_C_LISTEN_MAX_CALLS_DEFAULT 1234
#define RPC_C_PROTSEQ_MAX_REQS_DEFAULT 10
#define RPC_C_BIND_TO_ALL_NICS         1
#define RPC_C_USE_INTERNET_PORT        1
#define RPC_C_USE_INTRANET_PORT        2
#define RPC_C_DONT_FAIL                4

/* Communication time-outs: a scale, not seconds */
#define RPC_C_BINDING_INFINITE_TIMEOUT 10
#define RPC_C_BINDING_MIN_TIMEOUT      0
#define RPC_C_BINDING_DEFAULT_TIMEOUT  5
#define RPC_C_BINDING_MAX_TIMEOUT      9
#define RPC_C_CANCEL_INFINITE_TIMEOUT  (-1)
#define RPC_C_INFINITE_TIMEOUT         0xFFFFFFFF

/* Interface flags */
#define RPC_IF_AUTOLISTEN                   0x0001
#define RPC_IF_OLE                          0x0002
#define RPC_IF_ALLOW_UNKNOWN_AUTHORITY      0x0004
#define RPC_IF_ALLOW_SECURE_ONLY            0x0008
#define RPC_IF_ALLOW_CALLBACKS_WITH_NO_AUTH 0x0010
#define RPC_IF_ALLOW_LOCAL_ONLY             0x0020
#define RPC_IF_SEC_NO_CACHE                 0x0040
#define RPC_IF_SEC_CACHE_PER_PROC           0x0080
#define RPC_IF_ASYNC_CALLBACK               0x0100

/* Binding options */
#define RPC_C_OPT_TRANS_SEND_BUFFER_SIZE 5
#define RPC_C_OPT_SESSION_ID             6
#define RPC_C_OPT_COOKIE_AUTH            7
#define RPC_C_OPT_RESOURCE_TYPE_UUID     8
#define RPC_C_OPT_BINDING_NONCAUSAL      9
#define RPC_C_OPT_SECURITY_CALLBACK      10
#define RPC_C_OPT_UNIQUE_BINDING         11
#define RPC_C_OPT_CALL_TIMEOUT           12
#define RPC_C_OPT_DONT_LINGER            13
#define RPC_C_OPT_TRUST_PEER             14
#define RPC_C_OPT_ASYNC_BLOCK            15
#define RPC_C_OPT_OPTIMIZE_TIME          16
#define RPC_C_OPT_MAX_OPTIONS            17

/* Binding options of the message queue transport; their numbers are used twice */
#define RPC_C_OPT_MQ_ACKNOWLEDGE         4
#define RPC_C_OPT_MQ_AUTHN_LEVEL         6
#define RPC_C_OPT_MQ_AUTHN_SERVICE       5
#define RPC_C_OPT_MQ_DELIVERY            1
#define RPC_C_OPT_MQ_JOURNAL             3
#define RPC_C_OPT_MQ_PRIORITY            2
#define RPC_C_OPT_MQ_TIME_TO_BE_RECEIVED 8
#define RPC_C_OPT_MQ_TIME_TO_REACH_QUEUE 7

/* Message queues */
#define RPC_C_MQ_AUTHN_LEVEL_NONE          0
#define RPC_C_MQ_AUTHN_LEVEL_PKT_INTEGRITY 8
#define RPC_C_MQ_AUTHN_LEVEL_PKT_PRIVACY   16
#define RPC_C_MQ_CLEAR_ON_OPEN             2
#define RPC_C_MQ_EXPRESS                   0
#define RPC_C_MQ_JOURNAL_ALWAYS            2
#define RPC_C_MQ_JOURNAL_DEADLETTER        1
#define RPC_C_MQ_JOURNAL_NONE              0
#define RPC_C_MQ_PERMANENT                 1
#define RPC_C_MQ_RECOVERABLE               1
#define RPC_C_MQ_TEMPORARY                 0
#define RPC_C_MQ_USE_EXISTING_SECURITY     4

/* Templates of RpcBindingCreate */
#define RPC_BHT_OBJECT_UUID_VALID        1
#define RPC_BHO_NONCAUSAL                1
#define RPC_BHO_DONTLINGER               2
#define RPC_BHO_EXCLUSIVE_AND_GUARANTEED 4

/* Endpoint map inquiries */
#define RPC_C_EP_ALL_ELTS      0
#define RPC_C_EP_MATCH_BY_IF   1
#define RPC_C_EP_MATCH_BY_OBJ  2
#define RPC_C_EP_MATCH_BY_BOTH 3
#define RPC_C_VERS_ALL         1
#define RPC_C_VERS_COMPATIBLE  2
#define RPC_C_VERS_EXACT       3
#define RPC_C_VERS_MAJOR_ONLY  4
#define RPC_C_VERS_UPTO        5

/* Management */
#define RPC_C_STATS_CALLS_IN          0
#define RPC_C_STATS_CALLS_OUT         1
#define RPC_C_STATS_PKTS_IN           2
#define RPC_C_STATS_PKTS_OUT          3
#define RPC_C_MGMT_INQ_IF_IDS         0
#define RPC_C_MGMT_INQ_PRINC_NAME     1
#define RPC_C_MGMT_INQ_STATS          2
#define RPC_C_MGMT_IS_SERVER_LISTEN   3
#define RPC_C_MGMT_STOP_SERVER_LISTEN 4
#define RPC_C_PARM_MAX_PACKET_LENGTH  1
#define RPC_C_PARM_BUFFER_LENGTH      2

/* Authentication levels */
#define RPC_C_AUTHN_LEVEL_CALL            3
#define RPC_C_AUTHN_LEVEL_CONNECT         2
#define RPC_C_AUTHN_LEVEL_DEFAULT         0
#define RPC_C_AUTHN_LEVEL_NONE            1
#define RPC_C_AUTHN_LEVEL_PKT             4
#define RPC_C_AUTHN_LEVEL_PKT_INTEGRITY   5
#define RPC_C_AUTHN_LEVEL_PKT_PRIVACY     6
#define RPC_C_PROTECT_LEVEL_CALL          3
#define RPC_C_PROTECT_LEVEL_CONNECT       2
#define RPC_C_PROTECT_LEVEL_DEFAULT       0
#define RPC_C_PROTECT_LEVEL_NONE          1
#define RPC_C_PROTECT_LEVEL_PKT           4
#define RPC_C_PROTECT_LEVEL_PKT_INTEGRITY 5
#define RPC_C_PROTECT_LEVEL_PKT_PRIVACY   6

/* Authentication services */
#define RPC_C_AUTHN_DCE_PRIVATE   1
#define RPC_C_AUTHN_DCE_PUBLIC    2
#define RPC_C_AUTHN_DEC_PUBLIC    4
#define RPC_C_AUTHN_DEFAULT       0xFFFFFFFF
#define RPC_C_AUTHN_DIGEST        21
#define RPC_C_AUTHN_DPA           17
#define RPC_C_AUTHN_GSS_KERBEROS  16
#define RPC_C_AUTHN_GSS_NEGOTIATE 9
#define RPC_C_AUTHN_GSS_SCHANNEL  14
#define RPC_C_AUTHN_MQ            100
#define RPC_C_AUTHN_MSN           18
#define RPC_C_AUTHN_NONE          0
#define RPC_C_AUTHN_WINNT         10
#define RPC_C_AUTHN_NEGO_EXTENDER 30
#define RPC_C_AUTHN_KERNEL        20
#define RPC_C_AUTHN_PKU2U         31
#define RPC_C_AUTHN_LIVE_SSP      32

/* Authorization services */
#define RPC_C_AUTHZ_DCE     2
#define RPC_C_AUTHZ_DEFAULT 0xFFFFFFFF
#define RPC_C_AUTHZ_NAME    1
#define RPC_C_AUTHZ_NONE    0

/* Quality of service of security */
#define RPC_C_AUTHN_INFO_TYPE_HTTP                         1
#define RPC_C_IMP_LEVEL_ANONYMOUS                          1
#define RPC_C_IMP_LEVEL_DEFAULT                            0
#define RPC_C_IMP_LEVEL_DELEGATE                           4
#define RPC_C_IMP_LEVEL_IDENTIFY                           2
#define RPC_C_IMP_LEVEL_IMPERSONATE                        3
#define RPC_C_QOS_CAPABILITIES_ANY_AUTHORITY               4
#define RPC_C_QOS_CAPABILITIES_DEFAULT                     0
#define RPC_C_QOS_CAPABILITIES_IGNORE_DELEGATE_FAILURE     8
#define RPC_C_QOS_CAPABILITIES_LOCAL_MA_HINT               16
#define RPC_C_QOS_CAPABILITIES_MAKE_FULLSIC                2
#define RPC_C_QOS_CAPABILITIES_MUTUAL_AUTH                 1
#define RPC_C_QOS_IDENTITY_DYNAMIC                         1
#define RPC_C_QOS_IDENTITY_STATIC                          0
#define RPC_C_SECURITY_QOS_VERSION                         1
#define RPC_C_SECURITY_QOS_VERSION_1                       1
#define RPC_C_SECURITY_QOS_VERSION_2                       2
#define RPC_C_SECURITY_QOS_VERSION_3                       3
#define RPC_C_SECURITY_QOS_VERSION_4                       4
#define RPC_C_SECURITY_QOS_VERSION_5                       5
#define RPC_C_QOS_CAPABILITIES_SCHANNEL_FULL_AUTH_IDENTITY 32
#define RPC_C_NO_CREDENTIALS                               ((RPC_AUTH_IDENTITY_HANDLE)(UINT_PTR)-1)

/* Identities */
#define SEC_WINNT_AUTH_IDENTITY_ANSI    1
#define SEC_WINNT_AUTH_IDENTITY_UNICODE 2

/* HTTP */
#define RPC_C_HTTP_AUTHN_SCHEME_BASIC                1
#define RPC_C_HTTP_AUTHN_SCHEME_CERT                 65536
#define RPC_C_HTTP_AUTHN_SCHEME_DIGEST               8
#define RPC_C_HTTP_AUTHN_SCHEME_NEGOTIATE            16
#define RPC_C_HTTP_AUTHN_SCHEME_NTLM                 2
#define RPC_C_HTTP_AUTHN_SCHEME_PASSPORT             4
#define RPC_C_HTTP_AUTHN_TARGET_PROXY                2
#define RPC_C_HTTP_AUTHN_TARGET_SERVER               1
#define RPC_C_HTTP_FLAG_IGNORE_CERT_CN_INVALID       8
#define RPC_C_HTTP_FLAG_USE_FIRST_AUTH_SCHEME        2
#define RPC_C_HTTP_FLAG_USE_SSL                      1
#define RPC_C_HTTP_FLAG_ENABLE_CERT_REVOCATION_CHECK 16

/* Call attributes: protocol sequences */
#define RPC_PROTSEQ_TCP  1
#define RPC_PROTSEQ_NMP  2
#define RPC_PROTSEQ_LRPC 3
#define RPC_PROTSEQ_HTTP 4

/* Addresses of RpcServerInqCallAttributes and of security callbacks */
#define RPC_P_ADDR_FORMAT_TCP_IPV4 1
#define RPC_P_ADDR_FORMAT_TCP_IPV6 2

/* Error texts: the size of the buffer that DceErrorInqText fills, in characters */
#define DCE_C_ERROR_STRING_LEN 256

/* clang-format on */

#endif

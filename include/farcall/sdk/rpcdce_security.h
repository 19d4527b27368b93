/* Types of rpcdce.h for security and for RpcBindingCreate; rpcdce_auth.h has the functions. */
#ifndef FARCALL_SDK_RPCDCE_SECURITY_H
#define FARCALL_SDK_RPCDCE_SECURITY_H

#include "rpcdce_constants.h"
#include "rpcdce_types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef void* RPC_AUTH_IDENTITY_HANDLE;
typedef void* RPC_AUTHZ_HANDLE;

#ifndef _AUTH_IDENTITY_DEFINED
#define _AUTH_IDENTITY_DEFINED
typedef struct _SEC_WINNT_AUTH_IDENTITY_A {
  unsigned char* User;
  ULONG UserLength;
  unsigned char* Domain;
  ULONG DomainLength;
  unsigned char* Password;
  ULONG PasswordLength;
  ULONG Flags;
} SEC_WINNT_AUTH_IDENTITY_A, *PSEC_WINNT_AUTH_IDENTITY_A;

typedef struct _SEC_WINNT_AUTH_IDENTITY_W {
  unsigned short* User;
  ULONG UserLength;
  unsigned short* Domain;
  ULONG DomainLength;
  unsigned short* Password;
  ULONG PasswordLength;
  ULONG Flags;
} SEC_WINNT_AUTH_IDENTITY_W, *PSEC_WINNT_AUTH_IDENTITY_W;
#endif

typedef struct _RPC_HTTP_TRANSPORT_CREDENTIALS_A {
  SEC_WINNT_AUTH_IDENTITY_A* TransportCredentials;
  ULONG Flags;
  ULONG AuthenticationTarget;
  ULONG NumberOfAuthnSchemes;
  ULONG* AuthnSchemes;
  unsigned char* ServerCertificateSubject;
} RPC_HTTP_TRANSPORT_CREDENTIALS_A, *PRPC_HTTP_TRANSPORT_CREDENTIALS_A;

typedef struct _RPC_HTTP_TRANSPORT_CREDENTIALS_W {
  SEC_WINNT_AUTH_IDENTITY_W* TransportCredentials;
  ULONG Flags;
  ULONG AuthenticationTarget;
  ULONG NumberOfAuthnSchemes;
  ULONG* AuthnSchemes;
  unsigned short* ServerCertificateSubject;
} RPC_HTTP_TRANSPORT_CREDENTIALS_W, *PRPC_HTTP_TRANSPORT_CREDENTIALS_W;

typedef struct _RPC_HTTP_TRANSPORT_CREDENTIALS_V2_A {
  SEC_WINNT_AUTH_IDENTITY_A* TransportCredentials;
  ULONG Flags;
  ULONG AuthenticationTarget;
  ULONG NumberOfAuthnSchemes;
  ULONG* AuthnSchemes;
  unsigned char* ServerCertificateSubject;
  SEC_WINNT_AUTH_IDENTITY_A* ProxyCredentials;
  ULONG NumberOfProxyAuthnSchemes;
  ULONG* ProxyAuthnSchemes;
} RPC_HTTP_TRANSPORT_CREDENTIALS_V2_A, *PRPC_HTTP_TRANSPORT_CREDENTIALS_V2_A;

typedef struct _RPC_HTTP_TRANSPORT_CREDENTIALS_V2_W {
  SEC_WINNT_AUTH_IDENTITY_W* TransportCredentials;
  ULONG Flags;
  ULONG AuthenticationTarget;
  ULONG NumberOfAuthnSchemes;
  ULONG* AuthnSchemes;
  unsigned short* ServerCertificateSubject;
  SEC_WINNT_AUTH_IDENTITY_W* ProxyCredentials;
  ULONG NumberOfProxyAuthnSchemes;
  ULONG* ProxyAuthnSchemes;
} RPC_HTTP_TRANSPORT_CREDENTIALS_V2_W, *PRPC_HTTP_TRANSPORT_CREDENTIALS_V2_W;

typedef struct _RPC_HTTP_TRANSPORT_CREDENTIALS_V3_A {
  RPC_AUTH_IDENTITY_HANDLE TransportCredentials;
  ULONG Flags;
  ULONG AuthenticationTarget;
  ULONG NumberOfAuthnSchemes;
  ULONG* AuthnSchemes;
  unsigned char* ServerCertificateSubject;
  RPC_AUTH_IDENTITY_HANDLE ProxyCredentials;
  ULONG NumberOfProxyAuthnSchemes;
  ULONG* ProxyAuthnSchemes;
} RPC_HTTP_TRANSPORT_CREDENTIALS_V3_A, *PRPC_HTTP_TRANSPORT_CREDENTIALS_V3_A;

typedef struct _RPC_HTTP_TRANSPORT_CREDENTIALS_V3_W {
  RPC_AUTH_IDENTITY_HANDLE TransportCredentials;
  ULONG Flags;
  ULONG AuthenticationTarget;
  ULONG NumberOfAuthnSchemes;
  ULONG* AuthnSchemes;
  unsigned short* ServerCertificateSubject;
  RPC_AUTH_IDENTITY_HANDLE ProxyCredentials;
  ULONG NumberOfProxyAuthnSchemes;
  ULONG* ProxyAuthnSchemes;
} RPC_HTTP_TRANSPORT_CREDENTIALS_V3_W, *PRPC_HTTP_TRANSPORT_CREDENTIALS_V3_W;

typedef struct _RPC_SECURITY_QOS {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
} RPC_SECURITY_QOS, *PRPC_SECURITY_QOS;

typedef struct _RPC_SECURITY_QOS_V2_A {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_A* HttpCredentials;
  } u;
} RPC_SECURITY_QOS_V2_A, *PRPC_SECURITY_QOS_V2_A;

typedef struct _RPC_SECURITY_QOS_V2_W {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_W* HttpCredentials;
  } u;
} RPC_SECURITY_QOS_V2_W, *PRPC_SECURITY_QOS_V2_W;

typedef struct _RPC_SECURITY_QOS_V3_A {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_A* HttpCredentials;
  } u;
  void* Sid;
} RPC_SECURITY_QOS_V3_A, *PRPC_SECURITY_QOS_V3_A;

typedef struct _RPC_SECURITY_QOS_V3_W {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_W* HttpCredentials;
  } u;
  void* Sid;
} RPC_SECURITY_QOS_V3_W, *PRPC_SECURITY_QOS_V3_W;

typedef struct _RPC_SECURITY_QOS_V4_A {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_A* HttpCredentials;
  } u;
  void* Sid;
  unsigned int EffectiveOnly;
} RPC_SECURITY_QOS_V4_A, *PRPC_SECURITY_QOS_V4_A;

typedef struct _RPC_SECURITY_QOS_V4_W {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_W* HttpCredentials;
  } u;
  void* Sid;
  unsigned int EffectiveOnly;
} RPC_SECURITY_QOS_V4_W, *PRPC_SECURITY_QOS_V4_W;

typedef struct _RPC_SECURITY_QOS_V5_A {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_A* HttpCredentials;
  } u;
  void* Sid;
  unsigned int EffectiveOnly;
  void* ServerSecurityDescriptor;
} RPC_SECURITY_QOS_V5_A, *PRPC_SECURITY_QOS_V5_A;

typedef struct _RPC_SECURITY_QOS_V5_W {
  ULONG Version;
  ULONG Capabilities;
  ULONG IdentityTracking;
  ULONG ImpersonationType;
  ULONG AdditionalSecurityInfoType;
  union {
    RPC_HTTP_TRANSPORT_CREDENTIALS_W* HttpCredentials;
  } u;
  void* Sid;
  unsigned int EffectiveOnly;
  void* ServerSecurityDescriptor;
} RPC_SECURITY_QOS_V5_W, *PRPC_SECURITY_QOS_V5_W;

typedef struct _RPC_BINDING_HANDLE_TEMPLATE_V1_A {
  ULONG Version;
  ULONG Flags;
  ULONG ProtocolSequence;
  unsigned char* NetworkAddress;
  unsigned char* StringEndpoint;
  union {
    unsigned char* Reserved;
  } u1;
  UUID ObjectUuid;
} RPC_BINDING_HANDLE_TEMPLATE_V1_A, *PRPC_BINDING_HANDLE_TEMPLATE_V1_A;

typedef struct _RPC_BINDING_HANDLE_TEMPLATE_V1_W {
  ULONG Version;
  ULONG Flags;
  ULONG ProtocolSequence;
  unsigned short* NetworkAddress;
  unsigned short* StringEndpoint;
  union {
    unsigned short* Reserved;
  } u1;
  UUID ObjectUuid;
} RPC_BINDING_HANDLE_TEMPLATE_V1_W, *PRPC_BINDING_HANDLE_TEMPLATE_V1_W;

typedef struct _RPC_BINDING_HANDLE_SECURITY_V1_A {
  ULONG Version;
  unsigned char* ServerPrincName;
  ULONG AuthnLevel;
  ULONG AuthnSvc;
  SEC_WINNT_AUTH_IDENTITY_A* AuthIdentity;
  RPC_SECURITY_QOS* SecurityQos;
} RPC_BINDING_HANDLE_SECURITY_V1_A, *PRPC_BINDING_HANDLE_SECURITY_V1_A;

typedef struct _RPC_BINDING_HANDLE_SECURITY_V1_W {
  ULONG Version;
  unsigned short* ServerPrincName;
  ULONG AuthnLevel;
  ULONG AuthnSvc;
  SEC_WINNT_AUTH_IDENTITY_W* AuthIdentity;
  RPC_SECURITY_QOS* SecurityQos;
} RPC_BINDING_HANDLE_SECURITY_V1_W, *PRPC_BINDING_HANDLE_SECURITY_V1_W;

typedef struct _RPC_BINDING_HANDLE_OPTIONS_V1 {
  ULONG Version;
  ULONG Flags;
  ULONG ComTimeout;
  ULONG CallTimeout;
} RPC_BINDING_HANDLE_OPTIONS_V1, *PRPC_BINDING_HANDLE_OPTIONS_V1;
typedef RPC_BINDING_HANDLE_OPTIONS_V1 RPC_BINDING_HANDLE_OPTIONS;

typedef enum _RPC_HTTP_REDIRECTOR_STAGE {
  RPCHTTP_RS_REDIRECT = 1,
  RPCHTTP_RS_ACCESS_1,
  RPCHTTP_RS_SESSION,
  RPCHTTP_RS_ACCESS_2,
  RPCHTTP_RS_INTERFACE
} RPC_HTTP_REDIRECTOR_STAGE;

#ifdef UNICODE
#define SEC_WINNT_AUTH_IDENTITY SEC_WINNT_AUTH_IDENTITY_W
#define PSEC_WINNT_AUTH_IDENTITY PSEC_WINNT_AUTH_IDENTITY_W
#define RPC_HTTP_TRANSPORT_CREDENTIALS RPC_HTTP_TRANSPORT_CREDENTIALS_W
#define PRPC_HTTP_TRANSPORT_CREDENTIALS PRPC_HTTP_TRANSPORT_CREDENTIALS_W
#define RPC_HTTP_TRANSPORT_CREDENTIALS_V2 RPC_HTTP_TRANSPORT_CREDENTIALS_V2_W
#define PRPC_HTTP_TRANSPORT_CREDENTIALS_V2 PRPC_HTTP_TRANSPORT_CREDENTIALS_V2_W
#define RPC_HTTP_TRANSPORT_CREDENTIALS_V3 RPC_HTTP_TRANSPORT_CREDENTIALS_V3_W
#define PRPC_HTTP_TRANSPORT_CREDENTIALS_V3 PRPC_HTTP_TRANSPORT_CREDENTIALS_V3_W
#define RPC_SECURITY_QOS_V2 RPC_SECURITY_QOS_V2_W
#define PRPC_SECURITY_QOS_V2 PRPC_SECURITY_QOS_V2_W
#define RPC_SECURITY_QOS_V3 RPC_SECURITY_QOS_V3_W
#define PRPC_SECURITY_QOS_V3 PRPC_SECURITY_QOS_V3_W
#define RPC_SECURITY_QOS_V4 RPC_SECURITY_QOS_V4_W
#define PRPC_SECURITY_QOS_V4 PRPC_SECURITY_QOS_V4_W
#define RPC_SECURITY_QOS_V5 RPC_SECURITY_QOS_V5_W
#define PRPC_SECURITY_QOS_V5 PRPC_SECURITY_QOS_V5_W
#define RPC_BINDING_HANDLE_TEMPLATE_V1 RPC_BINDING_HANDLE_TEMPLATE_V1_W
#define PRPC_BINDING_HANDLE_TEMPLATE_V1 PRPC_BINDING_HANDLE_TEMPLATE_V1_W
#define RPC_BINDING_HANDLE_SECURITY_V1 RPC_BINDING_HANDLE_SECURITY_V1_W
#define PRPC_BINDING_HANDLE_SECURITY_V1 PRPC_BINDING_HANDLE_SECURITY_V1_W
#else
#define SEC_WINNT_AUTH_IDENTITY SEC_WINNT_AUTH_IDENTITY_A
#define PSEC_WINNT_AUTH_IDENTITY PSEC_WINNT_AUTH_IDENTITY_A
#define RPC_HTTP_TRANSPORT_CREDENTIALS RPC_HTTP_TRANSPORT_CREDENTIALS_A
#define PRPC_HTTP_TRANSPORT_CREDENTIALS PRPC_HTTP_TRANSPORT_CREDENTIALS_A
#define RPC_HTTP_TRANSPORT_CREDENTIALS_V2 RPC_HTTP_TRANSPORT_CREDENTIALS_V2_A
#define PRPC_HTTP_TRANSPORT_CREDENTIALS_V2 PRPC_HTTP_TRANSPORT_CREDENTIALS_V2_A
#define RPC_HTTP_TRANSPORT_CREDENTIALS_V3 RPC_HTTP_TRANSPORT_CREDENTIALS_V3_A
#define PRPC_HTTP_TRANSPORT_CREDENTIALS_V3 PRPC_HTTP_TRANSPORT_CREDENTIALS_V3_A
#define RPC_SECURITY_QOS_V2 RPC_SECURITY_QOS_V2_A
#define PRPC_SECURITY_QOS_V2 PRPC_SECURITY_QOS_V2_A
#define RPC_SECURITY_QOS_V3 RPC_SECURITY_QOS_V3_A
#define PRPC_SECURITY_QOS_V3 PRPC_SECURITY_QOS_V3_A
#define RPC_SECURITY_QOS_V4 RPC_SECURITY_QOS_V4_A
#define PRPC_SECURITY_QOS_V4 PRPC_SECURITY_QOS_V4_A
#define RPC_SECURITY_QOS_V5 RPC_SECURITY_QOS_V5_A
#define PRPC_SECURITY_QOS_V5 PRPC_SECURITY_QOS_V5_A
#define RPC_BINDING_HANDLE_TEMPLATE_V1 RPC_BINDING_HANDLE_TEMPLATE_V1_A
#define PRPC_BINDING_HANDLE_TEMPLATE_V1 PRPC_BINDING_HANDLE_TEMPLATE_V1_A
#define RPC_BINDING_HANDLE_SECURITY_V1 RPC_BINDING_HANDLE_SECURITY_V1_A
#define PRPC_BINDING_HANDLE_SECURITY_V1 PRPC_BINDING_HANDLE_SECURITY_V1_A
#endif

#ifdef __cplusplus
}
#endif

#endif

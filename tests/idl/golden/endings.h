/* Types and operations of endings.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_ENDINGS_H
#define FARCALL_IDL_ENDINGS_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface endings */

typedef struct __MIDL_endings_0001 {
  long id;
  char* name;
} Entry;

/* void Told([in] long n); */
void Told(handle_t IDL_handle, long n);
void Told_notify(void);

/* void ToldWhether([in] long n); */
void ToldWhether(handle_t IDL_handle, long n);
void ToldWhether_notify_flag(boolean __MIDL_NotifyFlag);

/* long Both([in, string] const char *name); */
long Both(handle_t IDL_handle, const char* name);
void Both_notify(void);
void Both_notify_flag(boolean __MIDL_NotifyFlag);

/* void Find([in] long id, [in, out, unique] Entry *entry, [in] long room, [in, out, unique,
   size_is(room)] short *more); */
void Find(handle_t IDL_handle, long id, Entry* entry, long room, short* more);

extern RPC_IF_HANDLE endings_v1_0_c_ifspec;
extern RPC_IF_HANDLE endings_v1_0_s_ifspec;

typedef struct _endings_v1_0_epv_t {
  void (*Told)(handle_t IDL_handle, long n);
  void (*ToldWhether)(handle_t IDL_handle, long n);
  long (*Both)(handle_t IDL_handle, const char* name);
  void (*Find)(handle_t IDL_handle, long id, Entry* entry, long room, short* more);
} endings_v1_0_epv_t, endings_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

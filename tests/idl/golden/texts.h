/* Types and operations of texts.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_TEXTS_H
#define FARCALL_IDL_TEXTS_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

#ifdef __cplusplus
extern "C" {
#endif

/* interface strings */

#define GREETING ( "hello \"you\"" )
#if __SIZEOF_WCHAR_T__ == 2
#define WIDE ( L"wide" )
#else
#define WIDE ( u"wide" )
#endif
#define LETTER ( L'x' )
typedef WCHAR* Text;

/* [string] char *Narrow([in, string] const char *a, [in, string, unique] unsigned char *b, [in,
   out, string] char *c, [in] long n, [out, string, size_is(n)] char d[], [out, string] char **e); */
char* Narrow(const char* a, unsigned char* b, char* c, long n, char d[], char** e);

/* Text Wide([in] Text a, [in] Text *b, [in, string] wchar_t c[10], [in, string, size_is(n)] wchar_t
   *d, [in] long n); */
Text Wide(Text a, Text* b, WCHAR c[10], WCHAR* d, long n);

/* void Many([in] long n, [in, string, size_is(n)] char **words, [in, string] char names[3][20]); */
void Many(long n, char** words, char names[3][20]);

extern RPC_IF_HANDLE strings_v1_0_c_ifspec;
extern RPC_IF_HANDLE strings_v1_0_s_ifspec;

typedef struct _strings_v1_0_epv_t {
  char* (*Narrow)(const char* a, unsigned char* b, char* c, long n, char d[], char** e);
  Text (*Wide)(Text a, Text* b, WCHAR c[10], WCHAR* d, long n);
  void (*Many)(long n, char** words, char names[3][20]);
} strings_v1_0_epv_t, strings_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

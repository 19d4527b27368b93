/* Words that declarations of COM interfaces are made of. There is no COM here: interfaces are declared, so that headers
 * which name them compile, and a program may implement and call them itself. */
#ifndef FARCALL_SDK_BASETYPS_H
#define FARCALL_SDK_BASETYPS_H

#include "windef.h"

#ifndef EXTERN_C
#ifdef __cplusplus
#define EXTERN_C extern "C"
#else
#define EXTERN_C extern
#endif
#endif

#define STDMETHODCALLTYPE __stdcall
#define STDMETHODVCALLTYPE __cdecl
#define STDAPICALLTYPE __stdcall
#define STDAPI EXTERN_C HRESULT STDAPICALLTYPE
#define STDAPI_(type) EXTERN_C type STDAPICALLTYPE
#define STDMETHODIMP HRESULT STDMETHODCALLTYPE
#define STDMETHODIMP_(type) type STDMETHODCALLTYPE

/* In C the table of entry points is const for those that ask for it. */
#ifdef CONST_VTABLE
#define CONST_VTBL const
#else
#define CONST_VTBL
#endif
#define BEGIN_INTERFACE
#define END_INTERFACE

#endif

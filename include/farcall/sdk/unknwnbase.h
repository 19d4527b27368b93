/* Types and operations of unknwnbase.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_UNKNWNBASE_H
#define FARCALL_IDL_UNKNWNBASE_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include "wtypesbase.h"

/* An enum holds every number of its width that a peer may send, in C++ as in C. */
#ifndef MIDL_ENUM
#ifdef __cplusplus
#define MIDL_ENUM(type) : type
#else
#define MIDL_ENUM(type)
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct IUnknown IUnknown;
typedef struct IClassFactory IClassFactory;

/* interface IUnknown */

typedef IUnknown* LPUNKNOWN;

#ifndef __IUnknown_INTERFACE_DEFINED__
#define __IUnknown_INTERFACE_DEFINED__
extern const IID IID_IUnknown;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IUnknown {
  virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) = 0;
  virtual ULONG STDMETHODCALLTYPE AddRef(void) = 0;
  virtual ULONG STDMETHODCALLTYPE Release(void) = 0;
};
#else
typedef struct IUnknownVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IUnknown *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IUnknown *This);
  ULONG (STDMETHODCALLTYPE *Release)(IUnknown *This);
} IUnknownVtbl;
struct IUnknown {
  CONST_VTBL IUnknownVtbl *lpVtbl;
};
#endif
#endif

/* interface IClassFactory */

typedef IClassFactory* LPCLASSFACTORY;

#ifndef __IClassFactory_INTERFACE_DEFINED__
#define __IClassFactory_INTERFACE_DEFINED__
extern const IID IID_IClassFactory;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IClassFactory : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* pUnkOuter, REFIID riid, void** ppvObject) = 0;
  virtual HRESULT STDMETHODCALLTYPE LockServer(BOOL fLock) = 0;
};
#else
typedef struct IClassFactoryVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IClassFactory *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IClassFactory *This);
  ULONG (STDMETHODCALLTYPE *Release)(IClassFactory *This);
  HRESULT (STDMETHODCALLTYPE *CreateInstance)(IClassFactory *This, IUnknown* pUnkOuter, REFIID riid, void** ppvObject);
  HRESULT (STDMETHODCALLTYPE *LockServer)(IClassFactory *This, BOOL fLock);
} IClassFactoryVtbl;
struct IClassFactory {
  CONST_VTBL IClassFactoryVtbl *lpVtbl;
};
#endif
#endif

#ifdef __cplusplus
}
#endif

#endif

/* Types and operations of ocidl.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_OCIDL_H
#define FARCALL_IDL_OCIDL_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include "oaidl.h"

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

typedef struct IConnectionPoint IConnectionPoint;
typedef struct IConnectionPointContainer IConnectionPointContainer;
typedef struct IEnumConnectionPoints IEnumConnectionPoints;
typedef struct IEnumConnections IEnumConnections;
typedef struct IPropertyNotifySink IPropertyNotifySink;
typedef struct IObjectWithSite IObjectWithSite;
typedef struct IProvideClassInfo IProvideClassInfo;

typedef struct tagCONNECTDATA {
  IUnknown* pUnk;
  DWORD dwCookie;
} CONNECTDATA, *LPCONNECTDATA;

/* interface IEnumConnections */

#ifndef __IEnumConnections_INTERFACE_DEFINED__
#define __IEnumConnections_INTERFACE_DEFINED__
extern const IID IID_IEnumConnections;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IEnumConnections : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG cConnections, CONNECTDATA* rgcd, ULONG* pcFetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG cConnections) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumConnections** ppEnum) = 0;
};
#else
typedef struct IEnumConnectionsVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IEnumConnections *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IEnumConnections *This);
  ULONG (STDMETHODCALLTYPE *Release)(IEnumConnections *This);
  HRESULT (STDMETHODCALLTYPE *Next)(IEnumConnections *This, ULONG cConnections, CONNECTDATA* rgcd, ULONG* pcFetched);
  HRESULT (STDMETHODCALLTYPE *Skip)(IEnumConnections *This, ULONG cConnections);
  HRESULT (STDMETHODCALLTYPE *Reset)(IEnumConnections *This);
  HRESULT (STDMETHODCALLTYPE *Clone)(IEnumConnections *This, IEnumConnections** ppEnum);
} IEnumConnectionsVtbl;
struct IEnumConnections {
  CONST_VTBL IEnumConnectionsVtbl *lpVtbl;
};
#endif
#endif

/* interface IConnectionPoint */

#ifndef __IConnectionPoint_INTERFACE_DEFINED__
#define __IConnectionPoint_INTERFACE_DEFINED__
extern const IID IID_IConnectionPoint;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IConnectionPoint : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetConnectionInterface(IID* pIID) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetConnectionPointContainer(IConnectionPointContainer** ppCPC) = 0;
  virtual HRESULT STDMETHODCALLTYPE Advise(IUnknown* pUnkSink, DWORD* pdwCookie) = 0;
  virtual HRESULT STDMETHODCALLTYPE Unadvise(DWORD dwCookie) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnumConnections(IEnumConnections** ppEnum) = 0;
};
#else
typedef struct IConnectionPointVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IConnectionPoint *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IConnectionPoint *This);
  ULONG (STDMETHODCALLTYPE *Release)(IConnectionPoint *This);
  HRESULT (STDMETHODCALLTYPE *GetConnectionInterface)(IConnectionPoint *This, IID* pIID);
  HRESULT (STDMETHODCALLTYPE *GetConnectionPointContainer)(IConnectionPoint *This, IConnectionPointContainer** ppCPC);
  HRESULT (STDMETHODCALLTYPE *Advise)(IConnectionPoint *This, IUnknown* pUnkSink, DWORD* pdwCookie);
  HRESULT (STDMETHODCALLTYPE *Unadvise)(IConnectionPoint *This, DWORD dwCookie);
  HRESULT (STDMETHODCALLTYPE *EnumConnections)(IConnectionPoint *This, IEnumConnections** ppEnum);
} IConnectionPointVtbl;
struct IConnectionPoint {
  CONST_VTBL IConnectionPointVtbl *lpVtbl;
};
#endif
#endif

/* interface IConnectionPointContainer */

#ifndef __IConnectionPointContainer_INTERFACE_DEFINED__
#define __IConnectionPointContainer_INTERFACE_DEFINED__
extern const IID IID_IConnectionPointContainer;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IConnectionPointContainer : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE EnumConnectionPoints(IEnumConnectionPoints** ppEnum) = 0;
  virtual HRESULT STDMETHODCALLTYPE FindConnectionPoint(REFIID riid, IConnectionPoint** ppCP) = 0;
};
#else
typedef struct IConnectionPointContainerVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IConnectionPointContainer *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IConnectionPointContainer *This);
  ULONG (STDMETHODCALLTYPE *Release)(IConnectionPointContainer *This);
  HRESULT (STDMETHODCALLTYPE *EnumConnectionPoints)(IConnectionPointContainer *This, IEnumConnectionPoints** ppEnum);
  HRESULT (STDMETHODCALLTYPE *FindConnectionPoint)(IConnectionPointContainer *This, REFIID riid, IConnectionPoint** ppCP);
} IConnectionPointContainerVtbl;
struct IConnectionPointContainer {
  CONST_VTBL IConnectionPointContainerVtbl *lpVtbl;
};
#endif
#endif

/* interface IPropertyNotifySink */

#ifndef __IPropertyNotifySink_INTERFACE_DEFINED__
#define __IPropertyNotifySink_INTERFACE_DEFINED__
extern const IID IID_IPropertyNotifySink;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IPropertyNotifySink : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE OnChanged(DISPID dispID) = 0;
  virtual HRESULT STDMETHODCALLTYPE OnRequestEdit(DISPID dispID) = 0;
};
#else
typedef struct IPropertyNotifySinkVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IPropertyNotifySink *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IPropertyNotifySink *This);
  ULONG (STDMETHODCALLTYPE *Release)(IPropertyNotifySink *This);
  HRESULT (STDMETHODCALLTYPE *OnChanged)(IPropertyNotifySink *This, DISPID dispID);
  HRESULT (STDMETHODCALLTYPE *OnRequestEdit)(IPropertyNotifySink *This, DISPID dispID);
} IPropertyNotifySinkVtbl;
struct IPropertyNotifySink {
  CONST_VTBL IPropertyNotifySinkVtbl *lpVtbl;
};
#endif
#endif

/* interface IObjectWithSite */

#ifndef __IObjectWithSite_INTERFACE_DEFINED__
#define __IObjectWithSite_INTERFACE_DEFINED__
extern const IID IID_IObjectWithSite;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IObjectWithSite : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE SetSite(IUnknown* pUnkSite) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSite(REFIID riid, void** ppvSite) = 0;
};
#else
typedef struct IObjectWithSiteVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IObjectWithSite *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IObjectWithSite *This);
  ULONG (STDMETHODCALLTYPE *Release)(IObjectWithSite *This);
  HRESULT (STDMETHODCALLTYPE *SetSite)(IObjectWithSite *This, IUnknown* pUnkSite);
  HRESULT (STDMETHODCALLTYPE *GetSite)(IObjectWithSite *This, REFIID riid, void** ppvSite);
} IObjectWithSiteVtbl;
struct IObjectWithSite {
  CONST_VTBL IObjectWithSiteVtbl *lpVtbl;
};
#endif
#endif

/* interface IProvideClassInfo */

#ifndef __IProvideClassInfo_INTERFACE_DEFINED__
#define __IProvideClassInfo_INTERFACE_DEFINED__
extern const IID IID_IProvideClassInfo;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IProvideClassInfo : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetClassInfo(ITypeInfo** ppTI) = 0;
};
#else
typedef struct IProvideClassInfoVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IProvideClassInfo *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IProvideClassInfo *This);
  ULONG (STDMETHODCALLTYPE *Release)(IProvideClassInfo *This);
  HRESULT (STDMETHODCALLTYPE *GetClassInfo)(IProvideClassInfo *This, ITypeInfo** ppTI);
} IProvideClassInfoVtbl;
struct IProvideClassInfo {
  CONST_VTBL IProvideClassInfoVtbl *lpVtbl;
};
#endif
#endif

#ifdef __cplusplus
}
#endif

#endif

/* Types and operations of objidl.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_OBJIDL_H
#define FARCALL_IDL_OBJIDL_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include "objidlbase.h"

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

typedef struct IMoniker IMoniker;
typedef struct IEnumMoniker IEnumMoniker;
typedef struct IRunningObjectTable IRunningObjectTable;
typedef struct IPersist IPersist;
typedef struct IPersistStream IPersistStream;
typedef struct IBindCtx IBindCtx;

typedef struct tagBIND_OPTS {
  DWORD cbStruct;
  DWORD grfFlags;
  DWORD grfMode;
  DWORD dwTickCountDeadline;
} BIND_OPTS, *LPBIND_OPTS;

/* interface IPersist */

#ifndef __IPersist_INTERFACE_DEFINED__
#define __IPersist_INTERFACE_DEFINED__
extern const IID IID_IPersist;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IPersist : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetClassID(CLSID* pClassID) = 0;
};
#else
typedef struct IPersistVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IPersist *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IPersist *This);
  ULONG (STDMETHODCALLTYPE *Release)(IPersist *This);
  HRESULT (STDMETHODCALLTYPE *GetClassID)(IPersist *This, CLSID* pClassID);
} IPersistVtbl;
struct IPersist {
  CONST_VTBL IPersistVtbl *lpVtbl;
};
#endif
#endif

/* interface IPersistStream */

#ifndef __IPersistStream_INTERFACE_DEFINED__
#define __IPersistStream_INTERFACE_DEFINED__
extern const IID IID_IPersistStream;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IPersistStream : public IPersist {
  virtual HRESULT STDMETHODCALLTYPE IsDirty(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE Load(IStream* pStm) = 0;
  virtual HRESULT STDMETHODCALLTYPE Save(IStream* pStm, BOOL fClearDirty) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSizeMax(ULARGE_INTEGER* pcbSize) = 0;
};
#else
typedef struct IPersistStreamVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IPersistStream *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IPersistStream *This);
  ULONG (STDMETHODCALLTYPE *Release)(IPersistStream *This);
  HRESULT (STDMETHODCALLTYPE *GetClassID)(IPersistStream *This, CLSID* pClassID);
  HRESULT (STDMETHODCALLTYPE *IsDirty)(IPersistStream *This);
  HRESULT (STDMETHODCALLTYPE *Load)(IPersistStream *This, IStream* pStm);
  HRESULT (STDMETHODCALLTYPE *Save)(IPersistStream *This, IStream* pStm, BOOL fClearDirty);
  HRESULT (STDMETHODCALLTYPE *GetSizeMax)(IPersistStream *This, ULARGE_INTEGER* pcbSize);
} IPersistStreamVtbl;
struct IPersistStream {
  CONST_VTBL IPersistStreamVtbl *lpVtbl;
};
#endif
#endif

/* interface IBindCtx */

typedef IBindCtx* LPBC;

#ifndef __IBindCtx_INTERFACE_DEFINED__
#define __IBindCtx_INTERFACE_DEFINED__
extern const IID IID_IBindCtx;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IBindCtx : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE RegisterObjectBound(IUnknown* punk) = 0;
  virtual HRESULT STDMETHODCALLTYPE RevokeObjectBound(IUnknown* punk) = 0;
  virtual HRESULT STDMETHODCALLTYPE ReleaseBoundObjects(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetBindOptions(BIND_OPTS* pbindopts) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetBindOptions(BIND_OPTS* pbindopts) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetRunningObjectTable(IRunningObjectTable** pprot) = 0;
  virtual HRESULT STDMETHODCALLTYPE RegisterObjectParam(LPOLESTR pszKey, IUnknown* punk) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetObjectParam(LPOLESTR pszKey, IUnknown** ppunk) = 0;
  virtual HRESULT STDMETHODCALLTYPE EnumObjectParam(IEnumString** ppenum) = 0;
  virtual HRESULT STDMETHODCALLTYPE RevokeObjectParam(LPOLESTR pszKey) = 0;
};
#else
typedef struct IBindCtxVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IBindCtx *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IBindCtx *This);
  ULONG (STDMETHODCALLTYPE *Release)(IBindCtx *This);
  HRESULT (STDMETHODCALLTYPE *RegisterObjectBound)(IBindCtx *This, IUnknown* punk);
  HRESULT (STDMETHODCALLTYPE *RevokeObjectBound)(IBindCtx *This, IUnknown* punk);
  HRESULT (STDMETHODCALLTYPE *ReleaseBoundObjects)(IBindCtx *This);
  HRESULT (STDMETHODCALLTYPE *SetBindOptions)(IBindCtx *This, BIND_OPTS* pbindopts);
  HRESULT (STDMETHODCALLTYPE *GetBindOptions)(IBindCtx *This, BIND_OPTS* pbindopts);
  HRESULT (STDMETHODCALLTYPE *GetRunningObjectTable)(IBindCtx *This, IRunningObjectTable** pprot);
  HRESULT (STDMETHODCALLTYPE *RegisterObjectParam)(IBindCtx *This, LPOLESTR pszKey, IUnknown* punk);
  HRESULT (STDMETHODCALLTYPE *GetObjectParam)(IBindCtx *This, LPOLESTR pszKey, IUnknown** ppunk);
  HRESULT (STDMETHODCALLTYPE *EnumObjectParam)(IBindCtx *This, IEnumString** ppenum);
  HRESULT (STDMETHODCALLTYPE *RevokeObjectParam)(IBindCtx *This, LPOLESTR pszKey);
} IBindCtxVtbl;
struct IBindCtx {
  CONST_VTBL IBindCtxVtbl *lpVtbl;
};
#endif
#endif

/* interface IMoniker */

typedef IMoniker* LPMONIKER;

#ifndef __IMoniker_INTERFACE_DEFINED__
#define __IMoniker_INTERFACE_DEFINED__
extern const IID IID_IMoniker;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IMoniker : public IPersistStream {
  virtual HRESULT STDMETHODCALLTYPE BindToObject(IBindCtx* pbc, IMoniker* pmkToLeft, REFIID riidResult, void** ppvResult) = 0;
  virtual HRESULT STDMETHODCALLTYPE BindToStorage(IBindCtx* pbc, IMoniker* pmkToLeft, REFIID riid, void** ppvObj) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reduce(IBindCtx* pbc, DWORD dwReduceHowFar, IMoniker** ppmkToLeft, IMoniker** ppmkReduced) = 0;
  virtual HRESULT STDMETHODCALLTYPE ComposeWith(IMoniker* pmkRight, BOOL fOnlyIfNotGeneric, IMoniker** ppmkComposite) = 0;
  virtual HRESULT STDMETHODCALLTYPE Enum(BOOL fForward, IEnumMoniker** ppenumMoniker) = 0;
  virtual HRESULT STDMETHODCALLTYPE IsEqual(IMoniker* pmkOtherMoniker) = 0;
  virtual HRESULT STDMETHODCALLTYPE Hash(DWORD* pdwHash) = 0;
  virtual HRESULT STDMETHODCALLTYPE IsRunning(IBindCtx* pbc, IMoniker* pmkToLeft, IMoniker* pmkNewlyRunning) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetTimeOfLastChange(IBindCtx* pbc, IMoniker* pmkToLeft, FILETIME* pFileTime) = 0;
  virtual HRESULT STDMETHODCALLTYPE Inverse(IMoniker** ppmk) = 0;
  virtual HRESULT STDMETHODCALLTYPE CommonPrefixWith(IMoniker* pmkOther, IMoniker** ppmkPrefix) = 0;
  virtual HRESULT STDMETHODCALLTYPE RelativePathTo(IMoniker* pmkOther, IMoniker** ppmkRelPath) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetDisplayName(IBindCtx* pbc, IMoniker* pmkToLeft, LPOLESTR* ppszDisplayName) = 0;
  virtual HRESULT STDMETHODCALLTYPE ParseDisplayName(IBindCtx* pbc, IMoniker* pmkToLeft, LPOLESTR pszDisplayName, ULONG* pchEaten, IMoniker** ppmkOut) = 0;
  virtual HRESULT STDMETHODCALLTYPE IsSystemMoniker(DWORD* pdwMksys) = 0;
};
#else
typedef struct IMonikerVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IMoniker *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IMoniker *This);
  ULONG (STDMETHODCALLTYPE *Release)(IMoniker *This);
  HRESULT (STDMETHODCALLTYPE *GetClassID)(IMoniker *This, CLSID* pClassID);
  HRESULT (STDMETHODCALLTYPE *IsDirty)(IMoniker *This);
  HRESULT (STDMETHODCALLTYPE *Load)(IMoniker *This, IStream* pStm);
  HRESULT (STDMETHODCALLTYPE *Save)(IMoniker *This, IStream* pStm, BOOL fClearDirty);
  HRESULT (STDMETHODCALLTYPE *GetSizeMax)(IMoniker *This, ULARGE_INTEGER* pcbSize);
  HRESULT (STDMETHODCALLTYPE *BindToObject)(IMoniker *This, IBindCtx* pbc, IMoniker* pmkToLeft, REFIID riidResult, void** ppvResult);
  HRESULT (STDMETHODCALLTYPE *BindToStorage)(IMoniker *This, IBindCtx* pbc, IMoniker* pmkToLeft, REFIID riid, void** ppvObj);
  HRESULT (STDMETHODCALLTYPE *Reduce)(IMoniker *This, IBindCtx* pbc, DWORD dwReduceHowFar, IMoniker** ppmkToLeft, IMoniker** ppmkReduced);
  HRESULT (STDMETHODCALLTYPE *ComposeWith)(IMoniker *This, IMoniker* pmkRight, BOOL fOnlyIfNotGeneric, IMoniker** ppmkComposite);
  HRESULT (STDMETHODCALLTYPE *Enum)(IMoniker *This, BOOL fForward, IEnumMoniker** ppenumMoniker);
  HRESULT (STDMETHODCALLTYPE *IsEqual)(IMoniker *This, IMoniker* pmkOtherMoniker);
  HRESULT (STDMETHODCALLTYPE *Hash)(IMoniker *This, DWORD* pdwHash);
  HRESULT (STDMETHODCALLTYPE *IsRunning)(IMoniker *This, IBindCtx* pbc, IMoniker* pmkToLeft, IMoniker* pmkNewlyRunning);
  HRESULT (STDMETHODCALLTYPE *GetTimeOfLastChange)(IMoniker *This, IBindCtx* pbc, IMoniker* pmkToLeft, FILETIME* pFileTime);
  HRESULT (STDMETHODCALLTYPE *Inverse)(IMoniker *This, IMoniker** ppmk);
  HRESULT (STDMETHODCALLTYPE *CommonPrefixWith)(IMoniker *This, IMoniker* pmkOther, IMoniker** ppmkPrefix);
  HRESULT (STDMETHODCALLTYPE *RelativePathTo)(IMoniker *This, IMoniker* pmkOther, IMoniker** ppmkRelPath);
  HRESULT (STDMETHODCALLTYPE *GetDisplayName)(IMoniker *This, IBindCtx* pbc, IMoniker* pmkToLeft, LPOLESTR* ppszDisplayName);
  HRESULT (STDMETHODCALLTYPE *ParseDisplayName)(IMoniker *This, IBindCtx* pbc, IMoniker* pmkToLeft, LPOLESTR pszDisplayName, ULONG* pchEaten, IMoniker** ppmkOut);
  HRESULT (STDMETHODCALLTYPE *IsSystemMoniker)(IMoniker *This, DWORD* pdwMksys);
} IMonikerVtbl;
struct IMoniker {
  CONST_VTBL IMonikerVtbl *lpVtbl;
};
#endif
#endif

/* interface IEnumMoniker */

#ifndef __IEnumMoniker_INTERFACE_DEFINED__
#define __IEnumMoniker_INTERFACE_DEFINED__
extern const IID IID_IEnumMoniker;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IEnumMoniker : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG celt, IMoniker** rgelt, ULONG* pceltFetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG celt) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumMoniker** ppenum) = 0;
};
#else
typedef struct IEnumMonikerVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IEnumMoniker *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IEnumMoniker *This);
  ULONG (STDMETHODCALLTYPE *Release)(IEnumMoniker *This);
  HRESULT (STDMETHODCALLTYPE *Next)(IEnumMoniker *This, ULONG celt, IMoniker** rgelt, ULONG* pceltFetched);
  HRESULT (STDMETHODCALLTYPE *Skip)(IEnumMoniker *This, ULONG celt);
  HRESULT (STDMETHODCALLTYPE *Reset)(IEnumMoniker *This);
  HRESULT (STDMETHODCALLTYPE *Clone)(IEnumMoniker *This, IEnumMoniker** ppenum);
} IEnumMonikerVtbl;
struct IEnumMoniker {
  CONST_VTBL IEnumMonikerVtbl *lpVtbl;
};
#endif
#endif

#ifdef __cplusplus
}
#endif

#endif

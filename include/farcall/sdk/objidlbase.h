/* Types and operations of objidlbase.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_OBJIDLBASE_H
#define FARCALL_IDL_OBJIDLBASE_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include "unknwnbase.h"
#include "wtypes.h"

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

typedef struct IMarshal IMarshal;
typedef struct IMalloc IMalloc;
typedef struct IEnumUnknown IEnumUnknown;
typedef struct IEnumString IEnumString;
typedef struct ISequentialStream ISequentialStream;
typedef struct IStream IStream;

/* interface IMarshal */

#ifndef __IMarshal_INTERFACE_DEFINED__
#define __IMarshal_INTERFACE_DEFINED__
extern const IID IID_IMarshal;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IMarshal : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetUnmarshalClass(REFIID riid, void* pv, DWORD dwDestContext, void* pvDestContext, DWORD mshlflags, CLSID* pCid) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetMarshalSizeMax(REFIID riid, void* pv, DWORD dwDestContext, void* pvDestContext, DWORD mshlflags, DWORD* pSize) = 0;
  virtual HRESULT STDMETHODCALLTYPE MarshalInterface(struct IStream* pStm, REFIID riid, void* pv, DWORD dwDestContext, void* pvDestContext, DWORD mshlflags) = 0;
  virtual HRESULT STDMETHODCALLTYPE UnmarshalInterface(struct IStream* pStm, REFIID riid, void** ppv) = 0;
  virtual HRESULT STDMETHODCALLTYPE ReleaseMarshalData(struct IStream* pStm) = 0;
  virtual HRESULT STDMETHODCALLTYPE DisconnectObject(DWORD dwReserved) = 0;
};
#else
typedef struct IMarshalVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IMarshal *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IMarshal *This);
  ULONG (STDMETHODCALLTYPE *Release)(IMarshal *This);
  HRESULT (STDMETHODCALLTYPE *GetUnmarshalClass)(IMarshal *This, REFIID riid, void* pv, DWORD dwDestContext, void* pvDestContext, DWORD mshlflags, CLSID* pCid);
  HRESULT (STDMETHODCALLTYPE *GetMarshalSizeMax)(IMarshal *This, REFIID riid, void* pv, DWORD dwDestContext, void* pvDestContext, DWORD mshlflags, DWORD* pSize);
  HRESULT (STDMETHODCALLTYPE *MarshalInterface)(IMarshal *This, struct IStream* pStm, REFIID riid, void* pv, DWORD dwDestContext, void* pvDestContext, DWORD mshlflags);
  HRESULT (STDMETHODCALLTYPE *UnmarshalInterface)(IMarshal *This, struct IStream* pStm, REFIID riid, void** ppv);
  HRESULT (STDMETHODCALLTYPE *ReleaseMarshalData)(IMarshal *This, struct IStream* pStm);
  HRESULT (STDMETHODCALLTYPE *DisconnectObject)(IMarshal *This, DWORD dwReserved);
} IMarshalVtbl;
struct IMarshal {
  CONST_VTBL IMarshalVtbl *lpVtbl;
};
#endif
#endif

/* interface IMalloc */

typedef IMalloc* LPMALLOC;

#ifndef __IMalloc_INTERFACE_DEFINED__
#define __IMalloc_INTERFACE_DEFINED__
extern const IID IID_IMalloc;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IMalloc : public IUnknown {
  virtual void* STDMETHODCALLTYPE Alloc(SIZE_T cb) = 0;
  virtual void* STDMETHODCALLTYPE Realloc(void* pv, SIZE_T cb) = 0;
  virtual void STDMETHODCALLTYPE Free(void* pv) = 0;
  virtual SIZE_T STDMETHODCALLTYPE GetSize(void* pv) = 0;
  virtual int STDMETHODCALLTYPE DidAlloc(void* pv) = 0;
  virtual void STDMETHODCALLTYPE HeapMinimize(void) = 0;
};
#else
typedef struct IMallocVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IMalloc *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IMalloc *This);
  ULONG (STDMETHODCALLTYPE *Release)(IMalloc *This);
  void* (STDMETHODCALLTYPE *Alloc)(IMalloc *This, SIZE_T cb);
  void* (STDMETHODCALLTYPE *Realloc)(IMalloc *This, void* pv, SIZE_T cb);
  void (STDMETHODCALLTYPE *Free)(IMalloc *This, void* pv);
  SIZE_T (STDMETHODCALLTYPE *GetSize)(IMalloc *This, void* pv);
  int (STDMETHODCALLTYPE *DidAlloc)(IMalloc *This, void* pv);
  void (STDMETHODCALLTYPE *HeapMinimize)(IMalloc *This);
} IMallocVtbl;
struct IMalloc {
  CONST_VTBL IMallocVtbl *lpVtbl;
};
#endif
#endif

/* interface IEnumUnknown */

#ifndef __IEnumUnknown_INTERFACE_DEFINED__
#define __IEnumUnknown_INTERFACE_DEFINED__
extern const IID IID_IEnumUnknown;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IEnumUnknown : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG celt, IUnknown** rgelt, ULONG* pceltFetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG celt) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumUnknown** ppenum) = 0;
};
#else
typedef struct IEnumUnknownVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IEnumUnknown *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IEnumUnknown *This);
  ULONG (STDMETHODCALLTYPE *Release)(IEnumUnknown *This);
  HRESULT (STDMETHODCALLTYPE *Next)(IEnumUnknown *This, ULONG celt, IUnknown** rgelt, ULONG* pceltFetched);
  HRESULT (STDMETHODCALLTYPE *Skip)(IEnumUnknown *This, ULONG celt);
  HRESULT (STDMETHODCALLTYPE *Reset)(IEnumUnknown *This);
  HRESULT (STDMETHODCALLTYPE *Clone)(IEnumUnknown *This, IEnumUnknown** ppenum);
} IEnumUnknownVtbl;
struct IEnumUnknown {
  CONST_VTBL IEnumUnknownVtbl *lpVtbl;
};
#endif
#endif

/* interface IEnumString */

#ifndef __IEnumString_INTERFACE_DEFINED__
#define __IEnumString_INTERFACE_DEFINED__
extern const IID IID_IEnumString;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IEnumString : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG celt, LPOLESTR* rgelt, ULONG* pceltFetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG celt) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumString** ppenum) = 0;
};
#else
typedef struct IEnumStringVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IEnumString *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IEnumString *This);
  ULONG (STDMETHODCALLTYPE *Release)(IEnumString *This);
  HRESULT (STDMETHODCALLTYPE *Next)(IEnumString *This, ULONG celt, LPOLESTR* rgelt, ULONG* pceltFetched);
  HRESULT (STDMETHODCALLTYPE *Skip)(IEnumString *This, ULONG celt);
  HRESULT (STDMETHODCALLTYPE *Reset)(IEnumString *This);
  HRESULT (STDMETHODCALLTYPE *Clone)(IEnumString *This, IEnumString** ppenum);
} IEnumStringVtbl;
struct IEnumString {
  CONST_VTBL IEnumStringVtbl *lpVtbl;
};
#endif
#endif

/* interface ISequentialStream */

#ifndef __ISequentialStream_INTERFACE_DEFINED__
#define __ISequentialStream_INTERFACE_DEFINED__
extern const IID IID_ISequentialStream;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct ISequentialStream : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Read(void* pv, ULONG cb, ULONG* pcbRead) = 0;
  virtual HRESULT STDMETHODCALLTYPE Write(const void* pv, ULONG cb, ULONG* pcbWritten) = 0;
};
#else
typedef struct ISequentialStreamVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(ISequentialStream *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(ISequentialStream *This);
  ULONG (STDMETHODCALLTYPE *Release)(ISequentialStream *This);
  HRESULT (STDMETHODCALLTYPE *Read)(ISequentialStream *This, void* pv, ULONG cb, ULONG* pcbRead);
  HRESULT (STDMETHODCALLTYPE *Write)(ISequentialStream *This, const void* pv, ULONG cb, ULONG* pcbWritten);
} ISequentialStreamVtbl;
struct ISequentialStream {
  CONST_VTBL ISequentialStreamVtbl *lpVtbl;
};
#endif
#endif

/* interface IStream */

typedef IStream* LPSTREAM;

typedef struct tagSTATSTG {
  LPOLESTR pwcsName;
  DWORD type;
  ULARGE_INTEGER cbSize;
  FILETIME mtime;
  FILETIME ctime;
  FILETIME atime;
  DWORD grfMode;
  DWORD grfLocksSupported;
  CLSID clsid;
  DWORD grfStateBits;
  DWORD reserved;
} STATSTG;

typedef enum tagSTREAM_SEEK MIDL_ENUM(int) {
  STREAM_SEEK_SET = 0,
  STREAM_SEEK_CUR = 1,
  STREAM_SEEK_END = 2
} STREAM_SEEK;

#ifndef __IStream_INTERFACE_DEFINED__
#define __IStream_INTERFACE_DEFINED__
extern const IID IID_IStream;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IStream : public ISequentialStream {
  virtual HRESULT STDMETHODCALLTYPE Seek(LARGE_INTEGER dlibMove, DWORD dwOrigin, ULARGE_INTEGER* plibNewPosition) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetSize(ULARGE_INTEGER libNewSize) = 0;
  virtual HRESULT STDMETHODCALLTYPE CopyTo(IStream* pstm, ULARGE_INTEGER cb, ULARGE_INTEGER* pcbRead, ULARGE_INTEGER* pcbWritten) = 0;
  virtual HRESULT STDMETHODCALLTYPE Commit(DWORD grfCommitFlags) = 0;
  virtual HRESULT STDMETHODCALLTYPE Revert(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE LockRegion(ULARGE_INTEGER libOffset, ULARGE_INTEGER cb, DWORD dwLockType) = 0;
  virtual HRESULT STDMETHODCALLTYPE UnlockRegion(ULARGE_INTEGER libOffset, ULARGE_INTEGER cb, DWORD dwLockType) = 0;
  virtual HRESULT STDMETHODCALLTYPE Stat(STATSTG* pstatstg, DWORD grfStatFlag) = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IStream** ppstm) = 0;
};
#else
typedef struct IStreamVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IStream *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IStream *This);
  ULONG (STDMETHODCALLTYPE *Release)(IStream *This);
  HRESULT (STDMETHODCALLTYPE *Read)(IStream *This, void* pv, ULONG cb, ULONG* pcbRead);
  HRESULT (STDMETHODCALLTYPE *Write)(IStream *This, const void* pv, ULONG cb, ULONG* pcbWritten);
  HRESULT (STDMETHODCALLTYPE *Seek)(IStream *This, LARGE_INTEGER dlibMove, DWORD dwOrigin, ULARGE_INTEGER* plibNewPosition);
  HRESULT (STDMETHODCALLTYPE *SetSize)(IStream *This, ULARGE_INTEGER libNewSize);
  HRESULT (STDMETHODCALLTYPE *CopyTo)(IStream *This, IStream* pstm, ULARGE_INTEGER cb, ULARGE_INTEGER* pcbRead, ULARGE_INTEGER* pcbWritten);
  HRESULT (STDMETHODCALLTYPE *Commit)(IStream *This, DWORD grfCommitFlags);
  HRESULT (STDMETHODCALLTYPE *Revert)(IStream *This);
  HRESULT (STDMETHODCALLTYPE *LockRegion)(IStream *This, ULARGE_INTEGER libOffset, ULARGE_INTEGER cb, DWORD dwLockType);
  HRESULT (STDMETHODCALLTYPE *UnlockRegion)(IStream *This, ULARGE_INTEGER libOffset, ULARGE_INTEGER cb, DWORD dwLockType);
  HRESULT (STDMETHODCALLTYPE *Stat)(IStream *This, STATSTG* pstatstg, DWORD grfStatFlag);
  HRESULT (STDMETHODCALLTYPE *Clone)(IStream *This, IStream** ppstm);
} IStreamVtbl;
struct IStream {
  CONST_VTBL IStreamVtbl *lpVtbl;
};
#endif
#endif

#ifdef __cplusplus
}
#endif

#endif

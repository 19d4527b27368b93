/* Types and operations of oaidl.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_OAIDL_H
#define FARCALL_IDL_OAIDL_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>
#include "objidl.h"

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

typedef struct ICreateTypeInfo ICreateTypeInfo;
typedef struct ICreateTypeLib ICreateTypeLib;
typedef struct IDispatch IDispatch;
typedef struct IRecordInfo IRecordInfo;
typedef struct ITypeComp ITypeComp;
typedef struct ITypeInfo ITypeInfo;
typedef struct ITypeLib ITypeLib;
typedef struct IEnumVARIANT IEnumVARIANT;
typedef struct IErrorInfo IErrorInfo;
typedef struct ICreateErrorInfo ICreateErrorInfo;
typedef struct ISupportErrorInfo ISupportErrorInfo;
typedef struct IErrorLog IErrorLog;
typedef struct IPropertyBag IPropertyBag;

typedef LONG DISPID;
typedef DISPID MEMBERID;
typedef DWORD HREFTYPE;

typedef struct tagSAFEARRAYBOUND {
  ULONG cElements;
  LONG lLbound;
} SAFEARRAYBOUND, *LPSAFEARRAYBOUND;

typedef struct tagSAFEARRAY {
  USHORT cDims;
  USHORT fFeatures;
  ULONG cbElements;
  ULONG cLocks;
  PVOID pvData;
  SAFEARRAYBOUND rgsabound[1];
} SAFEARRAY, *LPSAFEARRAY;

typedef struct tagVARIANT {
  union {
    struct {
      VARTYPE vt;
      WORD wReserved1;
      WORD wReserved2;
      WORD wReserved3;
      union {
        LONGLONG llVal;
        LONG lVal;
        BYTE bVal;
        SHORT iVal;
        FLOAT fltVal;
        DOUBLE dblVal;
        VARIANT_BOOL boolVal;
        SCODE scode;
        CY cyVal;
        DATE date;
        BSTR bstrVal;
        IUnknown* punkVal;
        IDispatch* pdispVal;
        SAFEARRAY* parray;
        BYTE* pbVal;
        SHORT* piVal;
        LONG* plVal;
        LONGLONG* pllVal;
        FLOAT* pfltVal;
        DOUBLE* pdblVal;
        VARIANT_BOOL* pboolVal;
        SCODE* pscode;
        CY* pcyVal;
        DATE* pdate;
        BSTR* pbstrVal;
        IUnknown** ppunkVal;
        IDispatch** ppdispVal;
        SAFEARRAY** pparray;
        struct tagVARIANT* pvarVal;
        PVOID byref;
        CHAR cVal;
        USHORT uiVal;
        ULONG ulVal;
        ULONGLONG ullVal;
        INT intVal;
        UINT uintVal;
        DECIMAL* pdecVal;
        CHAR* pcVal;
        USHORT* puiVal;
        ULONG* pulVal;
        ULONGLONG* pullVal;
        INT* pintVal;
        UINT* puintVal;
        struct {
          PVOID pvRecord;
          IRecordInfo* pRecInfo;
        };
      };
    };
    DECIMAL decVal;
  };
} VARIANT, *LPVARIANT;

typedef VARIANT VARIANTARG;
typedef VARIANTARG* LPVARIANTARG;

typedef struct tagDISPPARAMS {
  VARIANTARG* rgvarg;
  DISPID* rgdispidNamedArgs;
  UINT cArgs;
  UINT cNamedArgs;
} DISPPARAMS;

typedef struct tagEXCEPINFO {
  WORD wCode;
  WORD wReserved;
  BSTR bstrSource;
  BSTR bstrDescription;
  BSTR bstrHelpFile;
  DWORD dwHelpContext;
  ULONG_PTR pvReserved;
  ULONG_PTR pfnDeferredFillIn;
  SCODE scode;
} EXCEPINFO, *LPEXCEPINFO;

typedef enum tagTYPEKIND MIDL_ENUM(int) {
  TKIND_ENUM = 0,
  TKIND_RECORD = 1,
  TKIND_MODULE = 2,
  TKIND_INTERFACE = 3,
  TKIND_DISPATCH = 4,
  TKIND_COCLASS = 5,
  TKIND_ALIAS = 6,
  TKIND_UNION = 7,
  TKIND_MAX = 8
} TYPEKIND;

typedef enum tagINVOKEKIND MIDL_ENUM(int) {
  INVOKE_FUNC = 1,
  INVOKE_PROPERTYGET = 2,
  INVOKE_PROPERTYPUT = 4,
  INVOKE_PROPERTYPUTREF = 8
} INVOKEKIND;

#define DISPID_UNKNOWN ( -1 )
#define DISPID_VALUE ( 0 )
#define DISPID_PROPERTYPUT ( -3 )
#define DISPID_NEWENUM ( -4 )
#define DISPID_EVALUATE ( -5 )

/* interface IDispatch */

typedef IDispatch* LPDISPATCH;

#ifndef __IDispatch_INTERFACE_DEFINED__
#define __IDispatch_INTERFACE_DEFINED__
extern const IID IID_IDispatch;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IDispatch : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT* pctinfo) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT iTInfo, LCID lcid, ITypeInfo** ppTInfo) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID riid, LPOLESTR* rgszNames, UINT cNames, LCID lcid, DISPID* rgDispId) = 0;
  virtual HRESULT STDMETHODCALLTYPE Invoke(DISPID dispIdMember, REFIID riid, LCID lcid, WORD wFlags, DISPPARAMS* pDispParams, VARIANT* pVarResult, EXCEPINFO* pExcepInfo, UINT* puArgErr) = 0;
};
#else
typedef struct IDispatchVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IDispatch *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IDispatch *This);
  ULONG (STDMETHODCALLTYPE *Release)(IDispatch *This);
  HRESULT (STDMETHODCALLTYPE *GetTypeInfoCount)(IDispatch *This, UINT* pctinfo);
  HRESULT (STDMETHODCALLTYPE *GetTypeInfo)(IDispatch *This, UINT iTInfo, LCID lcid, ITypeInfo** ppTInfo);
  HRESULT (STDMETHODCALLTYPE *GetIDsOfNames)(IDispatch *This, REFIID riid, LPOLESTR* rgszNames, UINT cNames, LCID lcid, DISPID* rgDispId);
  HRESULT (STDMETHODCALLTYPE *Invoke)(IDispatch *This, DISPID dispIdMember, REFIID riid, LCID lcid, WORD wFlags, DISPPARAMS* pDispParams, VARIANT* pVarResult, EXCEPINFO* pExcepInfo, UINT* puArgErr);
} IDispatchVtbl;
struct IDispatch {
  CONST_VTBL IDispatchVtbl *lpVtbl;
};
#endif
#endif

/* interface IEnumVARIANT */

typedef IEnumVARIANT* LPENUMVARIANT;

#ifndef __IEnumVARIANT_INTERFACE_DEFINED__
#define __IEnumVARIANT_INTERFACE_DEFINED__
extern const IID IID_IEnumVARIANT;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IEnumVARIANT : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Next(ULONG celt, VARIANT* rgVar, ULONG* pCeltFetched) = 0;
  virtual HRESULT STDMETHODCALLTYPE Skip(ULONG celt) = 0;
  virtual HRESULT STDMETHODCALLTYPE Reset(void) = 0;
  virtual HRESULT STDMETHODCALLTYPE Clone(IEnumVARIANT** ppEnum) = 0;
};
#else
typedef struct IEnumVARIANTVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IEnumVARIANT *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IEnumVARIANT *This);
  ULONG (STDMETHODCALLTYPE *Release)(IEnumVARIANT *This);
  HRESULT (STDMETHODCALLTYPE *Next)(IEnumVARIANT *This, ULONG celt, VARIANT* rgVar, ULONG* pCeltFetched);
  HRESULT (STDMETHODCALLTYPE *Skip)(IEnumVARIANT *This, ULONG celt);
  HRESULT (STDMETHODCALLTYPE *Reset)(IEnumVARIANT *This);
  HRESULT (STDMETHODCALLTYPE *Clone)(IEnumVARIANT *This, IEnumVARIANT** ppEnum);
} IEnumVARIANTVtbl;
struct IEnumVARIANT {
  CONST_VTBL IEnumVARIANTVtbl *lpVtbl;
};
#endif
#endif

/* interface IErrorInfo */

typedef IErrorInfo* LPERRORINFO;

#ifndef __IErrorInfo_INTERFACE_DEFINED__
#define __IErrorInfo_INTERFACE_DEFINED__
extern const IID IID_IErrorInfo;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IErrorInfo : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE GetGUID(GUID* pGUID) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetSource(BSTR* pBstrSource) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetDescription(BSTR* pBstrDescription) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHelpFile(BSTR* pBstrHelpFile) = 0;
  virtual HRESULT STDMETHODCALLTYPE GetHelpContext(DWORD* pdwHelpContext) = 0;
};
#else
typedef struct IErrorInfoVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IErrorInfo *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IErrorInfo *This);
  ULONG (STDMETHODCALLTYPE *Release)(IErrorInfo *This);
  HRESULT (STDMETHODCALLTYPE *GetGUID)(IErrorInfo *This, GUID* pGUID);
  HRESULT (STDMETHODCALLTYPE *GetSource)(IErrorInfo *This, BSTR* pBstrSource);
  HRESULT (STDMETHODCALLTYPE *GetDescription)(IErrorInfo *This, BSTR* pBstrDescription);
  HRESULT (STDMETHODCALLTYPE *GetHelpFile)(IErrorInfo *This, BSTR* pBstrHelpFile);
  HRESULT (STDMETHODCALLTYPE *GetHelpContext)(IErrorInfo *This, DWORD* pdwHelpContext);
} IErrorInfoVtbl;
struct IErrorInfo {
  CONST_VTBL IErrorInfoVtbl *lpVtbl;
};
#endif
#endif

/* interface ICreateErrorInfo */

#ifndef __ICreateErrorInfo_INTERFACE_DEFINED__
#define __ICreateErrorInfo_INTERFACE_DEFINED__
extern const IID IID_ICreateErrorInfo;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct ICreateErrorInfo : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE SetGUID(REFGUID rguid) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetSource(LPOLESTR szSource) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetDescription(LPOLESTR szDescription) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetHelpFile(LPOLESTR szHelpFile) = 0;
  virtual HRESULT STDMETHODCALLTYPE SetHelpContext(DWORD dwHelpContext) = 0;
};
#else
typedef struct ICreateErrorInfoVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(ICreateErrorInfo *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(ICreateErrorInfo *This);
  ULONG (STDMETHODCALLTYPE *Release)(ICreateErrorInfo *This);
  HRESULT (STDMETHODCALLTYPE *SetGUID)(ICreateErrorInfo *This, REFGUID rguid);
  HRESULT (STDMETHODCALLTYPE *SetSource)(ICreateErrorInfo *This, LPOLESTR szSource);
  HRESULT (STDMETHODCALLTYPE *SetDescription)(ICreateErrorInfo *This, LPOLESTR szDescription);
  HRESULT (STDMETHODCALLTYPE *SetHelpFile)(ICreateErrorInfo *This, LPOLESTR szHelpFile);
  HRESULT (STDMETHODCALLTYPE *SetHelpContext)(ICreateErrorInfo *This, DWORD dwHelpContext);
} ICreateErrorInfoVtbl;
struct ICreateErrorInfo {
  CONST_VTBL ICreateErrorInfoVtbl *lpVtbl;
};
#endif
#endif

/* interface ISupportErrorInfo */

#ifndef __ISupportErrorInfo_INTERFACE_DEFINED__
#define __ISupportErrorInfo_INTERFACE_DEFINED__
extern const IID IID_ISupportErrorInfo;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct ISupportErrorInfo : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE InterfaceSupportsErrorInfo(REFIID riid) = 0;
};
#else
typedef struct ISupportErrorInfoVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(ISupportErrorInfo *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(ISupportErrorInfo *This);
  ULONG (STDMETHODCALLTYPE *Release)(ISupportErrorInfo *This);
  HRESULT (STDMETHODCALLTYPE *InterfaceSupportsErrorInfo)(ISupportErrorInfo *This, REFIID riid);
} ISupportErrorInfoVtbl;
struct ISupportErrorInfo {
  CONST_VTBL ISupportErrorInfoVtbl *lpVtbl;
};
#endif
#endif

/* interface IErrorLog */

#ifndef __IErrorLog_INTERFACE_DEFINED__
#define __IErrorLog_INTERFACE_DEFINED__
extern const IID IID_IErrorLog;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IErrorLog : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE AddError(LPCOLESTR pszPropName, EXCEPINFO* pExcepInfo) = 0;
};
#else
typedef struct IErrorLogVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IErrorLog *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IErrorLog *This);
  ULONG (STDMETHODCALLTYPE *Release)(IErrorLog *This);
  HRESULT (STDMETHODCALLTYPE *AddError)(IErrorLog *This, LPCOLESTR pszPropName, EXCEPINFO* pExcepInfo);
} IErrorLogVtbl;
struct IErrorLog {
  CONST_VTBL IErrorLogVtbl *lpVtbl;
};
#endif
#endif

/* interface IPropertyBag */

#ifndef __IPropertyBag_INTERFACE_DEFINED__
#define __IPropertyBag_INTERFACE_DEFINED__
extern const IID IID_IPropertyBag;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IPropertyBag : public IUnknown {
  virtual HRESULT STDMETHODCALLTYPE Read(LPCOLESTR pszPropName, VARIANT* pVar, IErrorLog* pErrorLog) = 0;
  virtual HRESULT STDMETHODCALLTYPE Write(LPCOLESTR pszPropName, VARIANT* pVar) = 0;
};
#else
typedef struct IPropertyBagVtbl {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IPropertyBag *This, REFIID riid, void** ppvObject);
  ULONG (STDMETHODCALLTYPE *AddRef)(IPropertyBag *This);
  ULONG (STDMETHODCALLTYPE *Release)(IPropertyBag *This);
  HRESULT (STDMETHODCALLTYPE *Read)(IPropertyBag *This, LPCOLESTR pszPropName, VARIANT* pVar, IErrorLog* pErrorLog);
  HRESULT (STDMETHODCALLTYPE *Write)(IPropertyBag *This, LPCOLESTR pszPropName, VARIANT* pVar);
} IPropertyBagVtbl;
struct IPropertyBag {
  CONST_VTBL IPropertyBagVtbl *lpVtbl;
};
#endif
#endif

#ifdef __cplusplus
}
#endif

#endif

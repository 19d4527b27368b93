/* Types and operations of com.idl. Made by midl; changes here are lost.
 * Generated code carries no licence conditions. */
#ifndef FARCALL_IDL_COM_H
#define FARCALL_IDL_COM_H

#include <farcall/sdk/rpc.h>
#include <farcall/sdk/rpcndr.h>

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

typedef struct tagSAFEARRAY SAFEARRAY;
typedef struct IFolder IFolder;
typedef struct IRoot IRoot;
typedef struct IItem IItem;
typedef struct DShelf DShelf;
typedef struct Shelf Shelf;

/* quoted */
typedef IFolder* LPFOLDER;

typedef enum __MIDL_itf_com_0001 MIDL_ENUM(int) {
  kind_file = 0,
  kind_folder = 1
} ItemKind;

/* interface IRoot */

#ifndef __IRoot_INTERFACE_DEFINED__
#define __IRoot_INTERFACE_DEFINED__
extern const IID IID_IRoot;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IRoot {
  virtual long STDMETHODCALLTYPE AddRef(void) = 0;
  virtual long STDMETHODCALLTYPE Query(long which, void** result) = 0;
};
#else
typedef struct IRootVtbl {
  long (STDMETHODCALLTYPE *AddRef)(IRoot *This);
  long (STDMETHODCALLTYPE *Query)(IRoot *This, long which, void** result);
} IRootVtbl;
struct IRoot {
  CONST_VTBL IRootVtbl *lpVtbl;
};
#endif
#endif

/* interface IItem */

#ifndef __IItem_INTERFACE_DEFINED__
#define __IItem_INTERFACE_DEFINED__
extern const IID IID_IItem;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IItem : public IRoot {
  virtual long STDMETHODCALLTYPE get_Name(WCHAR** name) = 0;
  virtual long STDMETHODCALLTYPE put_Name(WCHAR* name) = 0;
  virtual long STDMETHODCALLTYPE Children(long flags, SAFEARRAY** ids, ItemKind* kind) = 0;
  virtual long STDMETHODCALLTYPE Walk(long (*visit)(IItem* item, void* context), void* context) = 0;
  virtual long STDMETHODCALLTYPE Log(const char* format, ...) = 0;
};
#else
typedef struct IItemVtbl {
  long (STDMETHODCALLTYPE *AddRef)(IItem *This);
  long (STDMETHODCALLTYPE *Query)(IItem *This, long which, void** result);
  long (STDMETHODCALLTYPE *get_Name)(IItem *This, WCHAR** name);
  long (STDMETHODCALLTYPE *put_Name)(IItem *This, WCHAR* name);
  long (STDMETHODCALLTYPE *Children)(IItem *This, long flags, SAFEARRAY** ids, ItemKind* kind);
  long (STDMETHODCALLTYPE *Walk)(IItem *This, long (*visit)(IItem* item, void* context), void* context);
  long (STDMETHODCALLTYPE *Log)(IItem *This, const char* format, ...);
} IItemVtbl;
struct IItem {
  CONST_VTBL IItemVtbl *lpVtbl;
};
#endif
#endif

/* interface IFolder */

#ifndef __IFolder_INTERFACE_DEFINED__
#define __IFolder_INTERFACE_DEFINED__
extern const IID IID_IFolder;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IFolder : public IItem {
  virtual long STDMETHODCALLTYPE Add(IItem* item, IRoot* before) = 0;
  virtual long STDMETHODCALLTYPE Count(long* number) = 0;
};
#else
typedef struct IFolderVtbl {
  long (STDMETHODCALLTYPE *AddRef)(IFolder *This);
  long (STDMETHODCALLTYPE *Query)(IFolder *This, long which, void** result);
  long (STDMETHODCALLTYPE *get_Name)(IFolder *This, WCHAR** name);
  long (STDMETHODCALLTYPE *put_Name)(IFolder *This, WCHAR* name);
  long (STDMETHODCALLTYPE *Children)(IFolder *This, long flags, SAFEARRAY** ids, ItemKind* kind);
  long (STDMETHODCALLTYPE *Walk)(IFolder *This, long (*visit)(IItem* item, void* context), void* context);
  long (STDMETHODCALLTYPE *Log)(IFolder *This, const char* format, ...);
  long (STDMETHODCALLTYPE *Add)(IFolder *This, IItem* item, IRoot* before);
  long (STDMETHODCALLTYPE *Count)(IFolder *This, long* number);
} IFolderVtbl;
struct IFolder {
  CONST_VTBL IFolderVtbl *lpVtbl;
};
#endif
#endif

extern const IID LIBID_Shelves;

typedef struct Flags {
  unsigned int a : 3;
  unsigned int : 5;
  unsigned int b : 8;
} Flags;

extern const IID DIID_DShelf;
extern const CLSID CLSID_Shelf;

/* interface beside */

typedef struct __MIDL_beside_0001 {
  long x;
  IItem* item;
  Flags flags;
  struct {
    short low;
    short high;
  };
} Local;

/* void F([in] handle_t h, [in] ItemKind kind); */
void F(handle_t h, ItemKind kind);

extern RPC_IF_HANDLE beside_v1_0_c_ifspec;
extern RPC_IF_HANDLE beside_v1_0_s_ifspec;

typedef struct _beside_v1_0_epv_t {
  void (*F)(handle_t h, ItemKind kind);
} beside_v1_0_epv_t, beside_v1_0_SERVER_EPV;

#ifdef __cplusplus
}
#endif

#endif

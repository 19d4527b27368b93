// For IDL files that import this header: what it defines, in IDL.
import "wtypesbase.idl";

// What the leak checker shall not tell of: memory that the libraries lose, each time a credential is
// acquired (the NTLM plugin, 32 bytes) or a keytab has no key for a principal (libkrb5, also where SPNEGO
// asks it for the name that only NTLM has a use for).
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:gssntlmssp.so\nleak:krb5_copy_principal\nleak:krb5_build_principal_alloc_va\n";
}

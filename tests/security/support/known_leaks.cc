// What the leak checker shall not tell of: memory that the libraries lose, each time a credential is
// acquired (the NTLM plugin, 32 bytes) or a keytab has no key for a principal (libkrb5).
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:gssntlmssp.so\nleak:krb5_copy_principal\n";
}

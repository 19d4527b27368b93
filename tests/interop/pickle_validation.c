/* Pickles KERB_VALIDATION_INFO for other implementations, and prints what they have pickled.
 *
 * usage: interop_pickle_validation encode    bytes of an account made here, as hex
 *        interop_pickle_validation decode    hex on the standard input; its fields, a line each */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "validation.h"

void* __RPC_USER midl_user_allocate(size_t size) {
  return malloc(size);
}
void __RPC_USER midl_user_free(void* memory) {
  free(memory);
}

enum { k_most = 65536, k_characters = 32 };
static _Alignas(16) char g_buffer[k_most];

static void need(RPC_STATUS status, const char* what) {
  if (status == RPC_S_OK) return;
  fprintf(stderr, "%s: %d\n", what, (int)status);
  exit(1);
}

/* Zeroed memory that stays. */
static void* take(size_t size) {
  static _Alignas(16) char pool[4096];
  static size_t used;
  void* at = pool + used;
  used += (size + 15) & ~(size_t)15;
  if (used > sizeof pool) exit(1);
  return at;
}

static void put_text(PAC_STRING* text, const char* from) {
  unsigned short length = (unsigned short)strlen(from);
  text->Length = (unsigned short)(2 * length);
  text->MaximumLength = (unsigned short)(2 * length + 2);
  text->Buffer = take(k_characters * sizeof(WCHAR));
  for (unsigned short i = 0; i < length; ++i) text->Buffer[i] = (unsigned char)from[i];
}

static PAC_SID* make_sid(const unsigned long* parts, unsigned char count) {
  PAC_SID* sid = take(sizeof(PAC_SID) + count * sizeof(unsigned long));
  sid->Revision = 1;
  sid->SubAuthorityCount = count;
  sid->IdentifierAuthority[5] = 5;
  memcpy(sid->SubAuthority, parts, count * sizeof *parts);
  return sid;
}

static int encode(void) {
  static const unsigned long domain[] = {21, 1, 2, 4000000000u}, group[] = {21, 7, 8, 9, 512};
  PAC_MEMBERSHIP groups[] = {{513, 7}, {1000, 7}};
  PAC_EXTRA_SID extra = {make_sid(group, 5), 7};
  KERB_VALIDATION_INFO info;
  PKERB_VALIDATION_INFO pointer = &info;
  handle_t handle = NULL;
  ULONG size = 0;
  memset(&info, 0, sizeof info);
  info.LogonTime.Low = 0x89abcdef;
  info.LogonTime.High = 0x01234567;
  put_text(&info.EffectiveName, "alice");
  put_text(&info.FullName, "Alice Example");
  put_text(&info.LogonScript, "");
  put_text(&info.ProfilePath, "");
  put_text(&info.HomeDirectory, "");
  put_text(&info.HomeDirectoryDrive, "");
  put_text(&info.LogonServer, "SERVER");
  put_text(&info.LogonDomainName, "FARCALL");
  info.LogonCount = 3;
  info.UserId = 1105;
  info.PrimaryGroupId = 513;
  info.GroupCount = 2;
  info.GroupIds = groups;
  info.UserFlags = 0x20;
  memset(info.UserSessionKey, 0x5a, sizeof info.UserSessionKey);
  info.LogonDomainId = make_sid(domain, 4);
  info.UserAccountControl = 0x210;
  info.SidCount = 1;
  info.ExtraSids = &extra;
  need(MesEncodeFixedBufferHandleCreate(g_buffer, k_most, &size, &handle), "create");
  PKERB_VALIDATION_INFO_Encode(handle, &pointer);
  need(MesHandleFree(handle), "free");
  for (ULONG i = 0; i < size; ++i) printf("%02x", (unsigned char)g_buffer[i]);
  return 0;
}

static void print_text(const char* name, const PAC_STRING* text) {
  printf("%s ", name);
  for (unsigned i = 0; i < text->Length / 2u; ++i) printf("%c", (char)text->Buffer[i]);
  printf("\n");
}

static void print_sid(const char* name, const PAC_SID* sid) {
  printf("%s S-%u-%u", name, sid->Revision, sid->IdentifierAuthority[5]);
  for (unsigned i = 0; i < sid->SubAuthorityCount; ++i) printf("-%lu", sid->SubAuthority[i]);
  printf("\n");
}

static int decode(void) {
  PKERB_VALIDATION_INFO info = NULL;
  handle_t handle = NULL;
  ULONG size = 0;
  unsigned octet;
  while (size < k_most && scanf("%2x", &octet) == 1) g_buffer[size++] = (char)octet;
  need(MesDecodeBufferHandleCreate(g_buffer, size, &handle), "create");
  PKERB_VALIDATION_INFO_Decode(handle, &info);
  if (!info) return 1;
  printf("LogonTime %lx%08lx\n", info->LogonTime.High, info->LogonTime.Low);
  print_text("EffectiveName", &info->EffectiveName);
  print_text("FullName", &info->FullName);
  print_text("LogonServer", &info->LogonServer);
  print_text("LogonDomainName", &info->LogonDomainName);
  printf("LogonCount %u\nUserId %lu\nPrimaryGroupId %lu\n", info->LogonCount, info->UserId,
         info->PrimaryGroupId);
  for (unsigned long i = 0; i < info->GroupCount; ++i)
    printf("GroupId %lu %lu\n", info->GroupIds[i].RelativeId, info->GroupIds[i].Attributes);
  printf("UserFlags %lx\nUserSessionKey %02x\nUserAccountControl %lx\n", info->UserFlags,
         info->UserSessionKey[15], info->UserAccountControl);
  if (info->LogonDomainId) print_sid("LogonDomainId", info->LogonDomainId);
  for (unsigned long i = 0; i < info->SidCount; ++i) print_sid("ExtraSid", info->ExtraSids[i].Sid);
  PKERB_VALIDATION_INFO_Free(handle, &info);
  need(MesHandleFree(handle), "free");
  return 0;
}

int main(int argc, char** argv) {
  if (argc == 2 && strcmp(argv[1], "encode") == 0) return encode();
  if (argc == 2 && strcmp(argv[1], "decode") == 0) return decode();
  return 2;
}

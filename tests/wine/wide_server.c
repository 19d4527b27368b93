// The server of wide.idl, of one source for Windows and for Linux: its endpoint is dynamic, printed and
// registered with the endpoint mapper. Ends when its standard input does.
#include <windows.h>

#include <rpc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wide.h"

void *__RPC_USER MIDL_user_allocate(size_t size) { return calloc(1, size); }
void __RPC_USER MIDL_user_free(void *memory) { free(memory); }

static LONG open_counters;

long turn_bases(all_bases *value) {
  const int as_sent = value->bits == 0xA5 && value->flag == 1 && value->letter == 'q' && value->octet == 200 &&
                      value->few == -2 && value->fewer == 65535 && value->paint == blue && value->some == -3 &&
                      value->more == 4000000000u && value->how_far == far_away && value->half == 0.5f &&
                      value->many == -5000000000LL && value->most == 0xfedcba9876543210ULL && value->whole == -1e100 &&
                      value->wide_letter == 0x263a;
  value->bits = (byte)~value->bits;
  value->flag = !value->flag;
  value->letter++;
  value->octet++;
  value->few = (short)-value->few;
  value->fewer--;
  value->paint = green;
  value->some--;
  value->more++;
  value->how_far = near_by;
  value->half *= 2;
  value->many *= 2;
  value->most ^= 0xffffffffffffffffULL;
  value->whole /= 2;
  value->wide_letter++;
  return as_sent;
}

hyper sum(unsigned long count, const long *values) {
  hyper total = 0;
  unsigned long i;
  for (i = 0; i < count; i++) total += values[i];
  return total;
}

void reverse(const char *text, unsigned long room, char *back) {
  const size_t length = strlen(text);
  size_t i;
  for (i = 0; i < length && i + 1 < room; i++) back[i] = text[length - 1 - i];
  back[i] = 0;
}

unsigned long length_of_wide(const WCHAR *text) {
  unsigned long length = 0;
  if (!text) return 77;
  while ((text)[length]) length++;
  return length;
}

// Drops the first and doubles the last.
void shift(unsigned long room, unsigned long *used, short *values) {
  const short last = values[*used - 1];
  memmove(values, values + 1, (*used - 1) * sizeof *values);
  values[*used - 1] = (short)(2 * last);
  if (*used < room) values[(*used)++] = 99;
}

long table(long numbers[2][3], long turned[3][2]) {
  long total = 0;
  int row, column;
  for (row = 0; row < 2; row++)
    for (column = 0; column < 3; column++) {
      turned[column][row] = numbers[row][column];
      total += numbers[row][column];
    }
  return total;
}

long list_sum(node *first, node **reversed) {
  long total = 0;
  *reversed = NULL;
  for (; first; first = first->next) {
    node *copy = MIDL_user_allocate(sizeof *copy);
    copy->value = first->value;
    copy->next = *reversed;
    *reversed = copy;
    total += first->value;
  }
  return total;
}

hyper tail_sum(tail *values) {
  hyper total = values->kind;
  unsigned long i;
  for (i = 0; i < values->count; i++) total += values->values[i];
  return total;
}

void rename_to_next(named *what) {
  WCHAR *name = what->name;
  unsigned long i;
  for (; *name; name++) *name = (WCHAR)(*name + 1);
  for (i = 0; i < what->size; i++) what->data[i] ^= 0xff;
  what->fixed[1] = what->fixed[0] + what->fixed[2];
}

void names(unsigned long count, text_entry *texts, text_entry *joined) {
  size_t length = 1;
  unsigned long i;
  for (i = 0; i < count; i++) length += strlen(texts[i].text);
  joined->text = MIDL_user_allocate(length);
  for (i = 0; i < count; i++) strcat(joined->text, texts[i].text);
}

long content_of(variant *what, variant *next) {
  static const char text[] = "a text of the server's";
  memset(next, 0, sizeof *next);
  switch (what->kind) {
    case 1:
      next->kind = 2;
      next->content.text = MIDL_user_allocate(sizeof text);
      memcpy(next->content.text, text, sizeof text);
      return what->content.number;
    case 2:
      next->kind = 3;
      next->content.real = 2.5;
      return (long)strlen(what->content.text);
    case 4:
      next->kind = 1;
      next->content.number = 7;
      return (long)what->content.real;
    default:
      next->kind = 12;
      return -1;
  }
}

long encapsulated_of(encapsulated *what, encapsulated *next) {
  memset(next, 0, sizeof *next);
  next->arm = 9;
  if (what->arm == 1) {
    next->arm = 1;
    next->content.large = what->content.large + 1;
    return 1;
  }
  return what->arm == 2 ? what->content.few : 0;
}

void shared(long *one, long *other, long *total) {
  *total = (one == other ? 1000 : 0) + (one ? *one : 0) + (other ? *other : 0);
}

void fail(long code) {
  RpcRaiseException((RPC_STATUS)code);
}

void make_counter(long start, counter *made) {
  long *value = malloc(sizeof *value);
  *value = start;
  InterlockedIncrement(&open_counters);
  *made = value;
}

long add(counter which, long amount) {
  return *(long *)which += amount;
}

void drop_counter(counter *which) {
  counter_rundown(*which);
  *which = NULL;
}

void __RPC_USER counter_rundown(counter which) {
  free(which);
  InterlockedDecrement(&open_counters);
}

long counters(void) {
  return open_counters;
}

static int step(const char *what, RPC_STATUS status) {
  if (status == RPC_S_OK) return 1;
  fprintf(stderr, "server: %s: %ld\n", what, (long)status);
  return 0;
}

static void print(const RPC_BINDING_VECTOR *bindings) {
  unsigned long i;
  for (i = 0; i < bindings->Count; i++) {
    RPC_CSTR text = NULL;
    if (!step("text", RpcBindingToStringBindingA(bindings->BindingH[i], &text))) return;
    printf("serving %s\n", (const char *)text);
    RpcStringFreeA(&text);
  }
  fflush(stdout);
}

int main(void) {
  RPC_BINDING_VECTOR *bindings = NULL;
  if (!step("protocol sequence",
            RpcServerUseProtseqA((RPC_CSTR) "ncacn_ip_tcp", RPC_C_PROTSEQ_MAX_REQS_DEFAULT, NULL)) ||
      !step("interface", RpcServerRegisterIf(wide_v1_2_s_ifspec, NULL, NULL)) ||
      !step("listen", RpcServerListen(1, RPC_C_LISTEN_MAX_CALLS_DEFAULT, TRUE)) ||
      !step("bindings", RpcServerInqBindings(&bindings)) ||
      !step("endpoint mapper", RpcEpRegisterA(wide_v1_2_s_ifspec, bindings, NULL, (RPC_CSTR) "wide")))
    return 1;
  print(bindings);
  while (getchar() != EOF) {
  }
  step("endpoint mapper", RpcEpUnregister(wide_v1_2_s_ifspec, bindings, NULL));
  step("stop", RpcMgmtStopServerListening(NULL));
  step("wait", RpcMgmtWaitServerListen());
  return 0;
}

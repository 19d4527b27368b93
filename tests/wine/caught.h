// The status that a call raises, 0 when it raises none.
//
// Microsoft's compiler and Farcall have RpcTryExcept in C; MinGW's C compiler has no structured exceptions, so there an
// exception handler jumps out of the run-time.
#pragma once

#ifdef __MINGW32__

static void *caught_jump[5];
static volatile int catching;
static volatile RPC_STATUS caught_status;

static LONG CALLBACK catch_status(EXCEPTION_POINTERS *what) {
  if (!catching || what->ExceptionRecord->ExceptionCode >= 0x40000000) return EXCEPTION_CONTINUE_SEARCH;
  catching = 0;
  caught_status = (RPC_STATUS)what->ExceptionRecord->ExceptionCode;
  __builtin_longjmp(caught_jump, 1);
}

static RPC_STATUS caught(void (*call)(void)) {
  static void *handler;
  if (!handler) handler = AddVectoredExceptionHandler(1, catch_status);
  caught_status = RPC_S_OK;
  if (__builtin_setjmp(caught_jump) == 0) {
    catching = 1;
    call();
    catching = 0;
  }
  return caught_status;
}

#else

static RPC_STATUS caught(void (*call)(void)) {
  RPC_STATUS status = RPC_S_OK;
  RpcTryExcept {
    call();
  }
  RpcExcept(1) {
    status = (RPC_STATUS)RpcExceptionCode();
  }
  RpcEndExcept;
  return status;
}

#endif

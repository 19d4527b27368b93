/* The text of the block programs; see blocks.h. Each answers a number that the table at the end expects. */
#include <rpcexcept.h>
#include <string.h>

#include "blocks.h"

/* C compiled by clang: no nested functions, and locals as after setjmp. */
#if defined(__clang__) && !defined(__cplusplus)
#define FINALLY_ON_RETURN 0
#define CHANGED_LOCAL volatile
#else
#define FINALLY_ON_RETURN 1
#define CHANGED_LOCAL
#endif

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { k_turns = 21000 }; /* sanitizers make a raise dear */
#else
enum { k_turns = 1000000 };
#endif

static int counter;

static int return_from_try(void) {
  RpcTryExcept {
    raise_if(0);
    return 7;
  }
  RpcExcept(1) {
    return 8;
  }
  RpcEndExcept
}

static int return_from_handler(void) {
  RpcTryExcept { raise_if(5); }
  RpcExcept(1) {
    return (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return 0;
}

static int break_continue_goto(void) {
  int i, sum = 0;
  for (i = 0; i < 10; ++i) {
    RpcTryExcept {
      if (i == 2) continue;
      if (i == 5) break;
      if (i == 9) goto out;
      raise_if(i);
      sum += 100;
    }
    RpcExcept(1) {
      if (i == 3) continue;
      sum += (int)RpcExceptionCode();
    }
    RpcEndExcept
  }
out:
  return sum * 10 + i; /* 0: +100, 1: +1, 2: -, 3: -, 4: +4 */
}

static int goto_out_of_two(void) {
  CHANGED_LOCAL int reached = 0;
  RpcTryExcept {
    RpcTryExcept {
      if (++reached == 1) goto out;
    }
    RpcExcept(1) {
      reached = 50;
    }
    RpcEndExcept
  }
  RpcExcept(1) {
    reached = 60;
  }
  RpcEndExcept
out:
  return reached;
}

static int leave_inside_switch(void) {
  int i, sum = 0;
  for (i = 0; i < 4; ++i) {
    switch (i) {
      case 0:
        RpcTryExcept { break; }
        RpcExcept(1) {
          sum += 1000;
        }
        RpcEndExcept;
        sum += 2000;
        break;
      case 1:
        RpcTryExcept { raise_if(1); }
        RpcExcept(1) {
          sum += 1;
          break;
        }
        RpcEndExcept;
        sum += 3000;
        break;
      default:
        sum += 10;
    }
  }
  return sum;
}

static int a_block_is_one_statement(void) {
  int result = 0;
  if (result == 0)
    RpcTryExcept { raise_if(3); }
    RpcExcept(1) {
      result = 1;
    }
    RpcEndExcept
  else result = 2;
  return result;
}

/* AS-02: any constant expression is a filter, and so is any other. */
static int any_expression_is_a_filter(void) {
  ULONG code = 0;
  int handled = 0;
  RpcTryExcept { raise_if(4); }
  RpcExcept((code = RpcExceptionCode(), EXCEPTION_EXECUTE_HANDLER)) {
    handled += (int)code;
  }
  RpcEndExcept;
  RpcTryExcept { raise_if(4); }
  RpcExcept(RpcExceptionCode() == 4 ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH) {
    handled += 10;
  }
  RpcEndExcept;
  RpcTryExcept { raise_if(4); }
  RpcExcept(RpcExceptionFilter(RpcExceptionCode())) {
    handled += 100;
  }
  RpcEndExcept;
  RpcTryExcept {
    RpcTryExcept { raise_if((int)0xC0000005); }
    RpcExcept(I_RpcExceptionFilter(RpcExceptionCode())) {
      handled += 5000;
    }
    RpcEndExcept;
  }
  RpcExcept(2 > 1) {
    handled += RpcExceptionCode() == 0xC0000005 ? 1000 : 0;
  }
  RpcEndExcept;
  return handled;
}

static int codes_are_nested(void) {
  int codes = 0;
  RpcTryExcept { raise_if(1); }
  RpcExcept(RpcExceptionCode() == 1) {
    RpcTryExcept { raise_if(2); }
    RpcExcept(RpcExceptionCode() == 2) {
      RpcTryExcept { raise_if(3); }
      RpcExcept(RpcExceptionCode() == 3) {
        codes = (int)RpcExceptionCode();
      }
      RpcEndExcept;
      codes = codes * 10 + (int)RpcExceptionCode();
    }
    RpcEndExcept;
    codes = codes * 10 + (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return codes;
}

static int raising_filter(void) {
  raise_if(9);
  return 1;
}

static int raise_in_filter_goes_out(void) {
  int result = 0;
  RpcTryExcept {
    RpcTryExcept { raise_if(1); }
    RpcExcept(raising_filter()) {
      result = 50;
    }
    RpcEndExcept;
  }
  RpcExcept(1) {
    result += (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return result;
}

static int raise_in_handler_goes_out(void) {
  int result = 0;
  RpcTryExcept {
    RpcTryExcept { raise_if(1); }
    RpcExcept(1) {
      raise_if(8);
    }
    RpcEndExcept;
    result = 70;
  }
  RpcExcept(1) {
    result += (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return result;
}

static int search_passes_inner_blocks(void) {
  int result = 0;
  RpcTryExcept {
    RpcTryExcept {
      RpcTryExcept { raise_if(6); }
      RpcExcept(EXCEPTION_CONTINUE_SEARCH) {
        result = 100;
      }
      RpcEndExcept;
    }
    RpcExcept(RpcExceptionCode() == 5) {
      result = 200;
    }
    RpcEndExcept;
  }
  RpcExcept(1) {
    result += (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return result;
}

static int finally_runs_once_on_each_way(void) {
  CHANGED_LOCAL int runs = 0;
  RpcTryFinally { raise_if(0); }
  RpcFinally {
    runs += RpcAbnormalTermination() ? 1000 : 1;
  }
  RpcEndFinally;
  RpcTryExcept {
    RpcTryFinally { raise_if(3); }
    RpcFinally {
      runs += RpcAbnormalTermination() ? 10 : 1000;
    }
    RpcEndFinally;
    runs += 1000;
  }
  RpcExcept(1) {
    runs += 100 * (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return runs;
}

static int return_through_finally(int value) {
  RpcTryFinally { return value + counter; }
  RpcFinally {
    counter += RpcAbnormalTermination() ? 1 : 100;
  }
  RpcEndFinally;
  return -1;
}

static int return_runs_finally_after_the_value(void) {
  int value;
  counter = 0;
  value = return_through_finally(20);
  return value + counter;
}

static int loop_exits_run_finally(void) {
  int i;
  counter = 0;
  for (i = 0; i < 5; ++i) {
    RpcTryFinally {
      if (i == 1) continue;
      if (i == 3) break;
    }
    RpcFinally {
      counter += RpcAbnormalTermination() ? 10 : 1;
    }
    RpcEndFinally
  }
  return counter;
}

static int finally_blocks_run_inside_out(void) {
  CHANGED_LOCAL int order = 0;
  RpcTryExcept {
    RpcTryFinally {
      RpcTryFinally { raise_if(5); }
      RpcFinally {
        order = order * 10 + 1;
      }
      RpcEndFinally;
    }
    RpcFinally {
      RpcTryFinally { order = order * 10 + 2; }
      RpcFinally {
        order = order * 10 + (RpcAbnormalTermination() ? 9 : 3);
      }
      RpcEndFinally;
      order = order * 10 + (RpcAbnormalTermination() ? 4 : 9);
    }
    RpcEndFinally;
  }
  RpcExcept(1) {
    order = order * 10 + (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return order;
}

static int raise_in_finally_replaces(void) {
  int result = 0;
  RpcTryExcept {
    RpcTryFinally { raise_if(1); }
    RpcFinally {
      raise_if(2);
    }
    RpcEndFinally;
  }
  RpcExcept(1) {
    result = (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return result;
}

static int handled_inside_finally(void) {
  CHANGED_LOCAL int result = 0;
  RpcTryExcept {
    RpcTryFinally { raise_if(1); }
    RpcFinally {
      RpcTryExcept { raise_if(2); }
      RpcExcept(1) {
        result = 10 * (int)RpcExceptionCode();
      }
      RpcEndExcept;
    }
    RpcEndFinally;
  }
  RpcExcept(1) {
    result += (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return result;
}

static int locals_keep_their_values(void) {
  CHANGED_LOCAL int step = 0, twice = 1;
  CHANGED_LOCAL int sum = 0;
  int i;
  for (i = 1; i <= 3; ++i) {
    RpcTryExcept {
      step = i;
      raise_if(i == 1);
      twice = 2 * step;
      raise_if(i == 2);
      step = 7;
      sum += step;
      raise_if(3);
      step = 100;
    }
    RpcExcept(1) {
      sum += 10 * step + twice;
    }
    RpcEndExcept;
  }
  return sum; /* (10 + 1) + (20 + 4) + 7 + (70 + 4 + 2) ... see the table */
}

static int big_objects_on_the_stack(void) {
  int result = 0, size;
  for (size = 1; size < 3000; size += 500) {
    RpcTryExcept {
      char *block = (char *)__builtin_alloca((size_t)size);
      memset(block, 1, (size_t)size);
      raise_if(block[size / 2]);
    }
    RpcExcept(1) {
      char text[512];
      memset(text, 2, sizeof text);
      result += text[size % 500] - (int)RpcExceptionCode();
    }
    RpcEndExcept;
  }
  return result;
}

static int negative_codes(void) {
  int result = 0;
  RpcTryExcept { raise_if((int)0x80010115u); }
  RpcExcept(1) {
    result = RpcExceptionCode() == (ULONG)0x80010115u && (RPC_STATUS)RpcExceptionCode() == (RPC_STATUS)0x80010115u;
  }
  RpcEndExcept;
  return result;
}

/* GCC moves what is unlikely, as a raise is, to a part of the function that stands elsewhere. */
__attribute__((noinline)) static int checked(const int *number) {
  RpcTryExcept {
    if (!number) RpcRaiseException(5);
    raise_if(*number);
  }
  RpcExcept(1) {
    return (int)RpcExceptionCode();
  }
  RpcEndExcept;
  return 0;
}

static int raise_in_the_unlikely_part(void) {
  const int number = 60;
  return checked(NULL) + checked(&number);
}

/* Each iteration leaves a block in one of seven ways. */
static int turn(int i) {
  RpcTryExcept {
    if (i % 7 == 0) return 1;
    RpcTryFinally { raise_if(i % 7 == 1); }
    RpcFinally {
      ++counter;
    }
    RpcEndFinally;
    do {
      RpcTryExcept {
        if (i % 7 == 2) break;
        if (i % 7 == 3) continue;
        if (i % 7 == 4) goto out;
        if (i % 7 == 5) return 1;
      }
      RpcExcept(0) {
        return 0;
      }
      RpcEndExcept;
    } while (0);
  }
  RpcExcept(RpcExceptionCode() == 1) {
    return 1;
  }
  RpcEndExcept;
out:
  return 1;
}

static int a_million_turns(void) {
  int i, turns = 0;
  counter = 0;
  for (i = 0; i < k_turns; ++i) turns += turn(i);
  return turns == k_turns && counter == k_turns - (k_turns + 6) / 7;
}

#ifdef __cplusplus
extern const
#else
const
#endif
    struct block_case BLOCK_CASES[] = {
        {"return_from_try", return_from_try, 7},
        {"return_from_handler", return_from_handler, 5},
        {"break_continue_goto", break_continue_goto, 1055},
        {"goto_out_of_two", goto_out_of_two, 1},
        {"leave_inside_switch", leave_inside_switch, 21},
        {"a_block_is_one_statement", a_block_is_one_statement, 1},
        {"AS_02_any_expression_is_a_filter", any_expression_is_a_filter, 1114},
        {"codes_are_nested", codes_are_nested, 321},
        {"raise_in_filter_goes_out", raise_in_filter_goes_out, 9},
        {"raise_in_handler_goes_out", raise_in_handler_goes_out, 8},
        {"search_passes_inner_blocks", search_passes_inner_blocks, 6},
        {"finally_runs_once_on_each_way", finally_runs_once_on_each_way, 311},
        {"return_runs_finally_after_the_value", return_runs_finally_after_the_value, 20 + FINALLY_ON_RETURN},
        {"loop_exits_run_finally", loop_exits_run_finally, 2 + 20 * FINALLY_ON_RETURN},
        {"finally_blocks_run_inside_out", finally_blocks_run_inside_out, 12345},
        {"raise_in_finally_replaces", raise_in_finally_replaces, 2},
        {"handled_inside_finally", handled_inside_finally, 21},
        {"locals_keep_their_values", locals_keep_their_values, 118},
        {"big_objects_on_the_stack", big_objects_on_the_stack, 6},
        {"negative_codes", negative_codes, 1},
        {"raise_in_the_unlikely_part", raise_in_the_unlikely_part, 65},
        {"a_million_turns", a_million_turns, 1},
        {0, 0, 0}};

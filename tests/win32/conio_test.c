/* Keys from an input that is no terminal. */
#include <conio.h>

#include "check.h"

TEST(keys_come_one_by_one_and_end_with_eof) {
  int ends[2];
  CHECK(pipe(ends) == 0);
  CHECK(dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
  CHECK(!_kbhit());
  CHECK(write(ends[1], "a\xFF", 2) == 2);
  CHECK(_kbhit());
  CHECK(_getch() == 'a');
  CHECK(_getche() == 0xFF);
  CHECK(!_kbhit());
  CHECK(close(ends[1]) == 0);
  CHECK(_getch() == EOF);
  CHECK(close(ends[0]) == 0);
}

int main(void) {
  RUN(keys_come_one_by_one_and_end_with_eof);
  return 0;
}

/* The keyboard, one key at a time: what console samples use to wait for the user. Standard input
   may also be a file or a pipe; at its end _getch gives EOF. */
#ifndef FARCALL_SDK_CONIO_H
#define FARCALL_SDK_CONIO_H

#include <poll.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

/* Makes a terminal give single keys; `before` gets its settings. 0 when input is no terminal. */
static inline int farcall_raw_terminal(int echo, struct termios* before) {
  struct termios raw;
  if (tcgetattr(STDIN_FILENO, before) != 0) return 0;
  raw = *before;
  raw.c_lflag &= ~(tcflag_t)(echo ? ICANON : (ICANON | ECHO));
  return tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

static inline int farcall_read_key(int echo) {
  struct termios before;
  unsigned char key = 0;
  const int terminal = farcall_raw_terminal(echo, &before);
  long got;
  fflush(stdout);
  got = read(STDIN_FILENO, &key, 1);
  if (terminal) tcsetattr(STDIN_FILENO, TCSANOW, &before);
  return got == 1 ? key : EOF;
}

static inline int _getch(void) {
  return farcall_read_key(0);
}
static inline int _getche(void) {
  return farcall_read_key(1);
}

/* Not 0 when _getch would not wait. */
static inline int _kbhit(void) {
  struct termios before;
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  const int terminal = farcall_raw_terminal(0, &before);
  const int ready = poll(&input, 1, 0) == 1;
  if (terminal) tcsetattr(STDIN_FILENO, TCSANOW, &before);
  return ready;
}

#endif

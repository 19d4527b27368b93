/* Types of the program that forms.acf names. */
#pragma once

typedef struct {
  double amount;
} LocalMoney;

typedef struct {
  int length;
  unsigned char* bytes;
} LocalBlob;

/* The C run-time's names: buffers with a size, formats of Windows, 16-bit text. Built twice: WCHAR is char16_t, and wchar_t
 * under -fshort-wchar with _UNICODE, where the usual names are used. */
#include <tchar.h>

#include "check.h"

#if __SIZEOF_WCHAR_T__ == 2
#define W(text) L##text
#else
#define W(text) u##text
#endif

static int same(const WCHAR* a, const WCHAR* b) {
  return farcall_wcscmp(a, b) == 0;
}

TEST(copies_that_do_not_fit_leave_an_empty_text) {
  char text[5] = "old";
  CHECK(strcpy_s(text, sizeof text, "four") == 0 && strcmp(text, "four") == 0);
  CHECK(strcpy_s(text, sizeof text, "fives") == ERANGE && text[0] == 0);
  CHECK(strcpy_s(text, sizeof text, NULL) == EINVAL);
  CHECK(strcpy_s(NULL, 1, "x") == EINVAL);
  CHECK(strcpy_s(text, sizeof text, "ab") == 0);
  CHECK(strcat_s(text, sizeof text, "cd") == 0 && strcmp(text, "abcd") == 0);
  CHECK(strcat_s(text, sizeof text, "e") == ERANGE && text[0] == 0);
  CHECK(strncpy_s(text, sizeof text, "longer", 3) == 0 && strcmp(text, "lon") == 0);
  CHECK(strncpy_s(text, sizeof text, "longer", 5) == ERANGE && text[0] == 0);
  CHECK(strncpy_s(text, sizeof text, "longer", _TRUNCATE) == 0 && strcmp(text, "long") == 0);
  CHECK(memcpy_s(text, 2, "abc", 3) == ERANGE && text[0] == 0 && text[1] == 0);
}

TEST(printing_into_a_buffer_says_what_did_not_fit) {
  char text[6];
  CHECK(sprintf_s(text, sizeof text, "%d%s", 12, "abc") == 5 && strcmp(text, "12abc") == 0);
  CHECK(sprintf_s(text, sizeof text, "%s", "abcdef") == -1 && text[0] == 0);
  CHECK(_snprintf_s(text, sizeof text, _TRUNCATE, "%s", "abcdefgh") == -1 &&
        strcmp(text, "abcde") == 0);
}

TEST(formats_of_windows_are_known) {
  char text[80];
  CHECK(sprintf_s(text, sizeof text, "%I64d %I32u %Iu", (__int64)-5, 7u, (size_t)9) == 6);
  CHECK(strcmp(text, "-5 7 9") == 0);
  CHECK(sprintf_s(text, sizeof text, "[%S|%ls|%s|%hs]", W("wide"), W("\u20ac"), "narrow", "h") > 0);
  CHECK(strcmp(text, "[wide|\xe2\x82\xac|narrow|h]") == 0);
  CHECK(sprintf_s(text, sizeof text, "%-6.2f|%05d|%+ld|%#x|%c%%", 1.5, 42, 7L, 255, 'c') > 0);
  CHECK(strcmp(text, "1.50  |00042|+7|0xff|c%") == 0);
  CHECK(sprintf_s(text, sizeof text, "%*s|%-*s|%.2s", 4, "r", 4, "l", "cut") > 0);
  CHECK(strcmp(text, "   r|l   |cu") == 0);
  CHECK(sprintf_s(text, sizeof text, "%n", (int*)NULL) == -1);
}

TEST(wide_formats_take_wide_text) {
  WCHAR text[40];
  CHECK(farcall_swprintf(text, 40, W("%s-%S-%d-%c"), W("wide"), "narrow", 3, 'x') == 15);
  CHECK(same(text, W("wide-narrow-3-x")));
  CHECK(farcall_swprintf(text, 5, W("%s"), W("too long")) == -1);
  CHECK(same(text, W("too ")));
}

TEST(wide_text_is_found_compared_and_joined) {
  WCHAR text[16];
  CHECK(farcall_wcslen(farcall_wcscpy(text, W("abc"))) == 3);
  CHECK(same(farcall_wcscat(text, W("def")), W("abcdef")));
  CHECK(farcall_wcscmp(W("a"), W("b")) < 0 && farcall_wcsncmp(W("abX"), W("abY"), 2) == 0);
  CHECK(farcall_wcsicmp(W("HeLLo"), W("hello")) == 0);
  CHECK(farcall_wcschr(text, 'c') == text + 2 && farcall_wcschr(text, 'x') == NULL);
  CHECK(farcall_wcsrchr(W("a/b/c"), '/')[1] == 'c');
  CHECK(same(farcall_wcsstr(text, W("de")), W("def")));
  CHECK(farcall_wcscpy_s(text, 3, W("abc")) == ERANGE && text[0] == 0);
  CHECK(farcall_wcstol(W("-12x"), NULL, 10) == -12 && farcall_wtoi(W("77")) == 77);
}

TEST(text_changes_its_width) {
  WCHAR wide[8];
  char narrow[8];
  size_t count = 0;
  CHECK(farcall_mbstowcs_s(&count, wide, 8,
                           "\xe2\x82\xac"
                           "1",
                           _TRUNCATE) == 0);
  CHECK(count == 3 && wide[0] == 0x20ac && wide[1] == '1' && wide[2] == 0);
  CHECK(farcall_wcstombs_s(&count, narrow, 8, wide, _TRUNCATE) == 0);
  CHECK(count == 5 && strcmp(narrow,
                             "\xe2\x82\xac"
                             "1") == 0);
  CHECK(farcall_wcstombs_s(&count, narrow, 4, wide, 4) == ERANGE && narrow[0] == 0);
  CHECK(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wide, 8) == 4 && same(wide, W("abc")));
  CHECK(WideCharToMultiByte(CP_ACP, 0, W("xyz"), 3, NULL, 0, NULL, NULL) == 3);
  CHECK_FAILS(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wide, 2), 0, ERROR_INSUFFICIENT_BUFFER);
  CHECK_FAILS(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xff", 1, wide, 8), 0,
              ERROR_NO_UNICODE_TRANSLATION);
}

TEST(wide_lines_are_written_and_read_as_utf8) {
  WCHAR line[16];
  FILE* file = tmpfile();
  CHECK(file != NULL);
  CHECK(farcall_fwprintf(file, W("%s\n"), W("\u00e4\u20ac")) > 0 &&
        farcall_fputws(W("next"), file) >= 0);
  rewind(file);
  CHECK(farcall_fgetws(line, 16, file) && same(line, W("\u00e4\u20ac\n")));
  CHECK(farcall_fgetws(line, 16, file) && same(line, W("next")));
  CHECK(farcall_fgetws(line, 16, file) == NULL);
  fclose(file);
}

TEST(names_of_either_width_are_the_programs) {
  _TCHAR text[16];
  CHECK(_tcscpy_s(text, 16, _T("name")) == 0 && _tcslen(text) == 4 &&
        _tcscmp(text, TEXT("name")) == 0);
#ifdef _UNICODE
  CHECK(sizeof(_TCHAR) == 2);
#if __SIZEOF_WCHAR_T__ == 2
  CHECK(wcslen(text) == 4 && wcscmp(text, L"name") == 0 && _wcsicmp(text, L"NAME") == 0);
#endif
#else
  CHECK(sizeof(_TCHAR) == 1);
#endif
}

int _tmain(int argc, _TCHAR* argv[]) {
  CHECK(argc == 1 && _tcsstr(argv[0], _T("crt")) != NULL);
  RUN(copies_that_do_not_fit_leave_an_empty_text);
  RUN(printing_into_a_buffer_says_what_did_not_fit);
  RUN(formats_of_windows_are_known);
  RUN(wide_formats_take_wide_text);
  RUN(wide_text_is_found_compared_and_joined);
  RUN(text_changes_its_width);
  RUN(wide_lines_are_written_and_read_as_utf8);
  RUN(names_of_either_width_are_the_programs);
  return 0;
}

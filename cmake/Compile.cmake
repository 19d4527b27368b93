# Language level, warnings and hardening for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
find_package(Threads REQUIRED)

add_library(farcall_flags INTERFACE)
target_compile_options(farcall_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow $<$<BOOL:${FARCALL_WERROR}>:-Werror>
  $<$<COMPILE_LANGUAGE:C>:-fexceptions>
  # g++ 12 takes `"text" + std::move(string)` for overlapping memory (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_link_libraries(farcall_flags INTERFACE Threads::Threads)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(farcall_flags INTERFACE -fstack-protector-strong -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS)
endif()
if(FARCALL_SANITIZE)
  add_compile_options(-fsanitize=${FARCALL_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${FARCALL_SANITIZE})
endif()

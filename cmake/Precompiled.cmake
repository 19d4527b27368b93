# The standard library's headers, read once for all: a release build from nothing takes two thirds of the time.
# Builds for development do without, so that a missing #include is an error there.
option(FARCALL_PRECOMPILE "precompile the standard library's headers" OFF)
if(FARCALL_PRECOMPILE)
  file(WRITE ${CMAKE_BINARY_DIR}/precompiled.cc "")
  add_library(farcall_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cc)
  # GCC bug 105329 once more: with the headers precompiled it goes by these names too.
  target_compile_options(farcall_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow$<SEMICOLON>-Wno-array-bounds>)
  target_link_libraries(farcall_precompiled PRIVATE farcall_flags)
  target_precompile_headers(farcall_precompiled PRIVATE
    <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <cstring> <deque> <functional> <map>
    <memory> <mutex> <new> <optional> <span> <string> <string_view> <thread> <unordered_map> <utility> <vector>)
endif()

function(farcall_precompile target)
  if(FARCALL_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM farcall_precompiled)
  endif()
endfunction()

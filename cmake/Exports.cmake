# farcall_exports(TARGET LIST): the shared library gives out the names of LIST, the stub ABI and the exception's type, nothing else: no
# template of the standard library, no symbol of a layer.
function(farcall_exports target list)
  file(STRINGS ${list} names REGEX "^[A-Za-z_]")
  list(JOIN names ";\n  " names)
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${target}.map)
  file(CONFIGURE OUTPUT ${script} @ONLY CONTENT
"{ global:
  @names@;
  extern \"C++\" {
    farcall::stub::v1::*;
    typeinfo?for?farcall::stub::v1::*;
    typeinfo?name?for?farcall::stub::v1::*;
    vtable?for?farcall::stub::v1::*;
    farcall::RpcException::*;
    typeinfo?for?farcall::RpcException;
    typeinfo?name?for?farcall::RpcException;
    vtable?for?farcall::RpcException;
  };
local: *; };
")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${script})
  # nodelete: threads of the run-time may be inside the library when a plug-in that uses it is unloaded.
  target_link_options(${target} PRIVATE LINKER:--version-script=${script} LINKER:-z,nodelete)
endfunction()

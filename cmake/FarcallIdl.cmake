# farcall_add_idl(TARGET FILE.idl [ACF FILE.acf] [CLIENT] [SERVER] [OPTIONS switch...])
#
# Compiles an IDL file with midl and adds to TARGET: the client stub and the server stub (CLIENT or SERVER alone adds
# that one only) and the directory of the generated header. OPTIONS are switches of midl (-prefix server s_, -DNAME,
# -Idir). Used in Farcall's own tree and, through find_package(farcall), in yours. The files are made again when the
# IDL file, its ACF or anything they import or include changes.
#
# Two targets of one directory may name the same IDL file: the files of each go to a directory of its own.
function(farcall_add_idl target file)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "CLIENT;SERVER" "ACF" "OPTIONS")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "farcall_add_idl: unknown arguments ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT ARG_CLIENT AND NOT ARG_SERVER)
    set(ARG_CLIENT TRUE)
    set(ARG_SERVER TRUE)
  endif()
  get_filename_component(idl ${file} ABSOLUTE)
  get_filename_component(stem ${file} NAME_WLE)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target}_idl)
  file(MAKE_DIRECTORY ${folder})
  if(TARGET farcall::midl)
    set(midl farcall::midl)
  else()
    set(midl midl)
  endif()

  set(switches -out ${folder} ${ARG_OPTIONS})
  set(inputs ${idl})
  if(ARG_ACF)
    get_filename_component(acf ${ARG_ACF} ABSOLUTE)
    list(APPEND switches -acf ${acf})
    list(APPEND inputs ${acf})
  endif()
  set(outputs ${folder}/${stem}.h)
  if(ARG_CLIENT)
    list(APPEND outputs ${folder}/${stem}_c.cpp)
  else()
    list(APPEND switches -client none)
  endif()
  if(ARG_SERVER)
    list(APPEND outputs ${folder}/${stem}_s.cpp)
  else()
    list(APPEND switches -server none)
  endif()
  add_custom_command(OUTPUT ${outputs}
    COMMAND ${midl} ${switches} --depfile ${folder}/${stem}.d ${idl}
    DEPENDS ${inputs} ${midl}
    DEPFILE ${folder}/${stem}.d
    COMMENT "midl ${stem}.idl"
    VERBATIM)
  # All of them at once, for what reads sources without building programs (./dev tidy).
  if(PROJECT_NAME STREQUAL farcall)
    if(NOT TARGET generated)
      add_custom_target(generated)
    endif()
    string(MAKE_C_IDENTIFIER generated_${target}_${stem} name)
    add_custom_target(${name} DEPENDS ${outputs})
    add_dependencies(generated ${name})
    add_dependencies(${target} ${name})
  endif()
  target_sources(${target} PRIVATE ${outputs})
  target_include_directories(${target} PRIVATE ${folder})
  set_source_files_properties(${outputs} PROPERTIES GENERATED TRUE)
  # Stubs are C++20 whatever the target is otherwise.
  target_compile_features(${target} PRIVATE cxx_std_20)
endfunction()

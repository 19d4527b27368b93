# What `cmake --install` puts under a prefix; the names are a contract with packagers (see README.md).
include(CMakePackageConfigHelpers)

set_property(TARGET farcall PROPERTY EXPORT_NAME farcall)
set_property(TARGET farcall_static PROPERTY EXPORT_NAME static)
set_property(TARGET farcall_sdk PROPERTY EXPORT_NAME sdk)

install(TARGETS farcall farcall_static farcall_sdk EXPORT farcall
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS midl farcall-tool farcall-epmapper EXPORT farcall RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/farcall DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/share/idl DESTINATION ${CMAKE_INSTALL_DATADIR}/farcall)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/farcall)
install(EXPORT farcall NAMESPACE farcall:: FILE farcallTargets.cmake DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/farcallConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_SOURCE_DIR}/cmake/farcallConfig.cmake ${CMAKE_SOURCE_DIR}/cmake/FarcallIdl.cmake
  ${CMAKE_BINARY_DIR}/farcallConfigVersion.cmake DESTINATION ${package_dir})

foreach(module farcall farcall-sdk)
  configure_file(${CMAKE_SOURCE_DIR}/cmake/${module}.pc.in ${CMAKE_BINARY_DIR}/${module}.pc @ONLY)
  # The prefix is chosen at installation, so it is filled in then.
  install(CODE "
    file(READ \"${CMAKE_BINARY_DIR}/${module}.pc\" text)
    get_filename_component(prefix \"\${CMAKE_INSTALL_PREFIX}\" ABSOLUTE)
    string(REPLACE \"%PREFIX%\" \"\${prefix}\" text \"\${text}\")
    file(WRITE \"\$ENV{DESTDIR}\${prefix}/${CMAKE_INSTALL_LIBDIR}/pkgconfig/${module}.pc\" \"\${text}\")")
endforeach()

# The same of the endpoint mapper's units.
set(unit_dir lib/systemd/system)
install(FILES ${CMAKE_SOURCE_DIR}/services/epmapper/farcall-epmapper.socket DESTINATION ${unit_dir})
install(CODE "
  file(READ \"${CMAKE_SOURCE_DIR}/services/epmapper/farcall-epmapper.service.in\" text)
  get_filename_component(prefix \"\${CMAKE_INSTALL_PREFIX}\" ABSOLUTE)
  string(REPLACE \"@EPMAPPER@\" \"\${prefix}/${CMAKE_INSTALL_BINDIR}/farcall-epmapper\" text \"\${text}\")
  file(WRITE \"\$ENV{DESTDIR}\${prefix}/${unit_dir}/farcall-epmapper.service\" \"\${text}\")")

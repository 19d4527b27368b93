# find_package(farcall): farcall::farcall, farcall::sdk, farcall::midl and farcall_add_idl().
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/farcallTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/FarcallIdl.cmake)

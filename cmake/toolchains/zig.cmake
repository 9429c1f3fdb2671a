# SPDX-License-Identifier: Apache-2.0
# Zig's C++ compiler for aiws_arch on Linux, with musl and libc++: a program of it needs nothing of the system that it
# runs on. tools/release writes the compiler's programs and installs the libraries into build/release-deps.
get_filename_component(checkout "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
set(staging "${checkout}/build/release-deps/${aiws_arch}")
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${aiws_arch})
set(CMAKE_C_COMPILER "${staging}/bin/cc")
set(CMAKE_CXX_COMPILER "${staging}/bin/c++")
set(CMAKE_AR "${staging}/bin/ar" CACHE FILEPATH "")
set(CMAKE_RANLIB "${staging}/bin/ranlib" CACHE FILEPATH "")
set(CMAKE_C_FLAGS_INIT "-ffile-prefix-map=${checkout}=.") # the same bytes from whatever folder
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -s")

# Only what was made for it: this machine's headers and libraries are for another libc.
set(CMAKE_FIND_ROOT_PATH "${staging}/prefix")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# SPDX-License-Identifier: Apache-2.0
option(AIWS_WERROR "Treat warnings as errors (presets dev and asan)" OFF)
option(AIWS_SANITIZE "Address and undefined-behaviour sanitizers (preset asan)" OFF)
option(AIWS_LTO "Link-time optimisation (preset release)" OFF)

if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(AIWS_CCACHE ccache)
  if(AIWS_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${AIWS_CCACHE}")
  endif()
endif()

# Language level, warnings and sanitizers, for every target of ours.
add_library(aiws_options INTERFACE)
target_compile_features(aiws_options INTERFACE cxx_std_23)
target_compile_options(aiws_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wimplicit-fallthrough
  -Wno-missing-field-initializers # designated initializers leave the rest to the members' defaults
  $<$<BOOL:${AIWS_WERROR}>:-Werror>)
target_compile_definitions(aiws_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
set(CMAKE_CXX_EXTENSIONS OFF)

if(AIWS_SANITIZE)
  # GCC 12 reports false -Wnull-dereference and -Wmaybe-uninitialized inside the standard library under sanitizers.
  # Null pointers are the address sanitizer's; without the checks for them, and with line numbers alone, the build takes
  # two thirds of the time.
  target_compile_options(aiws_options INTERFACE -fsanitize=address,undefined -fno-sanitize=null,alignment
    -fno-sanitize-recover=all -g1 -fno-omit-frame-pointer -Wno-null-dereference -Wno-maybe-uninitialized)
  target_link_options(aiws_options INTERFACE -fsanitize=address,undefined)
endif()

if(AIWS_LTO)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT ipo OUTPUT why LANGUAGES CXX)
  if(ipo)
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
  endif()
endif()

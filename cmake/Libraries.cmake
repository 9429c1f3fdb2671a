# SPDX-License-Identifier: Apache-2.0
# aiws_library(NAME SOURCES … USES … [LINKS …]): the static library of lib/NAME. USES names folders above it, LINKS
# libraries from outside.
function(aiws_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_library(aiws_${name} STATIC ${ARG_SOURCES})
  target_include_directories(aiws_${name} PUBLIC "${CMAKE_SOURCE_DIR}/lib")
  list(TRANSFORM ARG_USES PREPEND aiws_)
  target_link_libraries(aiws_${name} PUBLIC ${ARG_USES} PRIVATE aiws_options ${ARG_LINKS})
endfunction()

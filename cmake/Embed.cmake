# SPDX-License-Identifier: Apache-2.0
# aiws_embed(TARGET FILE FUNCTION): gives the target `std::string_view FUNCTION()` with the file's text, which becomes
# part of the binary. FUNCTION is qualified (aiws::catalog::embedded_catalog); the target declares it in a header.
# The same file is the script that does it at build time, so that a changed file is taken up without a new configure.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${INPUT}" text)
  set(quote "aiws_text")
  string(FIND "${text}" ")${quote}\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${INPUT} contains )${quote}\" and cannot be embedded")
  endif()
  string(REGEX MATCH "^(.*)::([^:]+)$" matched "${FUNCTION}")
  file(WRITE "${OUTPUT}" "// Made from ${NAME} by cmake/Embed.cmake.
#include <string_view>

namespace ${CMAKE_MATCH_1} {

std::string_view ${CMAKE_MATCH_2}();

std::string_view ${CMAKE_MATCH_2}()
{
    return R\"${quote}(${text})${quote}\";
}

} // namespace ${CMAKE_MATCH_1}
")
  return()
endif()

set(AIWS_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")
function(aiws_embed target input function)
  cmake_path(RELATIVE_PATH input BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE name)
  string(MAKE_C_IDENTIFIER "${name}" stem)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${stem}.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DINPUT=${input}" "-DNAME=${name}" "-DOUTPUT=${output}" "-DFUNCTION=${function}"
            -P "${AIWS_EMBED_SCRIPT}"
    DEPENDS "${input}" "${AIWS_EMBED_SCRIPT}"
    COMMENT "Embedding ${name}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()

# SPDX-License-Identifier: Apache-2.0
# aiws_embed(TARGET FILE FUNCTION): gives the target `std::string_view FUNCTION()` with the file's text, which becomes
# part of the binary. FUNCTION is qualified (aiws::catalog::embedded_catalog); the target declares it in a header.
# aiws_embed_folder(TARGET FOLDER FUNCTION): the same for all files of a folder, as one map of name to text:
# `const std::map<std::string_view, std::string_view>& FUNCTION()`.
# The same file is the script that does it at build time, so that a changed file is taken up without a new configure.
if(CMAKE_SCRIPT_MODE_FILE)
  set(quote "aiws_text")
  # literal(FILE VARIABLE): the file's text as a C++ literal.
  function(literal file variable)
    file(READ "${file}" text)
    string(FIND "${text}" ")${quote}\"" clash)
    if(NOT clash EQUAL -1)
      message(FATAL_ERROR "${file} contains )${quote}\" and cannot be embedded")
    endif()
    set(${variable} "R\"${quote}(${text})${quote}\"" PARENT_SCOPE)
  endfunction()
  string(REGEX MATCH "^(.*)::([^:]+)$" matched "${FUNCTION}")
  set(namespace "${CMAKE_MATCH_1}")
  set(name "${CMAKE_MATCH_2}")
  if(IS_DIRECTORY "${INPUT}")
    file(GLOB files "${INPUT}/*")
    set(entries "")
    foreach(file IN LISTS files)
      literal("${file}" text)
      cmake_path(GET file FILENAME file_name)
      string(APPEND entries "        {\"${file_name}\", ${text}},\n")
    endforeach()
    set(includes "#include <map>\n#include <string_view>")
    set(type "const std::map<std::string_view, std::string_view>&")
    set(body "static const std::map<std::string_view, std::string_view> k_files{\n${entries}    };\n    return k_files;")
  else()
    literal("${INPUT}" text)
    set(includes "#include <string_view>")
    set(type "std::string_view")
    set(body "return ${text};")
  endif()
  file(WRITE "${OUTPUT}" "// Made from ${NAME} by cmake/Embed.cmake.
${includes}

namespace ${namespace} {

${type} ${name}();

${type} ${name}()
{
    ${body}
}

} // namespace ${namespace}
")
  return()
endif()

set(AIWS_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")
function(aiws_embed target input function)
  cmake_path(RELATIVE_PATH input BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE name)
  string(MAKE_C_IDENTIFIER "${name}" stem)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${stem}.cpp")
  set(inputs "${input}")
  if(IS_DIRECTORY "${input}")
    file(GLOB inputs CONFIGURE_DEPENDS "${input}/*")
  endif()
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DINPUT=${input}" "-DNAME=${name}" "-DOUTPUT=${output}" "-DFUNCTION=${function}"
            -P "${AIWS_EMBED_SCRIPT}"
    DEPENDS ${inputs} "${AIWS_EMBED_SCRIPT}"
    COMMENT "Embedding ${name}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()

function(aiws_embed_folder target folder function)
  aiws_embed(${target} "${folder}" "${function}")
endfunction()

# SPDX-License-Identifier: Apache-2.0
# header_check: every header compiles alone, as the first thing in a file of its own.
file(GLOB headers CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" lib/*/*.hpp cli/*.hpp cli/*/*.hpp cli/*/*/*.hpp)
set(header_sources)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "^lib/" "" include "${header}") # lib/ is on the include path, the root is for cli/
  string(MAKE_C_IDENTIFIER "${header}" name)
  set(source "${CMAKE_BINARY_DIR}/header_check/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "#include \"@include@\"\n" @ONLY)
  list(APPEND header_sources "${source}")
endforeach()
add_library(header_check OBJECT EXCLUDE_FROM_ALL ${header_sources})
target_include_directories(header_check PRIVATE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/lib")
target_link_libraries(header_check PRIVATE aiws_options aiws_stack aiws_openclaw aiws_litellm CLI11::CLI11 fmt::fmt
  nlohmann_json::nlohmann_json CURL::libcurl OpenSSL::Crypto)

# SPDX-License-Identifier: Apache-2.0
set(aiws_arch aarch64)
include("${CMAKE_CURRENT_LIST_DIR}/zig.cmake")

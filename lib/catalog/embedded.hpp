// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace aiws::catalog {

/// The text of templates/catalog.json, put into the binary by aiws_embed() (cmake/Embed.cmake).
std::string_view embedded_catalog();

} // namespace aiws::catalog

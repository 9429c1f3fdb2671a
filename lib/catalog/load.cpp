// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.hpp"
#include "catalog/embedded.hpp"
#include "catalog/overlay.hpp"
#include "system/file.hpp"

namespace aiws::catalog {

base::Result<Catalog> load(const std::vector<std::filesystem::path>& overlays)
{
    static constexpr std::size_t k_max_bytes = std::size_t{1} << 20U;
    Catalog catalog;
    AIWS_CHECK(lay_over(catalog, std::string(embedded_catalog()), "templates/catalog.json"));
    for (const auto& path : overlays) {
        AIWS_TRY(auto file, system::read_file(path, k_max_bytes));
        if (!file)
            return std::unexpected(base::Error{.kind = base::Failure::config,
                                               .what = "there is no catalogue file",
                                               .where = path.string(),
                                               .why = {},
                                               .fix = "check the path, or leave it out"});
        AIWS_CHECK(lay_over(catalog, std::move(file->bytes), path.string()));
    }
    return catalog;
}

} // namespace aiws::catalog

// SPDX-License-Identifier: Apache-2.0
#include "openclaw/restore_trap.hpp"

#include "openclaw/settings.hpp"
#include "system/file.hpp"
#include "json/document.hpp"

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

/// What OpenClaw compares.
struct Look {
    std::size_t size = 0;
    bool has_meta = false;
    bool has_mode = false;
};

std::optional<Look> look_of(const std::string& bytes)
{
    const auto document = json::Document::parse(bytes, "");
    if (!document) return std::nullopt;
    const auto meta = document->at(path_of("meta"));
    const auto mode = document->at(path_of(k_gateway_mode));
    return Look{.size = bytes.size(),
                .has_meta = meta && meta->is_object(),
                .has_mode = mode && mode->is_string() && !mode->get<std::string>().empty()};
}

bool looks_damaged(const Look& now, const Look& good)
{
    constexpr std::size_t k_small = 512; // below this OpenClaw does not look at the size
    const bool shrunk = good.size >= k_small && now.size < good.size / 2;
    return shrunk || (good.has_meta && !now.has_meta) || (good.has_mode && !now.has_mode);
}

} // namespace

base::Result<> disarm_restore(const fs::path& config_file, const std::optional<std::string>& before,
                              const std::string& after)
{
    const fs::path backup = config_file.string() + ".bak";
    AIWS_TRY(const auto content, system::read_file(backup, json::Limits{}.max_bytes));
    if (!content || content->bytes == after) return {};
    const auto now = look_of(after);
    const auto good = look_of(content->bytes);
    if (!now || !good || !good->has_mode) return {};
    const auto last = before ? look_of(*before) : std::nullopt;
    if (!looks_damaged(*now, *good) && !(last && looks_damaged(*now, *last))) return {};
    AIWS_CHECK(system::replace_file(backup.string() + ".before-aiws", content->bytes,
                                    {.expected = std::nullopt, .mode = 0600}));
    return system::replace_file(backup, after, {.expected = system::Expected{content->bytes}, .mode = std::nullopt});
}

} // namespace aiws::openclaw

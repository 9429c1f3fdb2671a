// SPDX-License-Identifier: Apache-2.0
#include "stack/secrets.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "system/file.hpp"

#include <set>
#include <string>

namespace aiws::stack {
namespace {

constexpr std::size_t k_max_bytes = std::size_t{64} << 10U;
constexpr std::size_t k_random_bytes = 32;
constexpr mode_t k_private = 0600;

} // namespace

std::filesystem::path secret_file(const Home& home, std::string_view name)
{
    return home.secrets() / name;
}

base::Result<std::optional<base::Secret>> read_secret(const Home& home, std::string_view name)
{
    const auto file = secret_file(home, name);
    AIWS_TRY(auto content, system::read_file(file, k_max_bytes));
    if (!content) return std::nullopt;
    base::Secret secret(std::string(base::trim(content->bytes)));
    base::wipe(content->bytes);
    if (secret.empty())
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "a secret of the workspace is empty",
                                           .where = file.string(),
                                           .fix = "put it back from a backup (aiws restore)"});
    return secret;
}

base::Result<> write_secret(const Home& home, std::string_view name, const base::Secret& secret)
{
    return system::replace_file(secret_file(home, name), secret.reveal() + "\n", {.mode = k_private});
}

base::Result<base::Secret> make_secret(const Home& home, std::string_view name, std::string_view prefix)
{
    AIWS_TRY(auto present, read_secret(home, name));
    if (present) return *std::move(present);
    base::Secret secret(std::string(prefix) + base::random_hex(k_random_bytes));
    AIWS_CHECK(write_secret(home, name, secret));
    return secret;
}

bool is_strong(const base::Secret& token)
{
    constexpr std::size_t k_length = 32;
    constexpr std::size_t k_different = 10;
    const auto& text = token.reveal();
    return text.size() >= k_length && std::set<char>(text.begin(), text.end()).size() >= k_different;
}

} // namespace aiws::stack

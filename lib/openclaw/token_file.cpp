// SPDX-License-Identifier: Apache-2.0
#include "openclaw/token_file.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "system/file.hpp"
#include "workspace/fingerprint.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace aiws::openclaw {
namespace {

constexpr std::size_t k_max_bytes = std::size_t{64} << 10U;
constexpr mode_t k_private = 0600;
constexpr std::size_t k_name_digits = 16;

std::string octal(unsigned mode)
{
    std::array<char, 8> out{};
    const int size = std::snprintf(out.data(), out.size(), "%04o", mode & 07777U);
    return {out.data(), static_cast<std::size_t>(size)};
}

base::Error cannot_remove(const std::filesystem::path& path, const std::error_code& error)
{
    return {.kind = base::Failure::config,
            .what = "the file cannot be removed",
            .where = path.string(),
            .why = error.message(),
            .fix = "check the folder's permissions"};
}

base::Result<> remove_file(const std::filesystem::path& path)
{
    std::error_code error;
    std::filesystem::remove(path, error);
    if (error) return std::unexpected(cannot_remove(path, error));
    return {};
}

} // namespace

TokenFile::TokenFile(std::filesystem::path path, std::filesystem::path receipt)
    : m_path(std::move(path)), m_receipt(std::move(receipt))
{
}

base::Result<TokenFile> TokenFile::open(std::filesystem::path path, const system::Environment& environment)
{
    const std::string name = base::sha256_hex(path.string()).substr(0, k_name_digits);
    TokenFile file(std::move(path), system::state_dir(environment) / ("token-file-" + name));
    AIWS_TRY(auto content, system::read_file(file.m_path, k_max_bytes));
    if (!content) return file;
    file.m_token = base::Secret(std::string(base::trim(content->bytes)));
    file.m_mode = content->mode;
    base::wipe(content->bytes);
    return file;
}

workspace::Resource TokenFile::desired(const std::optional<base::Secret>& token) const
{
    workspace::Resource resource{.kind = workspace::Kind::token_file, .name = m_path.string()};
    resource.fields["mode"] = octal(k_private);
    if (token)
        resource.secrets.emplace("token", *token);
    else if (m_token)
        resource.secrets.emplace("token", *m_token);
    return resource;
}

workspace::State TokenFile::actual() const
{
    if (!m_token) return {};
    workspace::Resource resource{.kind = workspace::Kind::token_file, .name = m_path.string()};
    resource.fields["mode"] = octal(m_mode);
    resource.fingerprints["token"] = workspace::fingerprint(*m_token);
    return {resource};
}

workspace::State TokenFile::ours() const
{
    const auto receipt = system::read_file(m_receipt, k_max_bytes);
    if (!m_token || !receipt || !*receipt) return {};
    return workspace::matches(base::trim((*receipt)->bytes), *m_token) ? actual() : workspace::State{};
}

base::Result<> TokenFile::apply(const workspace::Step& step)
{
    return step.action == workspace::Action::remove ? remove() : write(*step.desired);
}

std::filesystem::path TokenFile::backup() const
{
    return m_path.string() + ".before-aiws";
}

base::Result<> TokenFile::write(const workspace::Resource& desired)
{
    const base::Secret& token = desired.secrets.at("token");
    const bool new_token = !m_token || !(*m_token == token);
    if (new_token && m_token && ours().empty())
        AIWS_CHECK(system::replace_file(backup(), m_token->reveal(), {.mode = k_private}));
    AIWS_CHECK(system::replace_file(m_path, token.reveal(), {.mode = k_private}));
    if (new_token) AIWS_CHECK(system::replace_file(m_receipt, workspace::fingerprint(token), {.mode = k_private}));
    m_token = token;
    m_mode = k_private;
    return {};
}

base::Result<> TokenFile::remove()
{
    std::error_code error;
    if (std::filesystem::exists(backup(), error)) {
        std::filesystem::rename(backup(), m_path, error);
        if (error) return std::unexpected(cannot_remove(m_path, error));
    } else
        AIWS_CHECK(remove_file(m_path));
    return remove_file(m_receipt);
}

} // namespace aiws::openclaw

// SPDX-License-Identifier: Apache-2.0
#include "openclaw/configuration.hpp"

#include "openclaw/commit.hpp"
#include "openclaw/editor.hpp"
#include "openclaw/layers.hpp"
#include "openclaw/reading.hpp"
#include "openclaw/receipt.hpp"

#include <algorithm>
#include <utility>

namespace aiws::openclaw {

namespace fs = std::filesystem;

struct Configuration::Impl {
    Location location;
    fs::path receipt_file;
    Layers layers;
    Receipt receipt;
    fs::path backup;
};

Configuration::Configuration(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Configuration::Configuration(Configuration&&) noexcept = default;
Configuration& Configuration::operator=(Configuration&&) noexcept = default;
Configuration::~Configuration() = default;

base::Result<Configuration> Configuration::open(const Location& location, const system::Environment& environment)
{
    const fs::path file = receipt_file(environment, location.config_file);
    AIWS_TRY(auto layers, Layers::load(location));
    AIWS_TRY(auto receipt, load_receipt(file));
    return Configuration(std::make_unique<Impl>(Impl{.location = location,
                                                     .receipt_file = file,
                                                     .layers = std::move(layers),
                                                     .receipt = std::move(receipt),
                                                     .backup = {}}));
}

workspace::State Configuration::actual() const
{
    return read_actual(m_impl->layers, m_impl->receipt);
}

workspace::State Configuration::ours(const std::vector<std::string>& channels) const
{
    return read_ours(m_impl->layers, m_impl->receipt, channels);
}

std::vector<std::string> Configuration::notes() const
{
    auto notes = read_notes(m_impl->layers, m_impl->receipt);
    if (const auto& variable = m_impl->location.read_only; !variable.empty())
        notes.push_back(variable + " is set: something else manages OpenClaw's configuration and may undo this");
    return notes;
}

base::Result<std::vector<FileChange>> Configuration::preview(const workspace::Plan& plan) const
{
    Layers layers = m_impl->layers;
    Receipt receipt = m_impl->receipt;
    Editor editor(layers, receipt);
    AIWS_CHECK(editor.run(plan));
    return editor.changes();
}

base::Result<> Configuration::apply(const workspace::Plan& plan)
{
    m_impl->backup.clear();
    if (!plan.has_changes()) return {};
    Layers layers = m_impl->layers;
    Receipt receipt = m_impl->receipt;
    Editor editor(layers, receipt);
    AIWS_CHECK(editor.run(plan));
    const auto changes = editor.changes();
    if (changes.empty()) return {};
    AIWS_CHECK(Commit(m_impl->location.config_file, m_impl->receipt_file, m_impl->receipt).run(changes, receipt));
    const auto saved =
        std::ranges::find_if(changes, [](const FileChange& change) { return change.before.has_value(); });
    m_impl->backup = saved == changes.end() || !saved->after ? fs::path() : backup_of(saved->path);
    AIWS_TRY(m_impl->layers, Layers::load(m_impl->location));
    AIWS_TRY(m_impl->receipt, load_receipt(m_impl->receipt_file));
    return {};
}

const fs::path& Configuration::file() const
{
    return m_impl->location.config_file;
}

const fs::path& Configuration::backup() const
{
    return m_impl->backup;
}

} // namespace aiws::openclaw

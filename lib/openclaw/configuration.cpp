// SPDX-License-Identifier: Apache-2.0
#include "openclaw/configuration.hpp"

#include "base/digest.hpp"
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
    std::optional<Commit> last; ///< what apply() did

    base::Result<> load()
    {
        AIWS_TRY(layers, Layers::load(location));
        AIWS_TRY(receipt, load_receipt(receipt_file));
        return {};
    }
};

namespace {

bool holds_secret(const workspace::Plan& plan)
{
    return std::ranges::any_of(plan.steps,
                               [](const auto& step) { return step.desired && !step.desired->secrets.empty(); });
}

} // namespace

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
                                                     .backup = {},
                                                     .last = {}}));
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

std::optional<json::Ordered> Configuration::at(const json::Path& path) const
{
    return m_impl->layers.at(path);
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
    auto changes = editor.changes();
    if (changes.empty()) return {};
    for (auto& change : changes) change.secret = holds_secret(plan);
    Commit commit(m_impl->location.config_file, m_impl->receipt_file, m_impl->receipt);
    AIWS_CHECK(commit.run(changes, receipt));
    m_impl->last = std::move(commit);
    const auto saved =
        std::ranges::find_if(changes, [](const FileChange& change) { return change.before.has_value(); });
    m_impl->backup = saved == changes.end() || !saved->after ? fs::path() : backup_of(saved->path);
    return m_impl->load();
}

base::Result<> Configuration::take_back()
{
    if (!m_impl->last) return {};
    AIWS_CHECK(m_impl->last->undo());
    m_impl->last.reset();
    m_impl->backup.clear();
    return m_impl->load();
}

std::string Configuration::digest() const
{
    std::string parts;
    for (std::size_t i = 0; i < m_impl->layers.size(); ++i) {
        const auto& layer = m_impl->layers.layer(i);
        parts += layer.path.string() + '\n' + (layer.content ? base::sha256_hex(layer.content->bytes) : "") + '\n';
    }
    return base::sha256_hex(parts);
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

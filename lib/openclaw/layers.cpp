// SPDX-License-Identifier: Apache-2.0
#include "openclaw/layers.hpp"

#include "system/folder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_max_bytes = json::Limits{}.max_bytes;
constexpr std::size_t k_max_depth = 10;
constexpr const char* k_include = "$include";
/// The members of the configuration that aiws reads or writes.
constexpr std::array<std::string_view, 6> k_our_parts{"models", "agents", "gateway", "plugins", "secrets", "meta"};

const json::Ordered* member(const json::Ordered& object, const std::string& name)
{
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

json::Path with(json::Path path, const std::string& name)
{
    path.emplace_back(name);
    return path;
}

fs::path real(const fs::path& path)
{
    std::error_code failure;
    fs::path resolved = fs::weakly_canonical(path, failure);
    return failure ? path : resolved;
}

void merge(json::Ordered& into, const json::Ordered& over)
{
    if (into.is_object() && over.is_object()) {
        for (const auto& [name, value] : over.items()) {
            if (into.contains(name))
                merge(into[name], value);
            else
                into[name] = value;
        }
    } else if (into.is_array() && over.is_array()) {
        for (const auto& element : over) into.push_back(element);
    } else {
        into = over;
    }
}

base::Result<Layer> read_layer(const fs::path& path)
{
    std::error_code ignored;
    if (fs::is_symlink(fs::symlink_status(path, ignored)) && !fs::exists(path, ignored))
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the file is a symbolic link that leads nowhere",
                                           .where = path.string(),
                                           .why = "its target does not exist",
                                           .fix = "put the target back or remove the link"});
    AIWS_TRY(auto content, system::read_file(path, k_max_bytes));
    AIWS_TRY(auto document, json::Document::parse(content ? content->bytes : "{}\n", path.string()));
    return Layer{.path = path, .content = std::move(content), .document = std::move(document)};
}

} // namespace

bool Layer::changed() const
{
    return content ? content->bytes != document.text() : document.text() != "{}\n";
}

/// Loads a file and, depth first, what it includes.
struct Layers::Reader {
    Layers& layers;
    std::vector<fs::path> roots;
    std::vector<fs::path> open; ///< the files on the way to the one that is being read
    std::vector<std::size_t> prefixes;

    /// `prefix` is how many keys of the configuration lie above the file's root.
    base::Result<> visit(std::size_t index, std::size_t prefix)
    {
        const auto root = layers.m_layers[index].document.at({});
        prefixes.push_back(prefix);
        if (root->is_object()) AIWS_CHECK(visit_object(index, {}, *root));
        prefixes.pop_back();
        return {};
    }

    base::Result<> visit_object(std::size_t index, const json::Path& path, const json::Ordered& object)
    {
        if (const auto* include = member(object, k_include)) AIWS_CHECK(visit_include(index, path, *include));
        for (const auto& [name, value] : object.items()) {
            const bool is_ours =
                prefixes.back() + path.size() > 0 || std::ranges::find(k_our_parts, name) != k_our_parts.end();
            if (is_ours && value.is_object()) AIWS_CHECK(visit_object(index, with(path, name), value));
        }
        return {};
    }

    base::Result<> visit_include(std::size_t index, const json::Path& path, const json::Ordered& include)
    {
        const auto names = include.is_array() ? include : json::Ordered::array({include});
        for (const auto& name : names) {
            if (!name.is_string()) return refuse(index, path, "$include takes a file name or a list of them");
            AIWS_CHECK(read(index, path, name.get<std::string>()));
        }
        return {};
    }

    base::Result<> read(std::size_t index, const json::Path& path, const std::string& name)
    {
        const fs::path file = (layers.m_layers[index].path.parent_path() / name).lexically_normal();
        const auto holds = [&](const fs::path& root) {
            return system::is_inside(file, root) && system::is_inside(real(file), real(root));
        };
        if (std::ranges::none_of(roots, holds))
            return refuse(index, path, "OpenClaw includes files of its own folder only: " + file.string());
        if (std::ranges::find(open, file) != open.end())
            return refuse(index, path, "the file includes itself: " + file.string());
        if (open.size() > k_max_depth) return refuse(index, path, "more than ten files include one another");
        AIWS_TRY(auto layer, read_layer(file));
        if (!layer.content) return refuse(index, path, "the included file does not exist: " + file.string());
        const std::size_t target = layers.m_layers.size();
        layers.m_layers.push_back(std::move(layer));
        layers.m_includes.push_back({.layer = index, .path = path, .target = target});
        open.push_back(file);
        AIWS_CHECK(visit(target, prefixes.back() + path.size()));
        open.pop_back();
        return {};
    }

    [[nodiscard]] base::Result<> refuse(std::size_t index, const json::Path& path, std::string what) const
    {
        return std::unexpected(layers.m_layers[index].document.error_at(with(path, k_include), std::move(what)));
    }
};

/// Follows a path of the merged configuration through the files.
struct Layers::Search {
    const Layers& layers;

    [[nodiscard]] std::vector<std::size_t> included_at(std::size_t layer, const json::Path& path) const
    {
        std::vector<std::size_t> targets;
        for (const auto& include : layers.m_includes)
            if (include.layer == layer && include.path == path) targets.push_back(include.target);
        return targets;
    }

    /// The merged value of what stands at `path` of one file.
    [[nodiscard]] json::Ordered value(std::size_t layer, const json::Path& path, const json::Ordered& raw) const
    {
        if (!raw.is_object()) return raw;
        json::Ordered merged = json::Ordered::object();
        for (const std::size_t target : included_at(layer, path))
            merge(merged, value(target, {}, *layers.m_layers[target].document.at({})));
        json::Ordered own = json::Ordered::object();
        for (const auto& [name, element] : raw.items())
            if (name != k_include) own[name] = value(layer, with(path, name), element);
        merge(merged, own);
        return merged;
    }

    /// The merged value at the end of the wanted path; `path` leads, inside the layer, `done` keys along it.
    [[nodiscard]] std::optional<json::Ordered> value_at(std::size_t layer, const json::Path& path,
                                                        const json::Path& wanted, std::size_t done) const
    {
        const auto& document = layers.m_layers[layer].document;
        if (done == wanted.size()) {
            const auto raw = document.at(path);
            return raw ? std::optional(value(layer, path, *raw)) : std::nullopt;
        }
        std::optional<json::Ordered> merged;
        const auto lay_over = [&](std::optional<json::Ordered> over) {
            if (merged && over)
                merge(*merged, *over);
            else if (over)
                merged = std::move(over);
        };
        for (const std::size_t target : included_at(layer, path)) lay_over(value_at(target, {}, wanted, done));
        const json::Path own = with(path, std::get<std::string>(wanted[done]));
        if (document.raw(own)) lay_over(value_at(layer, own, wanted, done + 1));
        return merged;
    }

    /// As value_at(), for the place instead of the value.
    [[nodiscard]] Spot find(std::size_t layer, const json::Path& path, const json::Path& wanted, std::size_t done) const
    {
        if (done == wanted.size()) return {.layer = layer, .path = path, .missing = 0};
        const auto& document = layers.m_layers[layer].document;
        const json::Path own = with(path, std::get<std::string>(wanted[done]));
        Spot best{.layer = layer, .path = path, .missing = wanted.size() - done};
        if (document.raw(own))
            best = find(layer, own, wanted, done + 1);
        else
            best.path.insert(best.path.end(), wanted.end() - static_cast<std::ptrdiff_t>(best.missing), wanted.end());
        // Where neither has it, a file that stands for the whole object is the place that its owner meant.
        const auto targets = included_at(layer, path);
        const bool stands_for_all = targets.size() == 1 && document.at(path)->size() == 1;
        for (const std::size_t target : targets) {
            Spot other = find(target, {}, wanted, done);
            const bool both = other.missing == 0 && best.missing == 0;
            const bool better = other.missing < best.missing || (other.missing == best.missing && stands_for_all);
            if (better && !both) best = std::move(other);
            best.shared = best.shared || both;
        }
        return best;
    }
};

base::Result<Layers> Layers::load(const Location& location)
{
    AIWS_TRY(auto root, read_layer(location.config_file));
    if (!root.document.at({})->is_object())
        return std::unexpected(root.document.error_at({}, "an OpenClaw configuration is an object: { … }"));
    Layers layers;
    layers.m_layers.push_back(std::move(root));
    Reader reader{.layers = layers, .roots = location.include_roots, .open = {location.config_file}};
    reader.roots.push_back(location.config_file.parent_path());
    AIWS_CHECK(reader.visit(0, 0));
    return layers;
}

std::optional<json::Ordered> Layers::at(const json::Path& path) const
{
    return Search{*this}.value_at(0, {}, path, 0);
}

Spot Layers::find(const json::Path& path) const
{
    return Search{*this}.find(0, {}, path, 0);
}

} // namespace aiws::openclaw

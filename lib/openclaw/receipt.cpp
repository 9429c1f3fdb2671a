// SPDX-License-Identifier: Apache-2.0
#include "openclaw/receipt.hpp"

#include "base/digest.hpp"
#include "system/file.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

constexpr int k_version = 1;
constexpr std::size_t k_max_bytes = std::size_t{64} << 20U;
constexpr std::size_t k_name_digits = 32;

json::Value optional(const std::optional<std::string>& text)
{
    return text ? json::Value(*text) : json::Value();
}

std::optional<std::string> optional(const json::Value& value)
{
    if (value.is_null()) return std::nullopt;
    return value.get<std::string>();
}

json::Value to_json(const json::Path& path)
{
    json::Value out = json::Value::array();
    for (const auto& key : path) std::visit([&](const auto& part) { out.push_back(part); }, key);
    return out;
}

json::Path path_from(const json::Value& value)
{
    json::Path path;
    for (const auto& part : value) {
        if (part.is_string())
            path.emplace_back(part.get<std::string>());
        else
            path.emplace_back(part.get<std::size_t>());
    }
    return path;
}

json::Value to_json(const FileRecord& file)
{
    return {{"original", optional(file.original)},
            {"created", file.created},
            {"made_folder", file.made_folder},
            {"alone", file.alone},
            {"before", file.before},
            {"after", file.after}};
}

FileRecord file_from(const json::Value& value)
{
    return {.original = optional(value.at("original")),
            .created = value.at("created").get<bool>(),
            .made_folder = value.at("made_folder").get<bool>(),
            .alone = value.at("alone").get<bool>(),
            .before = value.at("before").get<std::string>(),
            .after = value.at("after").get<std::string>()};
}

json::Value to_json(const Entry& entry)
{
    return {{"provider", entry.kind == workspace::Kind::provider},
            {"path", to_json(entry.path)},
            {"old", optional(entry.old_bytes)},
            {"digests", entry.digests},
            {"base_url", entry.base_url},
            {"items", entry.items}};
}

Entry entry_from(const json::Value& value)
{
    const bool is_provider = value.at("provider").get<bool>();
    return {.kind = is_provider ? workspace::Kind::provider : workspace::Kind::setting,
            .path = path_from(value.at("path")),
            .old_bytes = optional(value.at("old")),
            .digests = value.at("digests").get<std::vector<std::string>>(),
            .base_url = value.at("base_url").get<std::string>(),
            .items = value.at("items").get<std::vector<std::string>>()};
}

base::Result<Receipt> parse(const std::string& bytes, const fs::path& file)
{
    try {
        const auto value = json::Value::parse(bytes);
        if (value.at("version").get<int>() != k_version) throw std::runtime_error("it has another version");
        Receipt receipt;
        for (const auto& [name, record] : value.at("files").items()) receipt.files.emplace(name, file_from(record));
        for (const auto& entry : value.at("entries")) receipt.entries.push_back(entry_from(entry));
        for (const auto& path : value.at("made_objects")) receipt.made_objects.push_back(path_from(path));
        return receipt;
    } catch (const std::exception&) { // what nlohmann says may quote the content, and the content may be secret
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the record of what aiws wrote cannot be read",
                                           .where = file.string(),
                                           .why = "it is damaged or was written by another version of aiws",
                                           .fix = "move it away; aiws then treats what it wrote as somebody else's"});
    }
}

std::string dump(const Receipt& receipt)
{
    json::Value value{{"version", k_version},
                      {"files", json::Value::object()},
                      {"entries", json::Value::array()},
                      {"made_objects", json::Value::array()}};
    for (const auto& [name, file] : receipt.files) value["files"][name] = to_json(file);
    for (const auto& entry : receipt.entries) value["entries"].push_back(to_json(entry));
    for (const auto& path : receipt.made_objects) value["made_objects"].push_back(to_json(path));
    return value.dump(1) + "\n";
}

/// Members sorted, and 1.0 the same as 1: JavaScript knows no difference and writes the latter.
json::Value canonical(const json::Ordered& value)
{
    constexpr double k_exact = 9007199254740992.0; // 2^53
    if (value.is_object()) {
        json::Value out = json::Value::object();
        for (const auto& [name, member] : value.items()) out[name] = canonical(member);
        return out;
    }
    if (value.is_array()) {
        json::Value out = json::Value::array();
        for (const auto& element : value) out.push_back(canonical(element));
        return out;
    }
    if (value.is_number_float()) {
        const auto number = value.get<double>();
        if (std::floor(number) == number && std::abs(number) < k_exact) return static_cast<std::int64_t>(number);
    }
    return value;
}

} // namespace

const Entry* Receipt::find(const json::Path& path) const
{
    const auto found = std::ranges::find(entries, path, &Entry::path);
    return found == entries.end() ? nullptr : &*found;
}

Entry* Receipt::find(const json::Path& path)
{
    const auto found = std::ranges::find(entries, path, &Entry::path);
    return found == entries.end() ? nullptr : &*found;
}

void Receipt::erase(const json::Path& path)
{
    std::erase_if(entries, [&](const Entry& entry) { return entry.path == path; });
}

std::string record_name(const fs::path& file)
{
    std::error_code failure;
    const fs::path resolved = fs::weakly_canonical(file, failure);
    return failure ? file.string() : resolved.string();
}

fs::path receipt_file(const system::Environment& environment, const fs::path& config_file)
{
    const std::string digits = base::sha256_hex(record_name(config_file)).substr(0, k_name_digits);
    return system::state_dir(environment) / "openclaw" / (digits + ".json");
}

base::Result<Receipt> load_receipt(const fs::path& file)
{
    AIWS_TRY(const auto content, system::read_file(file, k_max_bytes));
    if (!content) return Receipt{};
    return parse(content->bytes, file);
}

base::Result<> save_receipt(const fs::path& file, const Receipt& receipt)
{
    if (!receipt.entries.empty())
        return system::replace_file(file, dump(receipt), {.expected = std::nullopt, .mode = 0600});
    std::error_code failure;
    fs::remove(file, failure);
    if (!failure) return {};
    return std::unexpected(base::Error{.kind = base::Failure::config,
                                       .what = "the record of what aiws wrote could not be removed",
                                       .where = file.string(),
                                       .why = failure.message(),
                                       .fix = {}});
}

std::string digest_of(const json::Ordered& value)
{
    return base::sha256_hex(canonical(value).dump());
}

} // namespace aiws::openclaw

// SPDX-License-Identifier: Apache-2.0
#include "stack/archive.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"
#include "system/posix_error.hpp"

#include <cerrno>
#include <cstdlib>
#include <map>
#include <sys/stat.h>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t k_max_file = std::size_t{2} << 30U;
constexpr std::chrono::seconds k_limit = 60min;
constexpr std::size_t k_digits = 64;

/// tar as ourselves: the file may be where the services' user may not go.
base::Result<std::string> tar(const Runner& runner, std::string_view what, std::vector<std::string> words)
{
    const auto program = runner.find_program("tar");
    if (!program)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = std::string(what),
                                           .why = "there is no tar on PATH",
                                           .fix = "install the package tar"});
    words.insert(words.begin(), program->string());
    const system::Command command{.words = std::move(words), .environment = runner.environment, .folder = {}};
    return runner.check(what, command, k_limit);
}

base::Error bad_archive(const fs::path& file, std::string why)
{
    return {.kind = base::Failure::config,
            .what = "the file cannot be used",
            .where = file.string(),
            .why = std::move(why),
            .fix = "make it again"};
}

/// Every file below the folder but the manifest, by its path there, with its digest.
base::Result<std::map<std::string, std::string>> digests(const fs::path& folder)
{
    std::map<std::string, std::string> found;
    std::error_code failure;
    for (fs::recursive_directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        if (!entry->is_regular_file()) continue;
        const auto name = entry->path().lexically_relative(folder).string();
        if (name == k_manifest) continue;
        AIWS_TRY(const auto content, system::read_file(entry->path(), k_max_file));
        if (content) found[name] = base::sha256_hex(content->bytes);
    }
    return found;
}

} // namespace

base::Result<Workbench> Workbench::make(const fs::path& above)
{
    AIWS_TRY(auto folders, system::MadeFolders::make(above));
    folders.keep();
    std::string name = (above / ".aiws-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        return std::unexpected(system::posix_error(errno, "no folder could be made", above));
    return Workbench(name);
}

Workbench::Workbench(Workbench&& other) noexcept : m_folder(std::move(other.m_folder))
{
    other.m_folder.clear();
}

Workbench::~Workbench()
{
    std::error_code ignored;
    if (!m_folder.empty()) fs::remove_all(m_folder, ignored);
}

base::Result<> pack(const Runner& runner, const fs::path& folder, const fs::path& file, Compression compression)
{
    const fs::path beside = file.string() + ".part";
    const std::string mode = compression == Compression::gzip ? "-czf" : "-cf";
    const mode_t before = umask(077);
    const auto packed =
        tar(runner, "the file could not be written", {mode, fs::absolute(beside).string(), "-C", folder.string(), "."});
    umask(before);
    std::error_code failure;
    if (packed) fs::rename(beside, file, failure);
    if (packed && !failure) return {};
    std::error_code ignored;
    fs::remove(beside, ignored);
    if (!packed) return std::unexpected(packed.error());
    return std::unexpected(
        base::Error{.what = "the file could not be written", .where = file.string(), .why = failure.message()});
}

base::Result<> check_archive(const Runner& runner, const fs::path& file, Compression compression)
{
    std::error_code failure;
    if (!fs::is_regular_file(file, failure)) return std::unexpected(bad_archive(file, "there is no such file"));
    const std::string zip = compression == Compression::gzip ? "z" : "";
    const auto place = fs::absolute(file).string();
    auto listed = tar(runner, "the file cannot be read", {"-t" + zip + "vf", place});
    if (!listed && listed.error().kind == base::Failure::interrupted) return std::unexpected(listed.error());
    if (!listed) return std::unexpected(bad_archive(file, "it is no whole tar file"));
    for (const auto& line : base::split(*listed, '\n')) {
        const bool plain = line.empty() || line.starts_with('-') || line.starts_with('d');
        if (!plain || line.contains("../")) return std::unexpected(bad_archive(file, "it holds more than plain files"));
    }
    return {};
}

base::Result<> unpack(const Runner& runner, const fs::path& file, const fs::path& folder, Compression compression)
{
    AIWS_CHECK(check_archive(runner, file, compression));
    const std::string zip = compression == Compression::gzip ? "z" : "";
    AIWS_CHECK(tar(runner, "the file could not be unpacked",
                   {"-x" + zip + "f", fs::absolute(file).string(), "--no-same-owner", "-C", folder.string()}));
    return give_to_services_user(runner.home, folder);
}

base::Result<> write_manifest(const fs::path& folder)
{
    AIWS_TRY(const auto found, digests(folder));
    std::string text;
    for (const auto& [name, digest] : found) text += digest + "  " + name + "\n";
    return system::replace_file(folder / k_manifest, text);
}

base::Result<> check_manifest(const fs::path& folder, const fs::path& archive)
{
    AIWS_TRY(const auto manifest, system::read_file(folder / k_manifest, k_max_file));
    if (!manifest) return std::unexpected(bad_archive(archive, "it has no " + std::string(k_manifest)));
    AIWS_TRY(auto found, digests(folder));
    for (const auto& line : base::split(manifest->bytes, '\n')) {
        if (line.size() < k_digits + 2) continue;
        const std::string name = line.substr(k_digits + 2);
        const auto present = found.find(name);
        if (present == found.end()) return std::unexpected(bad_archive(archive, "it lacks " + name));
        if (present->second != line.substr(0, k_digits))
            return std::unexpected(bad_archive(archive, name + " is not what its manifest says"));
        found.erase(present);
    }
    if (found.empty()) return {};
    return std::unexpected(bad_archive(archive, found.begin()->first + " is not in its manifest"));
}

} // namespace aiws::stack

// SPDX-License-Identifier: Apache-2.0
#include "system/temporary_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/stat.h>

namespace aiws::test {
namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder()
{
    std::string name = (fs::temp_directory_path() / "aiws-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    m_path = fs::canonical(name);
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

void write(const fs::path& path, std::string_view bytes, mode_t mode)
{
    std::ofstream(path, std::ios::binary) << bytes;
    if (chmod(path.c_str(), mode) != 0) throw std::runtime_error("no such file: " + path.string());
}

std::string slurp(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

mode_t mode_of(const fs::path& path)
{
    struct stat status{};
    if (lstat(path.c_str(), &status) != 0) throw std::runtime_error("no such file: " + path.string());
    return status.st_mode & 07777U;
}

std::vector<std::string> names_in(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

} // namespace aiws::test

// SPDX-License-Identifier: Apache-2.0
#include "json/note.hpp"

#include "system/file.hpp"
#include "json/codec.hpp"

namespace aiws::json {

Value read_note(const std::filesystem::path& file)
{
    constexpr std::size_t k_max_bytes = std::size_t{4} << 20U;
    const auto content = system::read_file(file, k_max_bytes);
    if (!content || !*content) return Value::object();
    auto document = parse_json((*content)->bytes);
    return document && document->is_object() ? *std::move(document) : Value::object();
}

base::Result<> write_note(const std::filesystem::path& file, const Value& note)
{
    return system::replace_file(file, note.dump(1) + "\n");
}

} // namespace aiws::json

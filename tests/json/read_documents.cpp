// SPDX-License-Identifier: Apache-2.0
// Reads documents from standard input, each as "LENGTH\n" and that many bytes, and prints a line for each: "refused:"
// and why, or the value with the bits of every number, so that another reader's can be compared with it.
#include "json/document.hpp"

#include <bit>
#include <cstdint>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <string>

using aiws::json::Ordered;

namespace {

/// A JSON text with numbers as {"number": "3ff0000000000000"} and members sorted.
aiws::json::Value tagged(const Ordered& value)
{
    using aiws::json::Value;
    if (value.is_number())
        return Value{{"number", fmt::format("{:016x}", std::bit_cast<std::uint64_t>(value.get<double>()))}};
    if (value.is_array()) {
        Value list = Value::array();
        for (const auto& item : value) list.push_back(tagged(item));
        return list;
    }
    if (!value.is_object()) return value;
    Value members = Value::object();
    for (const auto& [name, member] : value.items()) members[name] = tagged(member);
    return Value{{"object", members}};
}

} // namespace

int main()
{
    std::string line;
    while (std::getline(std::cin, line)) {
        std::string bytes(std::stoul(line), '\0');
        std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        const auto document = aiws::json::Document::parse(bytes, "document");
        if (document)
            std::cout << tagged(*document->at({})).dump(-1, ' ', true, Ordered::error_handler_t::replace) << "\n";
        else
            std::cout << "refused: " << document.error().what << "\n";
    }
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "fuzz/json_model.hpp"
#include "json/codec.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace aiws;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// The first 8 bytes choose the edits, the rest is the text. Whatever it is, reading it must not crash; where it is
/// JSON5, edits must mean what they say and leave no trace when they are taken back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t k_seed_bytes = 8;
    if (size < k_seed_bytes) return 0;
    std::uint64_t seed = 0;
    for (std::size_t i = 0; i < k_seed_bytes; ++i) seed = (seed << 8U) | data[i];
    std::string text(size - k_seed_bytes, '\0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(data[k_seed_bytes + i]);

    static_cast<void>(json::parse_json(text)); // NOLINT(bugprone-unused-return-value): it must only not crash
    const auto document = json::Document::parse(text, "fuzz");
    if (!document) return 0;
    fuzz::Dice dice(seed);
    const std::string complaint = fuzz::check_edits(*document, dice, 6);
    if (complaint.empty()) return 0;
    std::fputs(complaint.c_str(), stderr);
    std::abort();
}

// SPDX-License-Identifier: Apache-2.0
#include "fuzz/dice.hpp"
#include "fuzz/json_text.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// Feeds LLVMFuzzerTestOneInput without libFuzzer, for GCC: random JSON5 texts, most of them mutated. Each input is
// made from its own number, so that a failure is found again by --seed and --first.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using aiws::fuzz::Dice;

constexpr std::uint64_t k_told_every = 10'000;

struct Options {
    std::uint64_t seed = 1;
    std::uint64_t first = 0;
    std::uint64_t seconds = 10;
};

/// Bytes that matter to the grammar; some are torn out of their sequences.
const std::string k_pieces[] = {"{",    "}",    "[",      "]",      ":",        ",",    "\"",   "'",    "\\",
                                "//",   "/*",   "*/",     "\n",     "\r",       "\r\n", "\t",   " ",    "\xEF\xBB\xBF",
                                "\xE2", "\x80", "\u2028", "\u2029", "\xC3",     "\xFF", "\\u",  "\\x4", "\\uD83D",
                                "0x",   "-",    "+",      ".",      "e9",       "1",    "NaN",  "true", "Infinity",
                                "a",    "\\0",  "{}",     "[[[[[[", "a:{a:{a:", "\f",   "\\\n", ",,",   "é"};

void mutate(std::string& text, Dice& dice)
{
    const std::size_t at = dice.below(text.size() + 1);
    const std::size_t count = dice.below(8);
    switch (dice.below(5)) {
    case 0:
        text.insert(at, dice.pick(k_pieces));
        break;
    case 1:
        text.erase(at, count);
        break;
    case 2:
        text.replace(at, count, dice.pick(k_pieces));
        break;
    case 3:
        text.insert(at, text.substr(dice.below(text.size() + 1), 4 * count));
        break;
    default:
        if (at < text.size()) text[at] = static_cast<char>(dice.below(256));
    }
}

std::string make_input(std::uint64_t seed, std::uint64_t number)
{
    Dice dice(seed ^ (number * 0x9E3779B97F4A7C15U));
    std::string edits;
    for (int i = 0; i < 8; ++i) edits += static_cast<char>(dice.below(256));
    std::string text = aiws::fuzz::random_json5(dice);
    for (auto changes = dice.below(6); changes > 0; --changes) mutate(text, dice);
    return edits + text;
}

Options read_options(int argc, char** argv)
{
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        const std::uint64_t number = std::strtoull(argv[i + 1], nullptr, 10);
        if (name == "--seed") options.seed = number;
        if (name == "--first") options.first = number;
        if (name == "--seconds") options.seconds = number;
    }
    return options;
}

} // namespace

int main(int argc, char** argv)
{
    using Clock = std::chrono::steady_clock;
    const Options options = read_options(argc, argv);
    const auto end = Clock::now() + std::chrono::seconds(options.seconds);
    std::uint64_t number = options.first;
    for (; Clock::now() < end; ++number) {
        const std::string input = make_input(options.seed, number);
        const std::vector<std::uint8_t> bytes(input.begin(), input.end());
        // Told before it runs: a crash comes within so many inputs of the last line.
        if (number % k_told_every == 0)
            std::fprintf(stderr, "--seed %llu --first %llu\n", static_cast<unsigned long long>(options.seed),
                         static_cast<unsigned long long>(number));
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::fprintf(stderr, "%llu inputs, nothing found\n", static_cast<unsigned long long>(number - options.first));
    return 0;
}

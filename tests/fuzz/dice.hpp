// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace aiws::fuzz {

/// Random numbers that are the same on every machine for the same seed (SplitMix64).
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t bits()
    {
        std::uint64_t mixed = m_state += 0x9E3779B97F4A7C15U;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }

    /// 0 to count - 1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(bits() % count); }
    /// True once in `times`.
    bool once_in(std::size_t times) { return below(times) == 0; }

    template <class T, std::size_t N>
    const T& pick(const T (&choices)[N])
    {
        return choices[below(N)];
    }

  private:
    std::uint64_t m_state;
};

} // namespace aiws::fuzz

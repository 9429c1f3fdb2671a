// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/dice.hpp"

#include <string>

namespace aiws::fuzz {

/// A random valid JSON5 text: every spelling the language has, in the layouts people use and in none at all.
std::string random_json5(Dice& dice);

} // namespace aiws::fuzz

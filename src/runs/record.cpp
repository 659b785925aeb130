#include "runs/record.hpp"

#include <array>
#include <utility>

namespace wattprint::runs {
namespace {

// The words of the contract (DESIGN 2.2), once for both directions.
template <class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Words<State, 5> kStates{{{State::running, "running"},
                                   {State::finished, "finished"},
                                   {State::failed, "failed"},
                                   {State::interrupted, "interrupted"},
                                   {State::stopped_by_budget, "stopped_by_budget"}}};
constexpr Words<Scope, 2> kScopes{{{Scope::tree, "tree"}, {Scope::machine, "machine"}}};
constexpr Words<IdlePolicy, 3> kIdlePolicies{{{IdlePolicy::proportional, "proportional"},
                                              {IdlePolicy::exclude, "exclude"},
                                              {IdlePolicy::include, "include"}}};

template <class Enum, std::size_t N>
std::string_view word_of(const Words<Enum, N>& words, Enum wanted) {
  for (const auto& [value, word] : words)
    if (value == wanted) return word;
  return {};
}

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const Words<Enum, N>& words, std::string_view wanted) {
  for (const auto& [value, word] : words)
    if (word == wanted) return value;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(State state) { return word_of(kStates, state); }
std::string_view to_string(Scope scope) { return word_of(kScopes, scope); }
std::string_view to_string(IdlePolicy policy) { return word_of(kIdlePolicies, policy); }

std::optional<State> parse_state(std::string_view text) { return value_of(kStates, text); }
std::optional<Scope> parse_scope(std::string_view text) { return value_of(kScopes, text); }
std::optional<IdlePolicy> parse_idle_policy(std::string_view text) {
  return value_of(kIdlePolicies, text);
}

}  // namespace wattprint::runs

#include "runs/record.hpp"

#include <gtest/gtest.h>

#include <set>

#include "runs/run_id.hpp"

namespace wattprint::runs {
namespace {

TEST(Record, WordsOfTheContractReadBackAsTheSame) {
  for (const State state : {State::running, State::finished, State::failed, State::interrupted,
                            State::stopped_by_budget})
    EXPECT_EQ(parse_state(to_string(state)), state);
  for (const Scope scope : {Scope::tree, Scope::machine})
    EXPECT_EQ(parse_scope(to_string(scope)), scope);
  for (const IdlePolicy policy :
       {IdlePolicy::proportional, IdlePolicy::exclude, IdlePolicy::include})
    EXPECT_EQ(parse_idle_policy(to_string(policy)), policy);
}

TEST(Record, OtherWordsAreNothing) {
  for (const char* word : {"", "Finished", "finished ", "tree,machine"}) {
    EXPECT_EQ(parse_state(word), std::nullopt);
    EXPECT_EQ(parse_scope(word), std::nullopt);
    EXPECT_EQ(parse_idle_policy(word), std::nullopt);
  }
}

TEST(RunId, IsTwelveHexDigitsAndNeverTheSameAgain) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = new_run_id();
    EXPECT_EQ(id.size(), 12U);
    EXPECT_TRUE(is_run_id_prefix(id)) << id;
    EXPECT_TRUE(seen.insert(id).second) << id;
  }
}

TEST(RunId, PrefixesAreHexDigitsOnly) {
  EXPECT_TRUE(is_run_id_prefix("7"));
  EXPECT_TRUE(is_run_id_prefix("7F3a1c"));
  for (const char* text : {"", "%", "7f3a1c90be420", "7f g", "latest"})
    EXPECT_FALSE(is_run_id_prefix(text)) << text;
  EXPECT_EQ(short_id("7f3a1c90be42"), "7f3a1c");
  EXPECT_EQ(short_id("7f"), "7f");
}

}  // namespace
}  // namespace wattprint::runs

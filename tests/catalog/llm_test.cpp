#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "catalog/llm_gpus.hpp"
#include "catalog/llm_models.hpp"

namespace wattprint::catalog {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::string found(std::string_view text) {
  const auto model = find_llm(text).value();
  return model ? std::string(model->name) : "none";
}

TEST(LlmModels, AreFoundAsHuggingFaceOllamaAndApisCallThem) {
  EXPECT_EQ(found("Llama-3.1-8B"), "Llama-3.1-8B");
  EXPECT_EQ(found("meta-llama/Llama-3.1-8B-Instruct"), "Llama-3.1-8B");
  EXPECT_EQ(found("llama3.1:8b"), "Llama-3.1-8B");
  EXPECT_EQ(found("meta-llama/Llama-3.3-70B-Instruct"), "Llama-3.1-70B");
  EXPECT_EQ(found("google/gemma-3-27b-it"), "Gemma-3-27B");
  EXPECT_EQ(found("deepseek-ai/DeepSeek-R1-0528"), "DeepSeek-V3");
  EXPECT_EQ(found("Qwen/Qwen3-235B-A22B-Instruct-2507-FP8"), "Qwen3-235B-A22B-FP8");
  EXPECT_EQ(found("gpt-4o-2024-08-06"), "GPT-4o");
  EXPECT_EQ(found("claude-3-5-sonnet-20241022"), "Claude-3.5-Sonnet");
  EXPECT_EQ(found("CLAUDE-3-5-SONNET-latest"), "Claude-3.5-Sonnet");
}

TEST(LlmModels, ThatAreNotThereAreNotTakenForOthers) {
  for (const char* name : {"gpt-4p", "llama-3.1-9b", "", "-it", "/", "no-such-model", "\xff\xfe"})
    EXPECT_EQ(found(name), "none") << name;
  EXPECT_EQ(found(std::string(100000, 'a')), "none");
  EXPECT_THAT(nearest_llms("lama-3.1-8b").value(), Contains("Llama-3.1-8B"));
}

TEST(LlmModels, SayWhatIsPublishedAndWhatIsARange) {
  const auto mixtral = find_llm("mixtral:8x7b")->value();
  EXPECT_TRUE(mixtral.is_open);
  EXPECT_EQ(mixtral.total.low, mixtral.total.high);
  EXPECT_DOUBLE_EQ(mixtral.active.value.value(), 12.9);
  EXPECT_DOUBLE_EQ(*mixtral.expert_share, 0.25);
  // 32 layers, 8 heads of 128, key and value, two bytes.
  EXPECT_DOUBLE_EQ(mixtral.cache->value(), 32 * 8 * 128 * 2 * 2);
  const auto closed = find_llm("gpt-5")->value();
  EXPECT_FALSE(closed.is_open);
  EXPECT_LT(closed.total.low, closed.total.value);
  EXPECT_LT(closed.total.value, closed.total.high);
  EXPECT_EQ(closed.architecture, LlmModel::Architecture::unknown);
}

TEST(LlmModels, OfATableThatMakesNoSenseAreAnError) {
  const std::string header =
      "name,aliases,maker,access,architecture,total_b,total_low_b,total_high_b,active_b,active_low_"
      "b,"
      "active_high_b,layers,experts,experts_used,cache_bytes_per_token,precision,source,note\n";
  EXPECT_THAT(find_llm("x", header + "x,,m,open,dense,-7,7,7,7,7,7,,,,,bf16,own,\n").error().what,
              HasSubstr("\"-7\" is no positive number"));
  EXPECT_EQ(find_llm("x", "name\n").error().code, Errc::malformed);
}

TEST(LlmGpus, AllStandInTheTableOfGpusWithAnAmountOfMemoryAndARating) {
  const auto names = inference_gpus().value();
  EXPECT_GT(names.size(), 50U);
  for (const auto& name : names) {
    const auto gpu = find_gpu(name).value();
    ASSERT_EQ(gpu.gpus.size(), 1U) << name;
    EXPECT_EQ(gpu.gpus.front().name, name);
    EXPECT_TRUE(gpu.gpus.front().tdp) << name;
    EXPECT_TRUE(gpu.gpus.front().memory_gb) << name;
  }
}

TEST(LlmGpus, HaveTheSpeedOfTheirDataSheets) {
  const auto speed = inference_speed("NVIDIA H100 SXM5 80GB")->value();
  EXPECT_EQ(speed.memory, GigabytesPerSecond{3350});
  EXPECT_EQ(speed.arithmetic, Teraflops{989});
  EXPECT_FALSE(inference_speed("NVIDIA K80")->has_value());
}

}  // namespace
}  // namespace wattprint::catalog

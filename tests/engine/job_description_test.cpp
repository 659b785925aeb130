#include "engine/job_description.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/estimate_job.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kGpu = "[[gpu]]\nmodel = \"A100\"\n";

Result<JobDescription> of_toml(const std::string& text) {
  const auto document = parse_toml(text, "job.toml");
  if (!document) return fail(document.error());
  return describe_job(*document, "job.toml");
}

Result<JobDescription> of_json(const std::string& text) {
  const auto document = parse_json(text, "job.json");
  if (!document) return fail(document.error());
  return describe_job(*document, "job.json");
}

std::string error_of(const Result<JobDescription>& description) {
  if (description) return "no error";
  EXPECT_EQ(description.error().code, Errc::malformed);
  return description.error().what;
}

/// The error of a line above a job that is sound otherwise.
std::string error_above(const std::string& line) {
  return error_of(of_toml(line + "\n" + std::string(kGpu)));
}

void expect_all(const JobDescription& description) {
  const auto& question = description.question;
  const auto& job = question.job;
  ASSERT_EQ(job.gpus.size(), 2U);
  EXPECT_EQ(job.gpus[0].model, "A100");
  EXPECT_EQ(job.gpus[0].count, 8.0);
  EXPECT_EQ(job.gpus[0].utilisation, Fraction{0.8});
  EXPECT_EQ(job.gpus[0].tdp, Watts{300});
  EXPECT_EQ(job.gpus[1].count, 1.0);
  EXPECT_FALSE(job.gpus[1].utilisation);
  ASSERT_EQ(job.cpus.size(), 2U);
  EXPECT_EQ(job.cpus[0].packages, 2.0);
  EXPECT_FALSE(job.cpus[0].cores);
  EXPECT_EQ(job.cpus[1].model, "");
  EXPECT_EQ(job.cpus[1].cores, 12.0);
  EXPECT_EQ(job.cpus[1].utilisation, Fraction{0.25});
  EXPECT_EQ(job.memory, Gigabytes{64});
  ASSERT_EQ(job.storage.size(), 2U);
  EXPECT_EQ(job.storage[0].type, estimate::DriveType::ssd);
  EXPECT_EQ(job.storage[0].capacity, Terabytes{2});
  EXPECT_EQ(job.storage[1].type, estimate::DriveType::hdd);
  EXPECT_EQ(job.storage[1].capacity, Terabytes{0.5});
  EXPECT_EQ(job.network, Terabytes{0.3});
  EXPECT_EQ(job.time, Seconds{1.5 * 3600});
  EXPECT_EQ(job.repeats, 3.0);
  EXPECT_EQ(job.place.provider, "aws");
  EXPECT_EQ(job.place.region, "eu-west-1");
  EXPECT_EQ(job.place.intensity, CarbonIntensity{250});
  EXPECT_EQ(job.pue, Pue{1.1});
  EXPECT_EQ(question.year, 2021);
  EXPECT_EQ(question.water, WaterIntensity{0.5});
  ASSERT_TRUE(question.price);
  EXPECT_EQ(question.price->per_kwh, MoneyPerKwh{0.3});
  EXPECT_EQ(question.price->currency, "EUR");
}

TEST(JobDescription, HasEveryQuantityOfAJobInBothSyntaxes) {
  const auto toml = of_toml(
      "hours = 1.5\nrepeats = 3\nstart = 2021-06-01\nprovider = \"aws\"\nregion = \"eu-west-1\"\n"
      "intensity = 250\npue = 1.1\nwue = 0.5\nprice = \"0.3 EUR\"\nmemory_gb = 64\n"
      "network_gb = 300\n"
      "[[gpu]]\nmodel = \"A100\"\ncount = 8\nutilization = \"80%\"\ntdp_w = 300\n"
      "[[gpu]]\nmodel = \"T4\"\n"
      "[[cpu]]\nmodel = \"EPYC 7763\"\ncount = 2\n[[cpu]]\ncores = 12\nutilisation = 0.25\n"
      "[[storage]]\nkind = \"ssd\"\ntb = 2\n[[storage]]\nkind = \"hdd\"\ngb = 500\n");
  ASSERT_TRUE(toml) << toml.error().what;
  expect_all(*toml);
  const auto json = of_json(
      R"({"hours": 1.5, "repeats": 3, "start": "2021-06-01", "provider": "aws",
          "region": "eu-west-1", "intensity": 250, "pue": 1.1, "wue": 0.5, "price": "0.3 EUR",
          "memory_gb": 64, "gpu": [{"model": "A100", "count": 8, "utilisation": "80%",
          "tdp_w": 300}, {"model": "T4"}], "cpu": [{"model": "EPYC 7763", "count": 2},
          {"cores": 12, "utilisation": 0.25}], "storage": [{"kind": "ssd", "tb": 2},
          {"kind": "hdd", "gb": 500}], "network_gb": 300})");
  ASSERT_TRUE(json) << json.error().what;
  expect_all(*json);
}

TEST(JobDescription, NamesTheLineOfAKeyThatThereIsNotAndTheNearest) {
  EXPECT_EQ(error_above("\nhour = 3"),
            "job.toml line 2: hour: there is no key \"hour\"; did you mean \"hours\"?");
  EXPECT_EQ(error_of(of_json(R"({"gpu": [{"model": "T4"}, {"model": "T4", "coun": 2}]})")),
            "job.json: /gpu/1/coun: there is no key \"coun\"; did you mean \"count\"?");
  EXPECT_THAT(error_above("memory = 64"), HasSubstr("say its unit in its name: memory_gb"));
  EXPECT_THAT(error_above("ssd = 2"), HasSubstr("drives are tables [[storage]]"));
  // In TOML this is a key of the GPU.
  EXPECT_THAT(error_of(of_toml(std::string(kGpu) + "hours = 3")),
              AllOf(StartsWith("job.toml line 3: gpu.hours: "), HasSubstr("above the first")));
  EXPECT_THAT(error_above("utilisation = 1"), HasSubstr("no key \"utilisation\""));
  EXPECT_THAT(error_of(of_toml(std::string(kGpu) + "utilisation = 1\nutilization = 1\n")),
              HasSubstr("two spellings"));
}

TEST(JobDescription, ChecksTheTypeAndSizeOfEachNumber) {
  const auto told = [](const std::string& line) { return error_above(line); };
  EXPECT_EQ(told("hours = -1"),
            "job.toml line 1: hours: expected a number from 1e-06 to 10000000, found -1; it is how "
            "long one try takes: 72");
  for (const auto* value :
       {"0", "1e8", "nan", "inf", "\"3\"", "true", "[3]", "2021-06-01", "{a=1}"})
    EXPECT_THAT(told(std::string("hours = ") + value),
                StartsWith("job.toml line 1: hours: expected a number from"))
        << value;
  EXPECT_THAT(told("memory_gb = \"64 GB\""), HasSubstr("found \"64 GB\"; it is memory in GiB"));
  EXPECT_THAT(told("pue = 0.9"), HasSubstr("pue: expected a number from 1 to 10"));
  EXPECT_THAT(told("intensity = -5"), HasSubstr("intensity: expected a number from 0 to 2000"));
  EXPECT_THAT(told("wue = 1000"), HasSubstr("wue: expected a number from 0 to 100"));
  EXPECT_THAT(told("repeats = -1"), HasSubstr("repeats: expected a number from 0"));
  const auto of_gpu = [](const std::string& line) {
    return error_of(of_toml(std::string(kGpu) + line));
  };
  EXPECT_THAT(of_gpu("count = 1.5"), StartsWith("job.toml line 3: gpu.count: expected a whole"));
  EXPECT_THAT(of_gpu("count = 0"), HasSubstr("gpu.count: expected a whole number from 1"));
  EXPECT_THAT(of_gpu("tdp_w = 1e6"), HasSubstr("gpu.tdp_w: expected a number from 0.1 to 50000"));
  EXPECT_THAT(of_gpu("utilisation = 80"), HasSubstr("write \"80%\" or 0.8"));
  EXPECT_THAT(of_gpu("utilisation = \"80\""), HasSubstr("gpu.utilisation: \"80\" is no share"));
  EXPECT_THAT(of_gpu("utilisation = true"), HasSubstr("expected a share of a whole, found true"));
}

TEST(JobDescription, ChecksEachText) {
  EXPECT_THAT(error_above("price = 0.3"), HasSubstr("price: expected a text in quotes, found 0.3"));
  EXPECT_THAT(error_above("price = \"0.3\""), HasSubstr("line 1: price: \"0.3\" has no currency"));
  EXPECT_THAT(error_above("start = \"tomorrow\""), HasSubstr("line 1: start: expected a time"));
  EXPECT_THAT(error_above("start = 12:00:00"), HasSubstr("start: expected a text in quotes"));
  EXPECT_THAT(error_above("zone = \" \""), HasSubstr("zone: expected a text in quotes"));
  EXPECT_THAT(error_above("zone = \"Atlantis\""), HasSubstr("line 1: zone: unknown zone"));
  EXPECT_THAT(error_above("region = \"aws:eu-wst-1\""), HasSubstr("did you mean aws:eu-west-1"));
}

TEST(JobDescription, RefusesWhatContradictsItselfOrLacksAPart) {
  EXPECT_THAT(error_above("zone = \"DE\"\nregion = \"aws:eu-west-1\""),
              HasSubstr("zone and region both"));
  EXPECT_THAT(error_above("provider = \"aws\""), HasSubstr("say which with region"));
  EXPECT_THAT(error_of(of_toml("hours = 1")), HasSubstr("job.toml: has no hardware"));
  EXPECT_THAT(error_of(of_toml("[[gpu]]\ncount = 1")), HasSubstr("line 1: gpu: which GPU"));
  EXPECT_THAT(error_of(of_toml("[[cpu]]\ncount = 1")), HasSubstr("line 1: cpu: which CPU"));
  EXPECT_THAT(error_of(of_toml("[[cpu]]\nmodel = \"x\"\ncount = 1\ncores = 3")),
              HasSubstr("line 3: cpu.count: cores counts cores"));
  EXPECT_THAT(error_of(of_toml("[[storage]]\nkind = \"tape\"\ntb = 1")),
              HasSubstr("line 2: storage.kind: expected \"ssd\" or \"hdd\", found \"tape\""));
  EXPECT_THAT(error_of(of_toml("[[storage]]\ntb = 1")), HasSubstr("has no kind"));
  for (const auto* size : {"", "tb = 1\ngb = 1\n"})
    EXPECT_THAT(error_of(of_toml(std::string("[[storage]]\nkind = \"ssd\"\n") + size)),
                HasSubstr("line 1: storage: needs its capacity once"));
  EXPECT_THAT(error_of(of_toml("[gpu]\nmodel = \"A100\"")),
              HasSubstr("line 1: gpu: expected a list"));
  EXPECT_THAT(error_of(of_json(R"({"gpu": [3]})")), HasSubstr("/gpu/0: expected a table"));
}

TEST(JobDescription, NamesWhereAModelStandsThatNobodyKnows) {
  const auto job = of_json(R"({"gpu": [{"model": "T4"}, {"model": "A1000x"}], "cpu": []})").value();
  const auto checked = check_models(job);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().what, StartsWith("job.json: /gpu/1/model: no GPU of the catalog"));
  const auto cpu = of_toml("[[cpu]]\n\nmodel = \"Zorgon 9\"\n").value();
  ASSERT_FALSE(check_models(cpu));
  EXPECT_THAT(check_models(cpu).error().what, StartsWith("job.toml line 3: cpu.model: no CPU"));
  // Whose power is stated may have any name.
  EXPECT_TRUE(check_models(of_toml("[[gpu]]\nmodel = \"ours\"\ntdp_w = 300\n").value()));
}

TEST(JobDescription, IsOfTheSyntaxThatItsNameSays) {
  testing::FakeMachine m;
  m.write("etc/job.json", R"({"gpu": [{"model": "T4"}]})");
  m.write("etc/job.toml", std::string(kGpu));
  m.write("etc/job.yaml", "gpu: T4");
  m.write("etc/huge.toml", std::string(70 * 1024, '#'));
  EXPECT_TRUE(read_job(m.root() / "etc/job.json"));
  EXPECT_TRUE(read_job(m.root() / "etc/job.toml"));
  EXPECT_THAT(error_of(read_job(m.root() / "etc/job.yaml")), HasSubstr("name it .toml or .json"));
  EXPECT_THAT(error_of(read_job(m.root() / "etc/huge.toml")), HasSubstr("larger than 64 kB"));
  EXPECT_EQ(read_job(m.root() / "etc/none.toml").error().code, Errc::not_present);
}

class Basis : public ::testing::Test {
 protected:
  static estimate::jobs::JobQuestion asked(const std::string& text, const JobWords& words,
                                           const config::Settings& settings = {}) {
    JobBasis basis;
    basis.described = of_toml(text).value();
    auto question = job_question(words, settings, basis);
    if (question) return *question;
    ADD_FAILURE() << question.error().what;
    return {};
  }
};

TEST_F(Basis, OptionsGoBeforeTheFile) {
  JobWords words;
  words.hours = "2";
  words.repeats = "5";
  words.memory = "8 GB";
  words.utilisation = "50%";
  words.price = "1 USD";
  words.start = "2019-01-01";
  words.region = "gcp:europe-west1";
  const auto question = asked(
      "hours = 1\nrepeats = 2\nmemory_gb = 64\nprice = \"0.3 EUR\"\nstart = 2021-01-01\nzone = "
      "\"DE\"\n"
      "intensity = 100\npue = 1.3\n[[gpu]]\nmodel = \"T4\"\nutilisation = 1\n",
      words);
  EXPECT_EQ(question.job.time, Seconds{7200});
  EXPECT_EQ(question.job.repeats, 5.0);
  EXPECT_EQ(question.job.memory, Gigabytes{8});
  EXPECT_EQ(question.job.gpus.at(0).utilisation, Fraction{0.5});
  EXPECT_EQ(question.price->currency, "USD");
  EXPECT_EQ(question.year, 2019);
  // Another place is another grid: that of the file goes with its place.
  EXPECT_EQ(question.job.place.region, "europe-west1");
  EXPECT_EQ(question.job.place.zone, "");
  EXPECT_FALSE(question.job.place.intensity);
  EXPECT_EQ(question.job.pue, Pue{1.3});
}

TEST_F(Basis, TheFileGoesBeforeWhatIsSetForThisMachine) {
  config::Settings settings;
  settings.zone = "FR";
  settings.intensity = CarbonIntensity{50};
  settings.pue = Pue{1.9};
  const auto placed =
      asked("hours = 1\nzone = \"DE\"\npue = 1.3\n" + std::string(kGpu), {}, settings);
  EXPECT_EQ(placed.job.place.zone, "DE");
  EXPECT_FALSE(placed.job.place.intensity);
  EXPECT_EQ(placed.job.pue, Pue{1.3});
  const auto anywhere = asked("hours = 1\n" + std::string(kGpu), {}, settings);
  EXPECT_EQ(anywhere.job.place.zone, "FR");
  EXPECT_EQ(anywhere.job.place.intensity, CarbonIntensity{50});
  EXPECT_EQ(anywhere.job.pue, Pue{1.9});
}

TEST_F(Basis, WithoutHoursAnywhereIsRefused) {
  JobBasis basis;
  basis.described = of_toml(std::string(kGpu)).value();
  const auto question = job_question({}, {}, basis);
  ASSERT_FALSE(question);
  EXPECT_THAT(question.error().what, HasSubstr("job.toml: hours is missing"));
}

}  // namespace
}  // namespace wattprint::engine

#include "runs/task_ledger.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wattprint::runs {
namespace {

Moment at(double seconds, double cpu) {
  return {Instant{std::chrono::duration_cast<std::chrono::nanoseconds>(Seconds(seconds)), {}},
          CpuSeconds{cpu}};
}

Charge joules(double value) { return {Joules{value}, Joules{0.5 * value}, Joules{2.0 * value}}; }

constexpr Fraction kByCpu{1.0};
constexpr Fraction kByTime{0.0};

double energy_of(const TaskLedger& ledger, TaskLedger::Id task) {
  const auto stretch = ledger.stretch(task);
  return stretch ? stretch->charge.value.value() : -1.0;
}

TEST(TaskLedger, DividesAnIntervalByCpuTimeWhereEnergyGoesByIt) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  const auto busy = ledger.begin("busy", at(0, 0));
  ledger.end(busy, at(0.5, 0.4));
  const auto idle = ledger.begin("idle", at(0.5, 0.4));
  ledger.end(idle, at(1.0, 0.5));
  ledger.sample(at(1.0, 0.5), joules(10), kByCpu);
  EXPECT_DOUBLE_EQ(energy_of(ledger, busy), 8.0);
  EXPECT_DOUBLE_EQ(energy_of(ledger, idle), 2.0);
  EXPECT_DOUBLE_EQ(ledger.stretch(busy)->charge.low.value(), 4.0);
  EXPECT_DOUBLE_EQ(ledger.stretch(busy)->charge.high.value(), 16.0);
}

TEST(TaskLedger, DividesAnIntervalByTimeWhereEnergyGoesByNothingElse) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  const auto task = ledger.begin("a", at(0.25, 0.9));
  ledger.end(task, at(0.5, 0.9));
  ledger.sample(at(1.0, 1.0), joules(10), kByTime);
  EXPECT_DOUBLE_EQ(energy_of(ledger, task), 2.5);
}

TEST(TaskLedger, ATaskOverSeveralSamplesHasAllOfThoseInBetween) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  const auto task = ledger.begin("a", at(0.5, 0));
  ledger.sample(at(1, 0), joules(10), kByTime);
  ledger.sample(at(2, 0), joules(30), kByTime);
  ledger.end(task, at(2.5, 0));
  EXPECT_EQ(ledger.known(task), TaskLedger::Known::unresolved);
  EXPECT_FALSE(ledger.stretch(task));
  ledger.sample(at(3, 0), joules(4), kByTime);
  EXPECT_DOUBLE_EQ(energy_of(ledger, task), 5.0 + 30.0 + 2.0);
}

TEST(TaskLedger, TasksOneAfterTheOtherAddUpToWhatWasUsedMeanwhile) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  double moment = 0.0;
  for (int sample = 1; sample <= 100; ++sample) {
    for (int i = 0; i < 100; ++i) {
      const auto task = ledger.begin("batch", at(moment, moment / 2));
      moment += 0.01;
      ledger.end(task, at(moment, moment / 2));
    }
    ledger.sample(at(moment, moment / 2), joules(sample), Fraction{0.7});
  }
  ASSERT_EQ(ledger.totals().size(), 1U);
  EXPECT_EQ(ledger.totals()[0].count, 10000U);
  EXPECT_NEAR(ledger.totals()[0].sum.charge.value.value(), 5050.0, 1e-6);
  EXPECT_NEAR(ledger.totals()[0].sum.duration.count(), 100.0, 1e-6);
}

TEST(TaskLedger, NestedTasksEachHaveAllOfTheirTime) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  const auto outer = ledger.begin("same", at(0, 0));
  const auto inner = ledger.begin("same", at(0.5, 0));
  ledger.end(inner, at(0.75, 0));
  ledger.end(outer, at(1, 0));
  ledger.sample(at(1, 0), joules(8), kByTime);
  EXPECT_DOUBLE_EQ(energy_of(ledger, inner), 2.0);
  EXPECT_DOUBLE_EQ(energy_of(ledger, outer), 8.0);
  EXPECT_EQ(ledger.totals()[0].count, 2U);
}

TEST(TaskLedger, ABoundaryAfterTheSampleWaitsForTheNext) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  const auto task = ledger.begin("a", at(0, 0));
  ledger.end(task, at(1.5, 0));
  ledger.sample(at(1, 0), joules(10), kByTime);
  EXPECT_EQ(ledger.known(task), TaskLedger::Known::unresolved);
  ledger.sample(at(2, 0), joules(10), kByTime);
  EXPECT_DOUBLE_EQ(energy_of(ledger, task), 15.0);
}

TEST(TaskLedger, ATaskEndsOnce) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  const auto task = ledger.begin("a", at(0, 0));
  EXPECT_EQ(ledger.known(task), TaskLedger::Known::open);
  EXPECT_TRUE(ledger.end(task, at(1, 0)));
  EXPECT_FALSE(ledger.end(task, at(1, 0)));
  EXPECT_FALSE(ledger.end(task + 1, at(1, 0)));
}

TEST(TaskLedger, AnEpochLastsFromCallToCallAndTheLastToTheEnd) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  ledger.next_epoch(at(0, 0));
  ledger.next_epoch(at(0.4, 0));
  ledger.next_epoch(at(1, 0));
  ledger.end_all(at(1.5, 0));
  ledger.sample(at(2, 0), joules(20), kByTime);
  ASSERT_EQ(ledger.epochs().size(), 3U);
  EXPECT_DOUBLE_EQ(ledger.epochs()[0].charge.value.value(), 4.0);
  EXPECT_DOUBLE_EQ(ledger.epochs()[1].charge.value.value(), 6.0);
  EXPECT_DOUBLE_EQ(ledger.epochs()[2].charge.value.value(), 5.0);
}

TEST(TaskLedger, WhatComesAfterAnEpochHasEndedIsOfNone) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  EXPECT_FALSE(ledger.end_epoch(at(0, 0)));
  ledger.next_epoch(at(0.5, 0));
  EXPECT_TRUE(ledger.end_epoch(at(1, 0)));
  EXPECT_FALSE(ledger.end_epoch(at(1.2, 0)));
  ledger.end_all(at(1.5, 0));
  ledger.sample(at(2, 0), joules(20), kByTime);
  ASSERT_EQ(ledger.epochs().size(), 1U);
  EXPECT_DOUBLE_EQ(ledger.epochs()[0].charge.value.value(), 5.0);
}

TEST(TaskLedger, AMarkHasWhatTheRunHadUsedByThen) {
  TaskLedger ledger;
  ledger.start(at(10, 3));
  ledger.mark("loaded", at(10.5, 3.5));
  ledger.sample(at(12, 5), joules(20), kByTime);
  ledger.mark("warm", at(12, 5));
  ASSERT_EQ(ledger.marks().size(), 1U);
  EXPECT_EQ(ledger.marks()[0].name, "loaded");
  EXPECT_DOUBLE_EQ(ledger.marks()[0].until.duration.count(), 0.5);
  EXPECT_DOUBLE_EQ(ledger.marks()[0].until.cpu.value(), 0.5);
  EXPECT_DOUBLE_EQ(ledger.marks()[0].until.charge.value.value(), 5.0);
  ledger.sample(at(13, 6), joules(1), kByTime);
  ASSERT_EQ(ledger.marks().size(), 2U);
  EXPECT_DOUBLE_EQ(ledger.marks()[1].until.charge.value.value(), 20.0);
}

TEST(TaskLedger, MoreMarksThanAreKeptAreCounted) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  for (std::size_t i = 0; i < TaskLedger::kMostMarks + 7; ++i) ledger.mark("m", at(0, 0));
  ledger.sample(at(1, 0), joules(1), kByTime);
  EXPECT_EQ(ledger.marks().size(), TaskLedger::kMostMarks);
  EXPECT_EQ(ledger.lost_marks(), 7U);
}

TEST(TaskLedger, FiguresOfOldTasksAreForgottenButNotTheirTotal) {
  TaskLedger ledger;
  ledger.start(at(0, 0));
  const auto first = ledger.begin("a", at(0, 0));
  ledger.end(first, at(0, 0));
  for (std::size_t i = 0; i < TaskLedger::kKept; ++i)
    ledger.end(ledger.begin("a", at(0, 0)), at(0, 0));
  ledger.sample(at(1, 0), joules(1), kByTime);
  EXPECT_EQ(ledger.known(first), TaskLedger::Known::unknown);
  EXPECT_EQ(ledger.known(first + 1), TaskLedger::Known::ended);
  EXPECT_EQ(ledger.totals()[0].count, TaskLedger::kKept + 1);
}

}  // namespace
}  // namespace wattprint::runs

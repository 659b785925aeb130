#pragma once

#include "base/result.hpp"
#include "estimate/methods/methods.hpp"

// Each published method on our description of a job, or of a request: what of it the method takes,
// and what it does where something is missing. check() has been asked before.
namespace wattprint::estimate::methods {

Result<MethodResult> boavizta_job(const Job& job);
Result<MethodResult> carbontracker_job(const Job& job);
Result<MethodResult> ccf_job(const Job& job);
Result<MethodResult> codecarbon_job(const Job& job);
Result<MethodResult> eco2ai_job(const Job& job);
Result<MethodResult> green_algorithms_job(const Job& job);
Result<MethodResult> green_algorithms_hpc_job(const Job& job);
Result<MethodResult> mlco2_job(const Job& job);
Result<LlmResult> ecologits_request(const LlmRequest& request);

}  // namespace wattprint::estimate::methods

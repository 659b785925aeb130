#include <fmt/format.h>

#include <algorithm>

#include "engine/doctor.hpp"

namespace wattprint::engine {
namespace {

struct Mark {
  const char* sign;
  const char* color;
};

Mark mark_of(sensors::State state) {
  switch (state) {
    case sensors::State::ok: return {"used", "32"};
    case sensors::State::denied: return {"denied", "33"};
    case sensors::State::broken: return {"broken", "31"};
    case sensors::State::duplicate: return {"twin", "2"};
    case sensors::State::absent: return {"absent", "2"};
  }
  return {"absent", "2"};
}

class Page {
 public:
  explicit Page(bool color) : color_(color) {}

  void heading(std::string_view text) {
    if (!text_.empty()) text_ += '\n';
    text_ += paint(text, "1") + "\n";
  }
  /// One row: what, how it is, and in which words; below it the way out.
  void row(std::string_view name, Mark mark, std::string_view detail, std::string_view fix) {
    text_ += fmt::format("  {}  {:<{}}  {}\n", paint(fmt::format("{:<6}", mark.sign), mark.color),
                         name, name_width_, detail);
    if (!fix.empty())
      text_ += fmt::format("  {:6}  {:{}}  {} {}\n", "", "", name_width_, paint("fix:", "33"), fix);
  }
  void line(std::string_view text) { text_ += fmt::format("  {}\n", text); }
  void set_name_width(std::size_t width) { name_width_ = width; }
  std::string take() { return std::move(text_); }

 private:
  std::string paint(std::string_view text, const char* color) const {
    return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", color, text) : std::string(text);
  }
  bool color_;
  std::size_t name_width_ = 0;
  std::string text_;
};

std::string hardware(const models::CpuIdentity& cpu) {
  std::string text = fmt::format("{}, {} hardware threads", cpu.short_name(), cpu.threads);
  if (const auto sockets = cpu.sockets(); sockets && *sockets > 1)
    text += fmt::format(", {} sockets", *sockets);
  return cpu.virtual_machine ? text + ", of a virtual machine" : text;
}

std::string limits(const models::Allotment& allotment) {
  std::string text = fmt::format("of these it may use {:.3g}", allotment.cpus);
  if (allotment.cpus >= allotment.threads_online) text = "it may use all of these";
  if (allotment.memory_limit)
    text += fmt::format(", and {:.3g} GiB of memory", gigabytes(*allotment.memory_limit).value());
  return text + " (" + allotment.evidence + ")";
}

std::string cloud_machine(const models::CloudIdentity& cloud) {
  std::string text = cloud.provider_name;
  if (!cloud.instance_type.empty()) text += ", " + cloud.instance_type;
  if (!cloud.region.empty()) text += " in " + cloud.region;
  const auto instance = cloud.instance();
  const auto share = instance ? instance->share_of_host() : std::nullopt;
  if (share)
    text += fmt::format(": {} of the {} hardware threads of its host, {:.3g} %", instance->vcpus,
                        *instance->host_threads, 100.0 * share->value());
  return text + " (" + cloud.evidence + ")";
}

void add_cloud(Page& page, const CloudHere& here) {
  if (!here.cloud && here.problem.empty()) return;
  page.heading("Cloud");
  if (here.cloud) page.line(cloud_machine(*here.cloud));
  if (!here.problem.empty()) page.line(here.problem);
  if (here.cloud && here.cloud->instance_type.empty() && here.problem.empty())
    page.line("wattprint --cloud-metadata doctor asks its metadata service for the type");
}

std::string memory_line(const models::InstalledMemory& memory) {
  std::string text = fmt::format("{:.3g} GiB of memory", gigabytes(memory.bytes).value());
  if (memory.modules) {
    text += fmt::format(" in {} {}", memory.modules->count,
                        memory.modules->count == 1 ? "module" : "modules");
    if (!memory.modules->type.empty()) text += " of " + memory.modules->type;
  }
  return text + " (by " + memory.source + ")";
}

std::string drives_line(const DoctorReport& report) {
  std::string text;
  for (const auto& drive : report.drives)
    text += fmt::format("{}{} {:.2g} TB", text.empty() ? "" : ", ", drive.name,
                        terabytes(drive.bytes).value());
  const auto& idle = *report.drives_idle;
  return text + fmt::format("; about {:.2g} W ({:.2g} to {:.2g}) without work, in no run's figures",
                            idle.value.value(), idle.low.value(), idle.high.value());
}

std::string verdict(const DoctorReport& report) {
  const bool modelled =
      std::find(report.used.begin(), report.used.end(), "model") != report.used.end();
  if (!modelled) return "CPU and memory are measured by sensors.";
  if (report.used.size() == 1)
    return "No sensor can be read: energy is estimated from CPU time by a model.";
  return "Sensors are read where there are any; the rest is estimated by a model.";
}

}  // namespace

std::string to_text(const DoctorReport& report, const reports::Style& style) {
  std::size_t width = 0;
  for (const auto& finding : report.sensors) width = std::max(width, finding.name.size());
  for (const auto& account : report.accounts) width = std::max(width, account.name.size());

  Page page(style.color);
  page.set_name_width(width);
  page.heading("Energy");
  page.line(verdict(report));
  for (const auto& finding : report.sensors)
    page.row(finding.name, mark_of(finding.state), finding.detail, finding.fix);

  page.heading("CPU");
  page.line(report.cpu ? hardware(*report.cpu) : report.cpu_problem);
  if (report.allotment.is_limited()) page.line(limits(report.allotment));
  add_cloud(page, report.cloud);
  page.heading("Memory and drives");
  page.line(report.memory ? memory_line(*report.memory) : report.memory_problem);
  if (report.drives_idle) page.line(drives_line(report));

  page.heading("Who used it");
  bool best = true;
  for (const auto& account : report.accounts) {
    const Mark mark = !account.works ? Mark{"no", "33"}
                      : best         ? Mark{"used", "32"}
                                     : Mark{"works", "2"};
    page.row(account.name, mark, account.detail, best ? account.fix : "");
    if (account.works) best = false;
  }

  page.heading("Grid");
  if (report.grid)
    page.line(fmt::format("{}  {:.0f} g/kWh  ({:.0f} to {:.0f})   {}: {}", report.grid->zone,
                          report.grid->intensity.value.value(), report.grid->intensity.low.value(),
                          report.grid->intensity.high.value(),
                          to_string(report.grid->intensity.basis), report.grid->intensity.source));
  else
    page.line(report.grid_problem);
  page.heading("Runs are kept in");
  page.line(report.store);
  return page.take();
}

}  // namespace wattprint::engine

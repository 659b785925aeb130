#include "models/cloud_identity.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::models {
namespace {

/// What the firmware says in one file of <sysfs>/class/dmi/id, by whom.
struct DmiMark {
  const char* file;
  std::string_view text;  ///< the whole of it
  std::string_view provider;
  std::string_view provider_name;
};

// As the providers set them, and as cloud-init and systemd-detect-virt look for them. The number is
// Azure's: its hosts also say "Microsoft Corporation", but so does any Hyper-V.
constexpr DmiMark kMarks[] = {
    {"sys_vendor", "Amazon EC2", "aws", "Amazon Web Services"},
    {"chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77", "azure", "Microsoft Azure"},
    {"product_name", "Google Compute Engine", "gcp", "Google Cloud"},
    {"sys_vendor", "Alibaba Cloud", "alibaba", "Alibaba Cloud"},
    {"chassis_asset_tag", "OracleCloud.com", "oracle", "Oracle Cloud"},
    {"sys_vendor", "DigitalOcean", "digitalocean", "DigitalOcean"},
    {"sys_vendor", "Hetzner", "hetzner", "Hetzner Cloud"},
    {"sys_vendor", "Scaleway", "scaleway", "Scaleway"},
    {"sys_vendor", "Vultr", "vultr", "Vultr"},
    {"sys_vendor", "Akamai", "akamai", "Akamai Cloud"},
    {"sys_vendor", "Linode", "akamai", "Akamai Cloud"},
    {"sys_vendor", "UpCloud", "upcloud", "UpCloud"},
    {"product_name", "Exoscale Compute Platform", "exoscale", "Exoscale"},
    {"sys_vendor", "Tencent Cloud", "tencent", "Tencent Cloud"},
    {"chassis_asset_tag", "HUAWEICLOUD", "huawei", "Huawei Cloud"},
    {"chassis_asset_tag", "OpenTelekomCloud", "otc", "Open Telekom Cloud"},
    {"sys_vendor", "OpenStack Foundation", "openstack", "an OpenStack cloud"},
    {"product_name", "OpenStack Nova", "openstack", "an OpenStack cloud"},
    {"product_name", "OpenStack Compute", "openstack", "an OpenStack cloud"},
};

// Firmware may say anything; a type is a short word.
constexpr std::size_t kLongestType = 64;

bool is_type(std::string_view text) {
  return !text.empty() && text.size() <= kLongestType && text.find('.') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

/// Machines of AWS from before Nitro run on Xen, which shows "ec2" at the start of the machine's
/// id.
std::optional<std::string> old_aws_mark(const Machine& machine) {
  for (const char* file : {"hypervisor/uuid", "class/dmi/id/product_uuid"})
    if (const auto id = read_line(machine.sysfs / file); id && starts_with(to_lower(*id), "ec2"))
      return std::string(file) + " begins with ec2";
  const auto bios = read_line(machine.sysfs / "class/dmi/id/bios_version");
  if (bios && bios->find("amazon") != std::string::npos) return "bios_version names amazon";
  return std::nullopt;
}

}  // namespace

std::optional<catalog::Instance> CloudIdentity::instance() const {
  if (instance_type.empty()) return std::nullopt;
  const auto match = catalog::find_instance(provider + '/' + instance_type);
  // Of a provider that the catalog has not, its name is taken for part of the type.
  if (!match || !match->instance || match->instance->provider != provider) return std::nullopt;
  return match->instance;
}

std::optional<CloudIdentity> identify_cloud(const Machine& machine) {
  const auto dmi = machine.sysfs / "class/dmi/id";
  for (const DmiMark& mark : kMarks) {
    const auto text = read_line(dmi / mark.file);
    if (!text || *text != mark.text) continue;
    CloudIdentity cloud{.provider = std::string(mark.provider),
                        .provider_name = std::string(mark.provider_name),
                        .instance_type = {},
                        .region = {},
                        .evidence = std::string("DMI ") + mark.file + " is " + *text};
    if (cloud.provider != "aws") return cloud;
    const auto product = read_line(dmi / "product_name");
    if (product && is_type(*product)) {
      cloud.instance_type = *product;
      cloud.evidence += ", product_name " + *product;
    }
    return cloud;
  }
  if (const auto mark = old_aws_mark(machine))
    return CloudIdentity{.provider = "aws",
                         .provider_name = "Amazon Web Services",
                         .instance_type = {},
                         .region = {},
                         .evidence = *mark};
  return std::nullopt;
}

}  // namespace wattprint::models

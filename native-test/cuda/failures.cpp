// Failures on demand, by standin_fail or by the environment: STANDIN_FAIL=call:nth:error,...
#include "driver.h"

#include "standin.h"

#include <cstdlib>
#include <sstream>

namespace standin {
namespace {
struct Plan {
    std::string call;
    int left;
    int error;
};

std::string without_version(const std::string &name)
{
    const size_t at = name.rfind("_v");
    return at != std::string::npos && at + 3 == name.size() ? name.substr(0, at) : name;
}

std::vector<Plan> from_environment()
{
    std::vector<Plan> plans;
    const char *text = getenv("STANDIN_FAIL");
    std::istringstream all(text ? text : "");
    for (std::string one; std::getline(all, one, ',');) {
        std::istringstream fields(one);
        std::string call, nth, error;
        std::getline(fields, call, ':');
        std::getline(fields, nth, ':');
        std::getline(fields, error, ':');
        plans.push_back({without_version(call), atoi(nth.c_str()), atoi(error.c_str())});
    }
    return plans;
}

std::vector<Plan> &plans()
{
    static std::vector<Plan> all = from_environment();
    return all;
}

bool starts(const std::string &text, const char *with) { return text.rfind(with, 0) == 0; }

bool is_of_kind(const std::string &name, const std::string &kind)
{
    if (kind == "allocation") {
        return starts(name, "cuMemAlloc") || starts(name, "cuMemHostAlloc");
    }
    if (kind == "launch") {
        return starts(name, "cuLaunch") || name == "cuGraphLaunch";
    }
    if (kind == "copy") {
        return starts(name, "cuMemcpy");
    }
    if (kind == "synchronise") {
        return name.find("Synchronize") != std::string::npos;
    }
    return kind == "any" || kind == without_version(name);
}
} // namespace

int planned_failure(const std::string &name)
{
    int error = 0;
    for (Plan &plan : plans()) {
        if (plan.left > 0 && is_of_kind(name, plan.call) && --plan.left == 0 && !error) {
            error = plan.error;
        }
    }
    return error;
}

void forget_failures() { plans().clear(); }

bool is_lasting(int error)
{
    static const std::set<int> ERRORS = {214, 226, ILLEGAL_ADDRESS,     LAUNCH_TIMEOUT,
                                         710, 714, ILLEGAL_INSTRUCTION, MISALIGNED_ADDRESS,
                                         717, 718, LAUNCH_FAILED,       999};
    return ERRORS.count(error) != 0;
}
} // namespace standin

extern "C" __attribute__((visibility("default"))) void standin_fail(const char *call, int nth, int error)
{
    const std::lock_guard<std::mutex> hold(standin::Driver::the().lock);
    standin::plans().push_back({standin::without_version(call ? call : "any"), nth, error});
}

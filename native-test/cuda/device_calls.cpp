// cuInit, devices, errors.
#include "driver.h"

#include <algorithm>

using namespace standin;

namespace {
const char NAME[] = "Lathe stand-in (PTX interpreter, no GPU)";

struct ErrorText {
    int error;
    const char *name;
    const char *text;
};

const ErrorText ERRORS[] = {
#include "errors.inc"
};

const ErrorText *text_of(int error)
{
    const auto found =
        std::find_if(std::begin(ERRORS), std::end(ERRORS), [=](auto &each) { return each.error == error; });
    return found == std::end(ERRORS) ? nullptr : found;
}

bool has_device() { return environment("STANDIN_NO_DEVICE", 0) == 0; }

void need_device(int device)
{
    if (device != 0 || !has_device()) {
        refuse(INVALID_DEVICE, "device " + std::to_string(device) + ", there is only 0");
    }
}

// By the numbers of CUdevice_attribute: a small device of compute capability 7.5. What is not here is 0.
const std::map<int, int> &attributes()
{
    static const std::map<int, int> ALL = {
        {1, 1024},                 // threads of a block
        {2, 1024},                 // along x
        {3, 1024},                 // y
        {4, 64},                   // z
        {5, 0x7fffffff},           // blocks along x
        {6, 65535},                // y
        {7, 65535},                // z
        {8, 48 << 10},             // shared memory of a block
        {9, 64 << 10},             // constant memory
        {10, 32},                  // threads of a warp
        {11, 0x7fffffff},          // pitch
        {12, 65536},               // registers of a block
        {13, 1000000},             // clock, kHz
        {14, 512},                 // alignment of textures
        {16, 2},                   // multiprocessors
        {31, 1},                   // concurrent kernels
        {36, 1000000},             // memory clock, kHz
        {37, 64},                  // bus, bits
        {38, 1 << 20},             // L2 cache
        {39, 1024},                // threads of a multiprocessor
        {40, 1},                   // copy engines
        {41, 1},                   // unified addresses
        {75, 0},                   // capability, see below
        {76, 0},          {78, 1}, // stream priorities
        {79, 1},                   // global memory in L1
        {80, 1},                   // local memory in L1
        {81, 64 << 10},            // shared memory of a multiprocessor
        {82, 65536},               // registers of a multiprocessor
        {87, 32},                  // float to double performance
        {97, 64 << 10},            // shared memory of a block that asks for it
        {106, 16},                 // blocks of a multiprocessor
    };
    return ALL;
}
} // namespace

DRIVER_CALL cuInit(unsigned flags)
{
    return call("cuInit", Needs::NOTHING, [=] {
        if (flags != 0) {
            refuse(INVALID_VALUE, "flags of cuInit have to be 0");
        }
        if (environment("STANDIN_NO_DEVICE", 0) == 1) {
            refuse(NO_DEVICE, "STANDIN_NO_DEVICE says so");
        }
        Driver::the().initialised = true;
    });
}

DRIVER_CALL cuDriverGetVersion(int *version)
{
    return call("cuDriverGetVersion", Needs::NOTHING, [=] { give(version, int(driver_version())); });
}

DRIVER_CALL cuDeviceGetCount(int *count)
{
    return call("cuDeviceGetCount", Needs::DRIVER, [=] { give(count, has_device() ? 1 : 0); });
}

DRIVER_CALL cuDeviceGet(int *device, int ordinal)
{
    return call("cuDeviceGet", Needs::DRIVER, [=] {
        need_device(ordinal);
        give(device, ordinal);
    });
}

DRIVER_CALL cuDeviceGetName(char *name, int length, int device)
{
    return call("cuDeviceGetName", Needs::DRIVER, [=] {
        need_device(device);
        need(name);
        snprintf(name, length, "%s", NAME);
    });
}

DRIVER_CALL cuDeviceTotalMem_v2(size_t *bytes, int device)
{
    return call("cuDeviceTotalMem_v2", Needs::DRIVER, [=] {
        need_device(device);
        give(bytes, size_t(Driver::the().memory.total()));
    });
}

DRIVER_CALL cuDeviceGetAttribute(int *value, int attribute, int device)
{
    return call("cuDeviceGetAttribute", Needs::DRIVER, [=] {
        need_device(device);
        if (attribute < 1 || attribute > 150) {
            refuse(INVALID_VALUE, "attribute " + std::to_string(attribute) + " is not known");
        }
        const auto found = attributes().find(attribute);
        const int capable = capability();
        give(value, attribute == 75               ? capable / 10
                    : attribute == 76             ? capable % 10
                    : found == attributes().end() ? 0
                                                  : found->second);
    });
}

DRIVER_CALL cuDeviceComputeCapability(int *major, int *minor, int device)
{
    return call("cuDeviceComputeCapability", Needs::DRIVER, [=] {
        need_device(device);
        give(major, int(capability() / 10));
        give(minor, int(capability() % 10));
    });
}

DRIVER_CALL cuDeviceGetUuid(void *uuid, int device)
{
    return call("cuDeviceGetUuid", Needs::DRIVER, [=] {
        need_device(device);
        need(uuid);
        std::memcpy(uuid, "lathe's stand-in", 16);
    });
}

DRIVER_CALL cuDeviceGetPCIBusId(char *id, int length, int device)
{
    return call("cuDeviceGetPCIBusId", Needs::DRIVER, [=] {
        need_device(device);
        need(id);
        snprintf(id, length, "0000:00:00.0");
    });
}

DRIVER_CALL cuGetErrorName(int error, const char **name)
{
    return call("cuGetErrorName", Needs::NOTHING, [=] {
        const ErrorText *found = text_of(error);
        give(name, found ? found->name : static_cast<const char *>(nullptr));
        if (!found) {
            refuse(INVALID_VALUE, "no error has the number " + std::to_string(error));
        }
    });
}

DRIVER_CALL cuGetErrorString(int error, const char **text)
{
    return call("cuGetErrorString", Needs::NOTHING, [=] {
        const ErrorText *found = text_of(error);
        give(text, found ? found->text : static_cast<const char *>(nullptr));
        if (!found) {
            refuse(INVALID_VALUE, "no error has the number " + std::to_string(error));
        }
    });
}

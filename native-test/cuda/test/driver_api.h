// The functions of the driver that the tests call, and what they need around them.
#pragma once

#include "../standin.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using Handle = void *;
using Device = uint64_t;

extern "C" {
int cuInit(unsigned);
int cuDriverGetVersion(int *);
int cuDeviceGetCount(int *);
int cuDeviceGetName(char *, int, int);
int cuDeviceGetAttribute(int *, int, int);
int cuGetErrorName(int, const char **);
int cuCtxCreate_v2(Handle *, unsigned, int);
int cuCtxDestroy_v2(Handle);
int cuCtxSetCurrent(Handle);
int cuCtxGetCurrent(Handle *);
int cuCtxPushCurrent_v2(Handle);
int cuCtxPopCurrent_v2(Handle *);
int cuCtxSynchronize();
int cuDevicePrimaryCtxRetain(Handle *, int);
int cuDevicePrimaryCtxRelease_v2(int);
int cuModuleLoadData(Handle *, const void *);
int cuModuleLoadDataEx(Handle *, const void *, unsigned, int *, void **);
int cuModuleUnload(Handle);
int cuModuleGetFunction(Handle *, Handle, const char *);
int cuModuleGetGlobal_v2(Device *, size_t *, Handle, const char *);
int cuFuncGetAttribute(int *, int, Handle);
int cuMemAlloc_v2(Device *, size_t);
int cuMemFree_v2(Device);
int cuMemGetInfo_v2(size_t *, size_t *);
int cuMemHostAlloc(void **, size_t, unsigned);
int cuMemFreeHost(void *);
int cuMemcpyHtoD_v2(Device, const void *, size_t);
int cuMemcpyDtoH_v2(void *, Device, size_t);
int cuMemcpyHtoDAsync_v2(Device, const void *, size_t, Handle);
int cuMemcpyDtoHAsync_v2(void *, Device, size_t, Handle);
int cuMemcpyDtoD_v2(Device, Device, size_t);
int cuMemsetD8_v2(Device, unsigned char, size_t);
int cuMemsetD32Async(Device, unsigned, size_t, Handle);
int cuStreamCreate(Handle *, unsigned);
int cuStreamDestroy_v2(Handle);
int cuStreamSynchronize(Handle);
int cuStreamQuery(Handle);
int cuStreamWaitEvent(Handle, Handle, unsigned);
int cuEventCreate(Handle *, unsigned);
int cuEventDestroy_v2(Handle);
int cuEventRecord(Handle, Handle);
int cuEventSynchronize(Handle);
int cuEventQuery(Handle);
int cuEventElapsedTime(float *, Handle, Handle);
int cuGraphCreate(Handle *, unsigned);
int cuStreamBeginCapture_v2(Handle, int);
int cuStreamEndCapture(Handle, Handle *);
int cuGraphInstantiateWithFlags(Handle *, Handle, unsigned long long);
int cuGraphLaunch(Handle, Handle);
int cuGraphDestroy(Handle);
int cuGraphExecDestroy(Handle);
int cuLaunchKernel(Handle, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, Handle, void **,
                   void **);
}

// Ends the program if a call that has to work does not.
inline void done(int error, const char *call)
{
    if (error) {
        fprintf(stderr, "%s: error %d, %s\n", call, error, standin_last_refusal());
        exit(2);
    }
}
#define DONE(call) done(call, #call)

inline std::string file(const std::string &name)
{
    std::ifstream in(name);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) {
        fprintf(stderr, "there is no file %s\n", name.c_str());
        exit(2);
    }
    return text.str();
}

inline Handle module_of(const std::string &name)
{
    Handle module;
    done(cuModuleLoadData(&module, file(name).c_str()), name.c_str());
    return module;
}

inline Handle kernel_of(Handle module, const char *name)
{
    Handle kernel;
    done(cuModuleGetFunction(&kernel, module, name), name);
    return kernel;
}

template <class T> Device upload(const std::vector<T> &values)
{
    Device at;
    DONE(cuMemAlloc_v2(&at, values.size() * sizeof(T)));
    DONE(cuMemcpyHtoD_v2(at, values.data(), values.size() * sizeof(T)));
    return at;
}

template <class T> std::vector<T> download(Device at, size_t count)
{
    std::vector<T> values(count);
    DONE(cuMemcpyDtoH_v2(values.data(), at, count * sizeof(T)));
    return values;
}

struct Shape {
    unsigned blocks;
    unsigned threads;
    unsigned shared = 0;
};

// Parameters are taken by value, as the kernel declares them.
template <class... P> int launch(Handle kernel, Shape shape, Handle stream, P... parameters)
{
    void *pointers[] = {&parameters..., nullptr};
    return cuLaunchKernel(kernel, shape.blocks, 1, 1, shape.threads, 1, 1, shape.shared, stream, pointers, nullptr);
}

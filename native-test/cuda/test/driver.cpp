// The driver's rules: when work is done, what an error does, who has a context, what can be made to fail.
#include "check.h"
#include "driver_api.h"

#include <thread>

namespace {
Checks check;
std::string text;

bool refusal_says(const char *what)
{
    const bool says = std::string(standin_last_refusal()).find(what) != std::string::npos;
    if (!says) {
        printf("said: %s\n", standin_last_refusal());
    }
    return says;
}

// A context of its own for each test.
struct Scene {
    Handle context = nullptr;
    Handle module = nullptr;

    Scene()
    {
        standin_reset();
        DONE(cuCtxCreate_v2(&context, 0, 0));
        DONE(cuModuleLoadData(&module, text.c_str()));
    }
    ~Scene()
    {
        DONE(cuCtxDestroy_v2(context));
        check(standin_count("contexts") == 0 && standin_count("allocations") == 0 && standin_count("bytes") == 0,
              "all is freed");
    }
    Handle kernel(const char *name) const { return kernel_of(module, name); }
};

struct Pinned {
    float *values;

    explicit Pinned(size_t count, float value)
    {
        void *at;
        DONE(cuMemHostAlloc(&at, count * sizeof(float), 0));
        values = static_cast<float *>(at);
        std::fill_n(values, count, value);
    }
};

void asynchronous()
{
    const Scene scene;
    const unsigned n = 100, bytes = n * sizeof(float);
    const Pinned in(n, 1), out(n, -1);
    Handle stream, other, event;
    DONE(cuStreamCreate(&stream, 1));
    DONE(cuStreamCreate(&other, 1));
    DONE(cuEventCreate(&event, 0));
    Device y;
    DONE(cuMemAlloc_v2(&y, bytes));
    DONE(cuMemcpyHtoDAsync_v2(y, in.values, bytes, stream));
    DONE(launch(scene.kernel("add"), {4, 32}, stream, y, 2.0f, int(n)));
    DONE(cuEventRecord(event, stream));
    DONE(cuStreamWaitEvent(other, event, 0));
    DONE(cuMemcpyDtoHAsync_v2(out.values, y, bytes, other));
    check(standin_count("pending") == 5 && standin_count("launches") == 0, "nothing runs before somebody waits");
    check(out.values[0] == -1, "an early look sees the old contents");
    in.values[5] = 10; // read when the copy runs, not when it is asked for
    DONE(cuStreamSynchronize(other));
    check(out.values[0] == 3 && out.values[5] == 12 && out.values[n - 1] == 3, "an event orders two streams");
    DONE(cuMemsetD32Async(y, 0, n, stream));
    DONE(cuMemcpyDtoHAsync_v2(out.values, y, bytes, other));
    DONE(cuStreamSynchronize(other));
    check(out.values[0] == 3, "without an event, the other stream is not waited for");
    check(standin_count("pageable") == 0, "all copies were of pinned memory");
    std::vector<float> pageable(n, 7);
    DONE(cuMemcpyHtoDAsync_v2(y, pageable.data(), bytes, stream));
    check(standin_count("pageable") == 1, "a copy of pageable memory is counted");
    DONE(cuMemFreeHost(in.values));
}

void default_stream()
{
    const Scene scene;
    const unsigned n = 64;
    Handle blocking, free;
    DONE(cuStreamCreate(&blocking, 0));
    DONE(cuStreamCreate(&free, 1));
    const Device a = upload(std::vector<float>(n, 1)), b = upload(std::vector<float>(n, 1));
    DONE(launch(scene.kernel("add"), {1, 64}, blocking, a, 1.0f, int(n)));
    DONE(launch(scene.kernel("add"), {1, 64}, free, b, 1.0f, int(n)));
    check(download<float>(a, n)[0] == 2, "a synchronous copy waits for blocking streams");
    check(download<float>(b, n)[0] == 1, "and not for others");
    DONE(cuCtxSynchronize());
    check(download<float>(b, n)[0] == 2, "the context waits for all");
}

void events()
{
    const Scene scene;
    const Device y = upload(std::vector<float>(64, 1));
    Handle from, to;
    float milliseconds = -1;
    DONE(cuEventCreate(&from, 0));
    DONE(cuEventCreate(&to, 0));
    check(cuEventElapsedTime(&milliseconds, from, to) == 400, "no time between events that were not recorded");
    DONE(cuEventRecord(from, nullptr));
    DONE(launch(scene.kernel("add"), {1, 64}, nullptr, y, 1.0f, 64));
    DONE(cuEventRecord(to, nullptr));
    check(cuEventElapsedTime(&milliseconds, from, to) == 600, "nor between events that were not reached");
    check(cuEventQuery(to) == 600, "a query does not wait");
    int turns = 0;
    while (cuEventQuery(to) == 600 && turns < 100) {
        turns++;
    }
    check(turns > 0 && turns < 100, "asking again and again gets there");
    DONE(cuEventSynchronize(to));
    check(cuEventElapsedTime(&milliseconds, from, to) == 0 && milliseconds >= 0, "then there is a time");
    DONE(cuEventDestroy_v2(from));
    check(cuEventRecord(from, nullptr) == 400, "a destroyed event is none");
}

void graphs()
{
    const Scene scene;
    Handle stream, graph, executable;
    DONE(cuStreamCreate(&stream, 1));
    const Device y = upload(std::vector<float>(64, 1));
    check(cuStreamEndCapture(stream, &graph) == 401, "nothing was recorded");
    check(cuStreamBeginCapture_v2(nullptr, 2) == 900, "the default stream does not record");
    DONE(cuStreamBeginCapture_v2(stream, 2));
    DONE(launch(scene.kernel("add"), {1, 64}, stream, y, 1.0f, 64));
    DONE(launch(scene.kernel("add"), {1, 64}, stream, y, 2.0f, 64));
    check(cuStreamSynchronize(stream) == 900, "nobody waits for a stream that records");
    DONE(cuStreamEndCapture(stream, &graph));
    DONE(cuStreamSynchronize(stream));
    check(download<float>(y, 64)[0] == 1, "what is recorded does not run");
    DONE(cuGraphInstantiateWithFlags(&executable, graph, 0));
    DONE(cuGraphDestroy(graph));
    check(standin_count("graphs") == 1, "the executable is left");
    DONE(cuGraphLaunch(executable, stream));
    DONE(cuGraphLaunch(executable, stream));
    DONE(cuStreamSynchronize(stream));
    check(download<float>(y, 64)[0] == 7, "each launch of a graph runs all of it");
    DONE(cuGraphExecDestroy(executable));
    check(cuGraphLaunch(executable, stream) == 400 && standin_count("graphs") == 0, "nothing is left");
}

void lasting_errors()
{
    const Scene scene;
    const Device y = upload(std::vector<float>(8, 1));
    check(launch(scene.kernel("stray"), {1, 1}, nullptr, y, 8L) == 0, "a launch does not know what its kernel will do");
    check(cuCtxSynchronize() == 700, "who waits learns it");
    check(refusal_says("line ") && refusal_says("st.global") && refusal_says("kernel stray") &&
              refusal_says("thread (0,0,0) of block (0,0,0)") && refusal_says("byte 32 of an allocation of 32 bytes"),
          "the sentence says where");
    float value;
    Device more;
    check(cuMemcpyDtoH_v2(&value, y, 4) == 700 && cuMemAlloc_v2(&more, 4) == 700 && cuCtxSynchronize() == 700,
          "and all later calls");
}

void contexts()
{
    standin_reset();
    Device y;
    Handle primary, again, found;
    check(cuMemAlloc_v2(&y, 4) == 201 && refusal_says("no current context"), "no context in this thread");
    DONE(cuDevicePrimaryCtxRetain(&primary, 0));
    DONE(cuDevicePrimaryCtxRetain(&again, 0));
    check(primary == again, "there is one primary context");
    check(cuMemAlloc_v2(&y, 4) == 201, "to retain it does not make it current");
    DONE(cuCtxSetCurrent(primary));
    DONE(cuMemAlloc_v2(&y, 4));
    int in_thread = 0;
    std::thread([&] { in_thread = cuMemFree_v2(y); }).join();
    check(in_thread == 201, "another thread has none");
    DONE(cuCtxPushCurrent_v2(primary));
    DONE(cuCtxPopCurrent_v2(&found));
    check(found == primary, "push and pop");
    DONE(cuDevicePrimaryCtxRelease_v2(0));
    DONE(cuMemFree_v2(y));
    DONE(cuDevicePrimaryCtxRelease_v2(0));
    check(cuMemAlloc_v2(&y, 4) == 709 && standin_count("contexts") == 0, "the last release ends it");
    check(cuDevicePrimaryCtxRelease_v2(0) == 201, "one release too many");
    DONE(cuCtxSetCurrent(nullptr));
}

void memory()
{
    const Scene scene;
    Device y;
    size_t free, total;
    DONE(cuMemGetInfo_v2(&free, &total));
    check(cuMemAlloc_v2(&y, total + 1) == 2 && cuMemAlloc_v2(&y, 0) == 1, "too much, and nothing");
    DONE(cuMemAlloc_v2(&y, 10));
    size_t left;
    DONE(cuMemGetInfo_v2(&left, &total));
    check(left + 10 == free && y % 256 == 0, "memory is counted, and aligned");
    std::vector<uint8_t> bytes(10);
    DONE(cuMemcpyDtoH_v2(bytes.data(), y, 10));
    check(bytes[0] == 0xff && bytes[9] == 0xff, "fresh memory is undefined");
    check(cuMemcpyDtoH_v2(bytes.data(), y + 1, 10) == 1 && refusal_says("byte 1 of an allocation of 10 bytes"),
          "a copy beyond its end");
    DONE(cuMemFree_v2(y));
    check(cuMemFree_v2(y) == 1 && refusal_says("was freed"), "freed twice");
    check(cuMemcpyHtoD_v2(y, bytes.data(), 1) == 1, "a copy into what was freed");
    Device next;
    DONE(cuMemAlloc_v2(&next, 10));
    check(next != y, "no address is given out twice");
}

void launches()
{
    const Scene scene;
    const Device y = upload(std::vector<float>(64, 1));
    const Handle add = scene.kernel("add"), bounded = scene.kernel("bounded");
    check(launch(add, {1, 1025}, nullptr, y, 1.0f, 8) == 1 && launch(add, {0, 32}, nullptr, y, 1.0f, 8) == 1,
          "blocks too large, no blocks");
    check(launch(bounded, {1, 96}, nullptr, y) == 1 && refusal_says("at most 64 threads"),
          "more threads than the kernel's bound");
    check(launch(bounded, {1, 64, 48 << 10}, nullptr, y) == 1 && refusal_says("shared"),
          "more shared memory than there is");
    int value = 0;
    DONE(cuFuncGetAttribute(&value, 0, bounded));
    check(value == 64, "threads of a block");
    DONE(cuFuncGetAttribute(&value, 1, bounded));
    check(value == 256, "shared memory");
    float a = 2;
    int n = 64;
    void *parameters[] = {const_cast<Device *>(&y), &a, &n};
    DONE(cuLaunchKernel(add, 1, 1, 1, 64, 1, 1, 0, nullptr, parameters, nullptr));
    a = 100; // the launch has taken its parameters
    check(download<float>(y, 64)[63] == 3, "parameters are those of the call");
}

void modules()
{
    const Scene scene;
    Handle module, kernel;
    char log[200] = "";
    int options[] = {5, 6};
    void *values[] = {log, reinterpret_cast<void *>(sizeof log)};
    std::string wrong = text;
    wrong.replace(wrong.find("add.f32"), 7, "sum.f32");
    check(cuModuleLoadDataEx(&module, wrong.c_str(), 2, options, values) == 218, "an instruction that there is not");
    check(std::strstr(log, "`sum.f32` is not known") && std::strstr(log, "kernel add, line "),
          std::string("the log says where: ") + log);
    check(cuModuleLoadData(&module, "\177ELF") == 200, "no PTX");
    wrong = text;
    wrong.replace(wrong.find(".version"), 12, ".version 9.9");
    check(cuModuleLoadData(&module, wrong.c_str()) == 222, "PTX of tomorrow");
    wrong = text;
    wrong.replace(wrong.find("sm_75"), 5, "sm_90");
    check(cuModuleLoadData(&module, wrong.c_str()) == 218, "PTX of another device");
    check(cuModuleGetFunction(&kernel, scene.module, "nothing") == 500 && refusal_says("`nothing`"),
          "a kernel that there is not");
    check(cuGraphCreate(&kernel, 0) == 801 && refusal_says("cuGraphCreate"), "what nobody wrote says so");
    kernel = scene.kernel("add");
    DONE(cuModuleUnload(scene.module));
    check(cuLaunchKernel(kernel, 1, 1, 1, 1, 1, 1, 0, nullptr, nullptr, nullptr) == 400,
          "a kernel of a module that is gone");
}

void failures()
{
    {
        const Scene scene;
        const Device y = upload(std::vector<float>(64, 1));
        Device more;
        standin_fail("cuMemAlloc", 2, 2);
        DONE(cuMemAlloc_v2(&more, 4));
        check(cuMemAlloc_v2(&more, 4) == 2 && cuMemAlloc_v2(&more, 4) == 0, "the second allocation fails");
        standin_fail("launch", 1, 701);
        check(launch(scene.kernel("add"), {1, 64}, nullptr, y, 1.0f, 64) == 701, "a launch fails");
        check(download<float>(y, 64)[0] == 1, "and does nothing");
    }
    {
        const Scene scene;
        standin_fail("synchronise", 1, 719);
        check(cuCtxSynchronize() == 719 && cuCtxSynchronize() == 719, "a lost device stays lost");
    }
}
} // namespace

int main(int, char **arguments)
{
    text = file(arguments[1]);
    int count = 0, version = 0;
    check(cuDeviceGetCount(&count) == 3, "nothing before cuInit");
    if (getenv("STANDIN_NO_DEVICE")) { // the same program, told so
        check(cuInit(0) == 100, "no device");
        return check.finish("driver without device");
    }
    DONE(cuInit(0));
    DONE(cuDeviceGetCount(&count));
    DONE(cuDriverGetVersion(&version));
    if (getenv("STANDIN_DRIVER_VERSION")) {
        Handle context, module;
        DONE(cuCtxCreate_v2(&context, 0, 0));
        check(version == 12040 && cuModuleLoadData(&module, text.c_str()) == 222 && refusal_says("newer than 8.4"),
              "an old driver");
        return check.finish("old driver");
    }
    char name[100];
    DONE(cuDeviceGetName(name, sizeof name, 0));
    check(count == 1 && version == 13000 && std::strstr(name, "no GPU"), "one device, which says what it is");
    asynchronous();
    default_stream();
    events();
    graphs();
    lasting_errors();
    contexts();
    memory();
    launches();
    modules();
    failures();
    return check.finish("driver");
}

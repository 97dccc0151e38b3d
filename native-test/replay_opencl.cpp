// Runs scripts on the first OpenCL device there is, through the plain API: on Oclgrind, which watches every access.
#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>

#include "script.h"

#include <memory>
#include <sstream>
#include <stdexcept>

namespace {
void check(cl_int status, const char *doing)
{
    if (status != CL_SUCCESS) {
        throw std::runtime_error(std::string(doing) + " fails with status " + std::to_string(status));
    }
}

std::string text(const std::string &file)
{
    std::ifstream in(file);
    if (!in) {
        throw std::runtime_error(file + " cannot be read");
    }
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

class OpenCl : public Machine {
public:
    explicit OpenCl(const std::string &folder) : folder(folder), prelude(text("kernels/common/opencl.h"))
    {
        cl_platform_id platform;
        check(clGetPlatformIDs(1, &platform, nullptr), "looking for a platform");
        check(clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 1, &device, nullptr), "looking for a device");
        cl_int status;
        context = clCreateContext(nullptr, 1, &device, nullptr, nullptr, &status);
        check(status, "making a context");
        queue = clCreateCommandQueue(context, device, 0, &status);
        check(status, "making a queue");
    }

    ~OpenCl() override
    {
        for (cl_mem memory : memories) {
            clReleaseMemObject(memory);
        }
        for (auto &[number, kernel] : kernels) {
            clReleaseKernel(kernel);
        }
        clReleaseCommandQueue(queue);
        clReleaseContext(context);
    }

    void program(int number, const Program &program) override
    {
        programs[number] = program;
    }

    bool can_fork() const override
    {
        return false;
    }

    // Memory of earlier cases is kept: Oclgrind 21.10 takes what is written to an address that was freed before for
    // uninitialised.
    void start_case() override
    {
        buffers.clear();
    }

    void buffer(int number, size_t bytes) override
    {
        cl_int status;
        cl_mem memory = clCreateBuffer(context, CL_MEM_READ_WRITE, bytes, nullptr, &status);
        check(status, "allocating a buffer");
        memories.push_back(memory);
        buffers[number] = memory;
    }

    void upload(int number, const std::vector<char> &from) override
    {
        check(clEnqueueWriteBuffer(queue, buffers.at(number), CL_TRUE, 0, from.size(), from.data(), 0, nullptr, nullptr),
              "writing a buffer");
    }

    void launch(const Launch &launch) override
    {
        cl_kernel kernel = kernel_of(launch.program);
        for (size_t i = 0; i < launch.operands.size(); i++) {
            const Operand &operand = launch.operands[i];
            const bool is_buffer = operand.buffer >= 0;
            const void *value = is_buffer ? (const void *)&buffers.at(operand.buffer) : operand.words.data();
            const size_t size = is_buffer ? sizeof(cl_mem) : operand.words.size() * sizeof(int32_t);
            check(clSetKernelArg(kernel, i, size, value), "setting an argument");
        }
        check(clEnqueueNDRangeKernel(queue, kernel, 3, nullptr, launch.items, launch.group, 0, nullptr, nullptr),
              "starting a kernel");
        check(clFinish(queue), "finishing a kernel");
    }

    void download(int number, std::vector<char> &to) override
    {
        check(clEnqueueReadBuffer(queue, buffers.at(number), CL_TRUE, 0, to.size(), to.data(), 0, nullptr, nullptr),
              "reading a buffer");
    }

private:
    cl_kernel kernel_of(int number)
    {
        if (kernels.count(number) == 0) {
            kernels[number] = build(programs.at(number));
        }
        return kernels[number];
    }

    cl_kernel build(const Program &source)
    {
        const std::string body = text(folder + "/text/" + source.entry + ".cl");
        const char *parts[] = {prelude.c_str(), body.c_str()};
        cl_int status;
        cl_program program = clCreateProgramWithSource(context, 2, parts, nullptr, &status);
        check(status, "reading a kernel");
        // optimised, there are instructions that Oclgrind 21.10 does not know
        const std::string options = "-cl-std=CL1.2 -cl-opt-disable" + source.options;
        if (clBuildProgram(program, 1, &device, options.c_str(), nullptr, nullptr) != CL_SUCCESS) {
            char log[4000] = "";
            clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, sizeof log - 1, log, nullptr);
            throw std::runtime_error(source.entry + source.options + " does not build: " + log);
        }
        cl_kernel kernel = clCreateKernel(program, source.entry.c_str(), &status);
        check(status, "looking up a kernel");
        clReleaseProgram(program);
        return kernel;
    }

    std::string folder;
    std::string prelude;
    cl_device_id device;
    cl_context context;
    cl_command_queue queue;
    std::map<int, Program> programs;
    std::map<int, cl_kernel> kernels;
    std::map<int, cl_mem> buffers;
    std::vector<cl_mem> memories;
};
} // namespace

int main(int count, char **words)
{
    return replay_main(count, words, [](const std::string &folder) { return new OpenCl(folder); });
}

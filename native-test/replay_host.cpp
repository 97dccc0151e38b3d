// Runs scripts on kernels that were compiled for the host. Each buffer is an allocation of its own, of its exact size, so
// that AddressSanitizer sees every byte too far.
#include "items.h"
#include "script.h"

#include <stdio.h>
#include <stdlib.h>

#include <memory>
#include <stdexcept>

namespace {
// Kernels say who they are before main starts, in an order that nobody knows.
std::map<int, Kernel> &kernels()
{
    static std::map<int, Kernel> all;
    return all;
}

struct Free {
    void operator()(char *p) const
    {
        free(p);
    }
};

struct Buffer {
    std::unique_ptr<char, Free> memory;
    size_t bytes;
};

class Host : public Machine {
public:
    void program(int number, const Program &program) override
    {
        if (kernels().count(number) == 0) {
            throw std::runtime_error("no function for program " + std::to_string(number) + ", " + program.entry);
        }
    }

    bool can_fork() const override
    {
        return true;
    }

    void start_case() override
    {
        buffers.clear();
    }

    // Undefined memory: floats are NaN, integers -1.
    void buffer(int number, size_t bytes) override
    {
        char *memory = (char *)malloc(bytes);
        memset(memory, -1, bytes);
        buffers[number] = {std::unique_ptr<char, Free>(memory), bytes};
    }

    void upload(int number, const std::vector<char> &from) override
    {
        check(number, from.size());
        memcpy(buffers[number].memory.get(), from.data(), from.size());
    }

    void launch(const Launch &launch) override
    {
        Arguments arguments;
        for (const Operand &operand : launch.operands) {
            void *memory = operand.buffer < 0 ? nullptr : buffers.at(operand.buffer).memory.get();
            arguments.push_back({memory, operand.words});
        }
        Grid grid;
        memcpy(grid.items, launch.items, sizeof grid.items);
        memcpy(grid.group, launch.group, sizeof grid.group);
        const Kernel &kernel = kernels().at(launch.program);
        run_items(grid, kernel.has_barriers, [&] { kernel.run(arguments); });
    }

    void download(int number, std::vector<char> &to) override
    {
        check(number, to.size());
        memcpy(to.data(), buffers[number].memory.get(), to.size());
    }

private:
    void check(int number, size_t bytes)
    {
        if (buffers.at(number).bytes < bytes) {
            throw std::runtime_error("buffer " + std::to_string(number) + " is too small");
        }
    }

    std::map<int, Buffer> buffers;
};
} // namespace

void add_kernel(int program, Kernel kernel)
{
    kernels()[program] = std::move(kernel);
}

void fail(const std::string &message)
{
    fprintf(stderr, "%s\n", message.c_str());
    exit(1);
}

int main(int count, char **words)
{
    return replay_main(count, words, [](const std::string &) { return new Host; });
}

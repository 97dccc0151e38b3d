// Scripts, whose form README.md says, and the machines that run them.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

// An argument of a launch: a buffer's number, or 32-bit words passed by value.
struct Operand {
    int buffer; // -1: none
    std::vector<int32_t> words;
};

struct Launch {
    int program;
    size_t items[3];
    size_t group[3];
    std::vector<Operand> operands;
};

struct Program {
    std::string entry;
    std::string options;
};

// Whatever can do what a script says. Throws std::runtime_error when it cannot.
class Machine {
public:
    virtual ~Machine() = default;
    virtual void program(int number, const Program &program) = 0;
    // Whether a case can run in a child process, so that it takes no other case with it when it dies.
    virtual bool can_fork() const = 0;
    virtual void start_case() = 0;
    virtual void buffer(int number, size_t bytes) = 0;
    virtual void upload(int number, const std::vector<char> &from) = 0;
    virtual void launch(const Launch &launch) = 0;
    virtual void download(int number, std::vector<char> &to) = 0;
};

struct Slice {
    size_t first; // number of the first case that runs
    size_t step;
};

// Runs the cases of `folder`, or the one named `only`; returns how many ran, and adds the names of those that failed.
size_t replay(const std::string &folder, Slice slice, const std::string &only, Machine &machine,
              std::vector<std::string> &failed);

// For main: `PROGRAM FOLDER [FIRST/STEP | CASE]`; returns the exit status.
int replay_main(int count, char **words, const std::function<Machine *(const std::string &folder)> &machine);

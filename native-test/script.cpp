#include "script.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace {
struct Case {
    std::string name;
    std::vector<std::string> lines;
};

struct Scripts {
    std::map<int, Program> programs;
    std::vector<Case> cases;
    std::ifstream data;
};

std::vector<char> bytes_at(Scripts &scripts, size_t offset, size_t count)
{
    std::vector<char> bytes(count);
    scripts.data.clear();
    scripts.data.seekg(offset);
    scripts.data.read(bytes.data(), count);
    if ((size_t)scripts.data.gcount() != count) {
        throw std::runtime_error("data.bin is too short");
    }
    return bytes;
}

Scripts read(const std::string &folder)
{
    Scripts scripts;
    scripts.data.open(folder + "/data.bin", std::ios::binary);
    std::ifstream text(folder + "/scripts.txt");
    for (std::string line; std::getline(text, line);) {
        if (line.rfind("program ", 0) == 0) {
            std::istringstream words(line.substr(8));
            int number;
            Program program;
            words >> number >> program.entry;
            std::getline(words, program.options);
            scripts.programs[number] = program;
        } else if (line.rfind("case ", 0) == 0) {
            scripts.cases.push_back({line.substr(5), {}});
        } else {
            scripts.cases.at(scripts.cases.size() - 1).lines.push_back(line);
        }
    }
    return scripts;
}

Operand operand(const std::string &word)
{
    Operand result{-1, {}};
    if (word[0] == 'b') {
        result.buffer = std::stoi(word.substr(1));
        return result;
    }
    std::istringstream numbers(word.substr(1));
    for (std::string number; std::getline(numbers, number, ',');) {
        result.words.push_back(std::stoi(number));
    }
    return result;
}

void launch(std::istringstream &words, Machine &machine)
{
    Launch launch;
    words >> launch.program;
    for (size_t &items : launch.items) {
        words >> items;
    }
    for (size_t &items : launch.group) {
        words >> items;
    }
    for (std::string word; words >> word;) {
        launch.operands.push_back(operand(word));
    }
    machine.launch(launch);
}

bool close(float got, float wanted, double distance)
{
    // infinities are equal or wrong; their difference is no number
    return got == wanted || (got != got && wanted != wanted) || fabs((double)got - (double)wanted) <= distance;
}

void check_floats(const std::vector<char> &got, const std::vector<char> &wanted, double distance)
{
    for (size_t i = 0; i < wanted.size(); i += sizeof(float)) {
        float a, b;
        memcpy(&a, &got[i], sizeof a);
        memcpy(&b, &wanted[i], sizeof b);
        if (!close(a, b, distance)) {
            char message[200];
            snprintf(message, sizeof message, "element %zu is %.9g, wanted %.9g, at most %.3g off", i / sizeof(float), a,
                     b, distance);
            throw std::runtime_error(message);
        }
    }
}

void check_bytes(const std::vector<char> &got, const std::vector<char> &wanted)
{
    for (size_t i = 0; i < wanted.size(); i++) {
        if (got[i] != wanted[i]) {
            throw std::runtime_error("byte " + std::to_string(i) + " is " + std::to_string(got[i]) + ", wanted "
                                     + std::to_string(wanted[i]));
        }
    }
}

void want(std::istringstream &words, Scripts &scripts, Machine &machine)
{
    int number;
    size_t bytes, offset;
    std::string form;
    double distance;
    words >> number >> bytes >> offset >> form >> distance;
    std::vector<char> got(bytes);
    machine.download(number, got);
    const std::vector<char> wanted = bytes_at(scripts, offset, bytes);
    if (form == "floats") {
        check_floats(got, wanted, distance);
    } else {
        check_bytes(got, wanted);
    }
}

void run_line(const std::string &line, Scripts &scripts, Machine &machine)
{
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    if (verb == "buffer") {
        int number;
        size_t bytes;
        words >> number >> bytes;
        machine.buffer(number, bytes);
    } else if (verb == "upload") {
        int number;
        size_t bytes, offset;
        words >> number >> bytes >> offset;
        if (bytes > 0) {
            machine.upload(number, bytes_at(scripts, offset, bytes));
        }
    } else if (verb == "launch") {
        launch(words, machine);
    } else if (verb == "want") {
        want(words, scripts, machine);
    } else {
        throw std::runtime_error("a script says " + line);
    }
}

bool run_here(const Case &each, Scripts &scripts, Machine &machine)
{
    try {
        machine.start_case();
        for (const std::string &line : each.lines) {
            run_line(line, scripts, machine);
        }
        return true;
    } catch (const std::exception &e) {
        fprintf(stderr, "%s: %s\n", each.name.c_str(), e.what());
        return false;
    }
}

enum State : char { WAITING, STARTED, GOOD };

// Runs those of the chosen cases that were not started before.
void run_waiting(const std::vector<const Case *> &chosen, Scripts &scripts, Machine &machine, State *states)
{
    for (size_t i = 0; i < chosen.size(); i++) {
        if (states[i] == WAITING) {
            states[i] = STARTED;
            printf("case %s\n", chosen[i]->name.c_str());
            fflush(stdout);
            states[i] = run_here(*chosen[i], scripts, machine) ? GOOD : STARTED;
        }
    }
}

// A case that kills its process takes no other with it: another child goes on behind it.
void run_in_children(const std::vector<const Case *> &chosen, Scripts &scripts, Machine &machine, State *states)
{
    while (std::count(states, states + chosen.size(), WAITING) > 0) {
        const pid_t child = fork();
        if (child == 0) {
            run_waiting(chosen, scripts, machine, states);
            _exit(0);
        }
        int status;
        if (child < 0 || waitpid(child, &status, 0) != child) {
            throw std::runtime_error("no child process");
        }
    }
}

std::vector<const Case *> chosen_of(const Scripts &scripts, Slice slice, const std::string &only)
{
    std::vector<const Case *> chosen;
    for (size_t i = slice.first; i < scripts.cases.size(); i += slice.step) {
        if (only.empty() || scripts.cases[i].name == only) {
            chosen.push_back(&scripts.cases[i]);
        }
    }
    return chosen;
}
} // namespace

size_t replay(const std::string &folder, Slice slice, const std::string &only, Machine &machine,
              std::vector<std::string> &failed)
{
    Scripts scripts = read(folder);
    for (const auto &[number, program] : scripts.programs) {
        machine.program(number, program);
    }
    const std::vector<const Case *> chosen = chosen_of(scripts, slice, only);
    // shared with children
    void *memory = mmap(nullptr, chosen.size() + 1, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        throw std::runtime_error("no memory to share");
    }
    State *states = (State *)memory;
    (machine.can_fork() ? run_in_children : run_waiting)(chosen, scripts, machine, states);
    for (size_t i = 0; i < chosen.size(); i++) {
        if (states[i] != GOOD) {
            failed.push_back(chosen[i]->name);
            printf("FAILED %s\n", chosen[i]->name.c_str());
        }
    }
    munmap(memory, chosen.size() + 1);
    return chosen.size();
}

int replay_main(int count, char **words, const std::function<Machine *(const std::string &folder)> &machine)
{
    Slice slice = {0, 1};
    std::string only;
    if (count > 2) {
        char *step = strchr(words[2], '/');
        if (step != nullptr && strspn(words[2], "0123456789/") == strlen(words[2])) {
            slice = {(size_t)atoi(words[2]), (size_t)atoi(step + 1)};
        } else {
            only = words[2];
        }
    }
    if (count < 2 || slice.step == 0) {
        fprintf(stderr, "usage: %s FOLDER [FIRST/STEP | CASE]\n", words[0]);
        return 2;
    }
    std::vector<std::string> failed;
    const std::unique_ptr<Machine> owned(machine(words[1]));
    const size_t ran = replay(words[1], slice, only, *owned, failed);
    printf("%zu cases ran, %zu failed\n", ran, failed.size());
    return ran > 0 && failed.empty() ? 0 : 1;
}

// Counts what holds and says what does not.
#pragma once

#include <cstdio>
#include <string>

struct Checks {
    unsigned held = 0;
    unsigned failed = 0;

    bool operator()(bool holds, const std::string &what)
    {
        holds ? held++ : failed++;
        if (!holds && failed <= 50) {
            printf("wrong: %s\n", what.c_str());
        }
        return holds;
    }
    // To be returned from main.
    int finish(const char *of) const
    {
        printf("%s: %u checks held, %u failed\n", of, held, failed);
        return failed || !held;
    }
};

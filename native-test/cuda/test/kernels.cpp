// The kernels of kernels.cu, against what the host computes.
#include "check.h"
#include "driver_api.h"

#include <cmath>

namespace {
Checks check;

struct Box {
    int rank;
    int size[4];
    short steps[4];
    double scale;
};

void gathers(Handle module)
{
    const int n = 3 * 5 * 7;
    const float table[4] = {1.5f, -2.0f, 0.25f, 8.0f};
    const Box box{3, {3, 5, 7, 0}, {1, 3, 15, 0}, 0.5};
    std::vector<float> x(n);
    for (int i = 0; i < n; i++) {
        x[i] = 0.25f * i;
    }
    const Device from = upload(x), to = upload(std::vector<float>(n));
    DONE(launch(kernel_of(module, "gather_box"), {2, 64}, nullptr, from, to, n, box));
    const auto y = download<float>(to, n);
    for (int i = 0; i < n; i++) {
        const int at = i / 35 + i / 7 % 5 * 3 + i % 7 * 15;
        check(y[i] == x[at] * 0.5f + table[i & 3], "gather_box at " + std::to_string(i));
    }
}

void sums(Handle module)
{
    const int n = 1000, threads = 192, blocks = 6;
    std::vector<int> x(n), wanted(blocks);
    for (int i = 0; i < n; i++) {
        x[i] = i * i % 1013 - 500;
        wanted[i / threads] += x[i];
    }
    const Device from = upload(x), to = upload(std::vector<int>(blocks));
    DONE(launch(kernel_of(module, "sum_blocks"), {unsigned(blocks), unsigned(threads), threads * 4}, nullptr, from, to,
                n));
    check(download<int>(to, blocks) == wanted, "sum_blocks");
}

void shuffles(Handle module)
{
    const Device to = upload(std::vector<int>(12 * 32));
    DONE(launch(kernel_of(module, "shuffles"), {1, 32}, nullptr, to));
    const auto y = download<int>(to, 12 * 32);
    for (int lane = 0; lane < 32; lane++) {
        const int in = lane % 8, part = lane - in;
        unsigned thirds = 0;
        for (int i = 0; i < 32; i += 3) {
            thirds |= 1u << i;
        }
        const int wanted[] = {3 * (lane < 2 ? lane : lane - 2),
                              3 * (lane > 26 ? lane : lane + 5),
                              3 * (lane ^ 9),
                              3 * 5,
                              3 * (in < 3 ? lane : lane - 3),
                              3 * (in > 4 ? lane : lane + 3),
                              3 * (part + (in ^ 5)),
                              3 * (part + 3),
                              int(thirds),
                              1,
                              int(15u << (lane / 4 * 4)),
                              lane & 1 ? (lane ^ 2) + 16 : -1};
        for (int row = 0; row < 12; row++) {
            const int found = y[row * 32 + lane];
            check(found == wanted[row], "shuffles row " + std::to_string(row) + " lane " + std::to_string(lane) +
                                            " is " + std::to_string(found) + ", wanted " + std::to_string(wanted[row]));
        }
    }
}

void atomics(Handle module)
{
    const unsigned blocks = 3, threads = 96;
    const Device to = upload(std::vector<unsigned>(6)), sum = upload(std::vector<float>(1));
    DONE(launch(kernel_of(module, "atomics"), {blocks, threads}, nullptr, to, sum));
    const auto y = download<unsigned>(to, 6);
    check(y == std::vector<unsigned>{3 * blocks * threads, blocks * threads % 10, ~0u, 5, 60, 10 * 4 + 2 + 1},
          "atomics");
    check(download<float>(sum, 1)[0] == 0.5f * blocks * threads, "sum of floats");
    Device counter;
    size_t size;
    DONE(cuModuleGetGlobal_v2(&counter, &size, module, "counter"));
    check(size == 4 && download<int>(counter, 1)[0] == int(7 + blocks * threads), "a variable of the module");
}

double polynomial(double x, int degree)
{
    double sum = 0;
    for (int i = 0; i <= degree; i++) {
        sum = sum * x + i;
    }
    return sum;
}

float chosen(int i, const float *v)
{
    switch (i % 7) {
    case 0:
        return std::exp(v[0]);
    case 1:
        return std::sin(v[0] * 1e6f);
    case 2:
        return float(_Float16(v[0])) + float(_Float16(float(_Float16(v[1])) + float(_Float16(v[2]))));
    case 3:
        return std::tanh(v[0]) + std::erf(v[1]) + std::log1p(v[2]);
    case 4:
        return std::pow(v[0], v[1]);
    case 5:
        return std::fmod(v[0], 0.37f) + std::rint(v[1] * 10) + std::trunc(v[2] * 10);
    default:
        return -v[0];
    }
}

// The manual gives sinf, powf, erff and their like 2 to 4 units in the last place; three of them are added in case 3.
void chooses(Handle module)
{
    const int n = 60;
    std::vector<float> x(4 * n);
    for (int i = 0; i < 4 * n; i++) {
        x[i] = 0.05f + (i * 37 % 101) / 41.0f;
    }
    const Device from = upload(x), to = upload(std::vector<float>(4 * n));
    DONE(launch(kernel_of(module, "choose"), {1, 64}, nullptr, from, to, n));
    const auto y = download<float>(to, 4 * n);
    for (int i = 0; i < n; i++) {
        const float *v = &x[4 * i];
        const float wanted[] = {chosen(i, v), float(polynomial(v[1], i % 5)), float(std::pow(double(v[2]), 1.7)),
                                float(std::exp(double(v[3])))};
        for (int j = 0; j < 4; j++) {
            const double off = std::fabs(double(y[4 * i + j]) - wanted[j]) / std::fmax(1e-30, std::fabs(wanted[j]));
            check(off <= (j == 0 ? 12 : 1) * 0x1p-23, "choose at " + std::to_string(i) + ", " + std::to_string(j) +
                                                          ": " + std::to_string(y[4 * i + j]) + ", wanted " +
                                                          std::to_string(wanted[j]));
        }
    }
}

int collatz(int at)
{
    int steps = 0;
    for (; at != 1; steps++) {
        at = at & 1 ? 3 * at + 1 : at / 2;
    }
    return steps;
}

void parts(Handle module)
{
    std::vector<int> x(64), wanted(64);
    for (int i = 0; i < 64; i++) {
        x[i] = i + 1;
    }
    for (int i = 0; i < 64; i++) {
        wanted[i] = collatz(x[i]) + collatz(x[i / 32 * 32]);
    }
    const Device from = upload(x), to = upload(std::vector<int>(64));
    DONE(launch(kernel_of(module, "collatz"), {1, 64}, nullptr, from, to));
    check(download<int>(to, 64) == wanted, "collatz");
}
} // namespace

int main(int, char **arguments)
{
    DONE(cuInit(0));
    Handle context;
    DONE(cuCtxCreate_v2(&context, 0, 0));
    const Handle module = module_of(arguments[1]);
    gathers(module);
    sums(module);
    shuffles(module);
    atomics(module);
    chooses(module);
    parts(module);
    return check.finish("kernels");
}

// Every case as a kernel of one module, each on the same operands: odd ones first, then random ones.
#include "instructions.h"

#include "check.h"
#include "driver_api.h"

#include <cmath>
#include <limits>
#include <random>

namespace {
const unsigned COUNT = 1024;
const char *const NAMES = "abc";

std::string replaced(std::string text, const std::string &what, const std::string &with)
{
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
        text.replace(at, what.size(), with);
    }
    return text;
}

std::string register_of(char name, char letter) { return std::string("%") + name + letter; }

// Operands and results are of 64 bits in memory, of which narrower registers take the lower.
std::string kernel(unsigned number, const Case &each)
{
    std::string text = ".visible .entry case" + std::to_string(number) +
                       "(.param .u64 pa, .param .u64 pb, .param .u64 pc, .param .u64 pd)\n{\n";
    text += ".reg .pred %dp;\n.reg .b16 %ah, %bh, %ch, %dh;\n.reg .b32 %aw, %bw, %cw, %dw, %i, %n, %t;\n"
            ".reg .b64 %ad, %bd, %cd, %dd, %at, %to, %offset;\n"
            "mov.u32 %i, %ctaid.x;\nmov.u32 %n, %ntid.x;\nmov.u32 %t, %tid.x;\nmad.lo.s32 %i, %i, %n, "
            "%t;\nmul.wide.u32 %offset, %i, 8;\n";
    for (size_t i = 1; i < each.form.size(); i++) {
        const std::string name(1, NAMES[i - 1]);
        text +=
            "ld.param.u64 %at, [p" + name + "];\nadd.u64 %at, %at, %offset;\nld.global.u64 %" + name + "d, [%at];\n";
        text += "cvt.u32.u64 %" + name + "w, %" + name + "d;\ncvt.u16.u64 %" + name + "h, %" + name + "d;\n";
    }
    std::string instruction = each.text;
    for (size_t i = 1; i < each.form.size(); i++) {
        instruction = replaced(instruction, std::string("$") + NAMES[i - 1], register_of(NAMES[i - 1], each.form[i]));
    }
    text += replaced(instruction, "$d", register_of('d', each.form[0])) + "\n";
    const char result = each.form[0];
    text += result == 'p'   ? "selp.u64 %dd, 1, 0, %dp;\n"
            : result == 'h' ? "cvt.u64.u16 %dd, %dh;\n"
            : result == 'w' ? "cvt.u64.u32 %dd, %dw;\n"
                            : "";
    return text + "ld.param.u64 %to, [pd];\nadd.u64 %to, %to, %offset;\nst.global.u64 [%to], %dd;\nret;\n}\n";
}

std::vector<uint64_t> operands(unsigned seed)
{
    std::mt19937_64 random(seed);
    std::vector<uint64_t> values;
    const float floats[] = {0,     -0.0f,  1,     -1,    0.5f,   1.5f,     2.5f,      -2.5f, 3e9f,
                            -3e9f, 1e-40f, 65504, 65520, 255.5f, INFINITY, -INFINITY, NAN};
    for (const float each : floats) {
        values.push_back(of(each) | of(each) << 32);
        values.push_back(of(double(each)));
    }
    for (const uint64_t each : {0x80000000ull, 0x7fffffffull, 0xffffffffull, 0x8000000000000000ull,
                                0x7fffffffffffffffull, 31ull, 32ull, 33ull, 0x8080ull, 0x7f80ff01ull}) {
        values.push_back(each);
    }
    std::shuffle(values.begin(), values.end(), random); // so that odd ones meet
    while (values.size() < COUNT) {
        const uint64_t all = random();
        switch (random() % 4) {
        case 0:
            values.push_back(all);
            break;
        case 1: // small numbers
            values.push_back(all >> (random() % 64));
            break;
        case 2: // floats of a common size
            values.push_back(of(float(int32_t(all)) / float(1 << (all >> 40) % 31)));
            break;
        default:
            values.push_back(of(double(int64_t(all)) / double(1ull << (all & 63))));
        }
    }
    return values;
}

bool same(const Case &each, uint64_t found, uint64_t wanted)
{
    if (found == wanted) {
        return true;
    }
    if (each.result == Case::HALF) {
        return (found & 0x7fff) > 0x7c00 && (wanted & 0x7fff) > 0x7c00;
    }
    const double x = each.result == Case::FLOAT ? f32(found) : f64(found),
                 y = each.result == Case::FLOAT ? f32(wanted) : f64(wanted);
    return each.result != Case::BITS &&
           ((x != x && y != y) ||
            std::fabs(x - y) <= each.distance * std::fabs(y) + (each.distance > 0 ? 0x1p-126 : 0));
}
} // namespace

int main(int, char **arguments)
{
    std::vector<Case> cases = integer_cases();
    for (auto more : {bit_cases, float_cases, conversion_cases}) {
        const auto found = more();
        cases.insert(cases.end(), found.begin(), found.end());
    }
    std::string text = ".version 7.0\n.target sm_75\n.address_size 64\n";
    for (size_t i = 0; i < cases.size(); i++) {
        text += kernel(i, cases[i]);
    }
    if (arguments[1]) { // for another opinion on whether that is PTX
        std::ofstream(arguments[1]) << text;
    }
    DONE(cuInit(0));
    Handle context, module;
    DONE(cuCtxCreate_v2(&context, 0, 0));
    DONE(cuModuleLoadData(&module, text.c_str()));
    const std::vector<uint64_t> a = operands(1), b = operands(2), c = operands(3);
    const Device on[] = {upload(a), upload(b), upload(c), upload(a)};
    Checks check;
    for (size_t i = 0; i < cases.size(); i++) {
        const std::string name = "case" + std::to_string(i);
        DONE(launch(kernel_of(module, name.c_str()), {COUNT / 128, 128}, nullptr, on[0], on[1], on[2], on[3]));
        const auto found = download<uint64_t>(on[3], COUNT);
        for (unsigned j = 0; j < COUNT; j++) {
            const uint64_t wanted = cases[i].expected(a[j], b[j], c[j]);
            char values[160];
            snprintf(values, sizeof values, " of %llx, %llx, %llx is %llx, wanted %llx", (long long)a[j],
                     (long long)b[j], (long long)c[j], (long long)found[j], (long long)wanted);
            if (!check(same(cases[i], found[j], wanted), cases[i].text + values)) {
                break;
            }
        }
    }
    return check.finish("instructions");
}

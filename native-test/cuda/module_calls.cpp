// Modules, their functions and variables, launches.
#include "driver.h"

#include <fstream>
#include <sstream>

using namespace standin;

namespace {
const u32 STATIC_LIMIT = 48 << 10;
const u32 DYNAMIC_LIMIT = 64 << 10; // for who asks

// 13.0 reads up to 9.0, 12.x up to 8.x.
u32 newest_ptx()
{
    const u32 version = driver_version(), minor = version % 1000 / 10;
    return (version / 1000 - 4) * 10 + (version >= 12060 && version < 13000 ? minor - 1 : minor);
}

void place_variables(Module &module)
{
    for (const Variable &variable : module.program.variables) {
        if (variable.space == "shared") {
            continue;
        }
        if (variable.external) {
            refuse(INVALID_PTX, "the variable `" + variable.name + "` is of another module");
        }
        Allocation *made = Driver::the().memory.allocate(std::max<u64>(variable.size, 1));
        module.addresses[variable.name] = made->at;
        module.sizes[variable.name] = variable.size;
        std::memset(made->bytes.get(), 0, made->size);
        std::copy(variable.content.begin(), variable.content.end(), made->bytes.get());
        made->mark_written(made->at, made->size);
        made->constant = variable.space == "const";
    }
}

void check_versions(const Program &program)
{
    if (program.version > newest_ptx()) {
        refuse(UNSUPPORTED_PTX_VERSION,
               "PTX of version " + std::to_string(program.version / 10) + "." + std::to_string(program.version % 10) +
                   ", a driver of version " + std::to_string(driver_version()) + " reads none newer than " +
                   std::to_string(newest_ptx() / 10) + "." + std::to_string(newest_ptx() % 10));
    }
    if (program.target > capability()) {
        refuse(INVALID_PTX,
               "PTX for sm_" + std::to_string(program.target) + " on a device of sm_" + std::to_string(capability()));
    }
}

void load_kernels(Module &module)
{
    const auto lines = std::make_shared<const std::vector<std::string>>(module.program.lines);
    for (const auto &function : module.program.functions) {
        if (function.second->entry) {
            auto kernel = std::make_shared<Kernel>();
            kernel->code = Decoder(module.program, lines, module.addresses).decode(*function.second);
            kernel->module = &module;
            kernel->most_dynamic_shared = STATIC_LIMIT - kernel->code->declared_shared;
            module.kernels[function.first] = kernel;
        }
    }
}

void load_text(void **handle, const std::string &text)
{
    need(handle);
    if (text.find(".version") == std::string::npos) {
        refuse(INVALID_IMAGE, "an image that is no PTX; the stand-in reads nothing else");
    }
    auto module = std::make_shared<Module>();
    try {
        module->program = parse(text);
        check_versions(module->program);
        place_variables(*module);
        load_kernels(*module);
    } catch (const Refusal &) {
        for (const auto &variable : module->addresses) {
            Driver::the().memory.free(variable.second);
        }
        throw;
    } catch (const std::logic_error &) { // numbers out of range
        throw Refusal{INVALID_PTX, "a number in the PTX that is none"};
    }
    for (const auto &kernel : module->kernels) {
        context().kernels[kernel.second.get()] = kernel.second;
    }
    context().modules[module.get()] = module;
    *handle = module.get();
}

// The options of cuModuleLoadDataEx that are read: a place for what the compiler says.
struct ErrorLog {
    char *text = nullptr;
    u64 size = 0;
    void **given = nullptr;

    ErrorLog(unsigned count, const int *options, void **values)
    {
        for (unsigned i = 0; i < count; i++) {
            if (options[i] == 5) { // CU_JIT_ERROR_LOG_BUFFER
                text = static_cast<char *>(values[i]);
            } else if (options[i] == 6) { // CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES
                size = reinterpret_cast<u64>(values[i]) & 0xffffffff;
                given = &values[i];
            } else if (options[i] == 4) { // CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES: nothing to say
                values[i] = nullptr;
            }
        }
    }
    void write(const std::string &sentence) const
    {
        if (text && size) {
            snprintf(text, size, "%s", sentence.c_str());
        }
        if (given) {
            *given = reinterpret_cast<void *>(std::min<u64>(size, sentence.size()));
        }
    }
};

u32 threads_of(const unsigned (&block)[3]) { return block[0] * block[1] * block[2]; }

void check_shape(const Kernel &kernel, const Launch &launch)
{
    const auto text = [](const u32 *n) {
        return std::to_string(n[0]) + "x" + std::to_string(n[1]) + "x" + std::to_string(n[2]);
    };
    const std::string shape =
        "kernel " + kernel.code->name + ", grid " + text(launch.grid) + " of blocks " + text(launch.block);
    const Code &code = *kernel.code;
    const u32 *grid = launch.grid, *block = launch.block;
    if (!grid[0] || !grid[1] || !grid[2] || !block[0] || !block[1] || !block[2] || grid[0] > 0x7fffffff ||
        grid[1] > 65535 || grid[2] > 65535 || block[0] > 1024 || block[1] > 1024 || block[2] > 64 ||
        threads_of(launch.block) > 1024) {
        refuse(INVALID_VALUE, shape + ": outside of what the device can");
    }
    if (code.required[0] && !std::equal(block, block + 3, code.required)) {
        refuse(INVALID_VALUE, shape + ": the kernel wants blocks of " + text(code.required));
    }
    if (code.most_threads && threads_of(launch.block) > code.most_threads) {
        refuse(INVALID_VALUE, shape + ": the kernel wants at most " + std::to_string(code.most_threads) + " threads");
    }
    if (launch.dynamic_shared > kernel.most_dynamic_shared) {
        refuse(INVALID_VALUE, shape + ": " + std::to_string(launch.dynamic_shared) +
                                  " bytes of dynamic shared memory, at most " +
                                  std::to_string(kernel.most_dynamic_shared));
    }
}

// The values of the parameters, as they are at the call.
std::vector<u8> values_of(const Code &code, void **pointers, void **extra)
{
    std::vector<u8> values(code.parameter_bytes);
    if (pointers) {
        for (size_t i = 0; i < code.parameters.size(); i++) {
            need(pointers[i]);
            std::memcpy(values.data() + code.parameters[i].at, pointers[i], code.parameters[i].size);
        }
        return values;
    }
    const void *buffer = nullptr;
    u64 size = 0;
    for (; extra && *extra; extra += 2) {
        if (*extra == reinterpret_cast<void *>(1)) { // CU_LAUNCH_PARAM_BUFFER_POINTER
            buffer = extra[1];
        } else { // CU_LAUNCH_PARAM_BUFFER_SIZE
            size = *static_cast<size_t *>(extra[1]);
        }
    }
    if (!values.empty() && (!buffer || size < values.size())) {
        refuse(INVALID_VALUE,
               "kernel " + code.name + " wants " + std::to_string(values.size()) + " bytes of parameters");
    }
    std::copy_n(static_cast<const u8 *>(buffer), values.size(), values.data());
    return values;
}
} // namespace

DRIVER_CALL cuModuleLoadData(void **module, const void *image)
{
    return call("cuModuleLoadData", Needs::CONTEXT, [=] {
        need(image);
        load_text(module, static_cast<const char *>(image));
    });
}

DRIVER_CALL cuModuleLoadDataEx(void **module, const void *image, unsigned count, int *options, void **values)
{
    return call("cuModuleLoadDataEx", Needs::CONTEXT, [=] {
        need(image);
        const ErrorLog log(count, options, values);
        try {
            load_text(module, static_cast<const char *>(image));
            log.write("");
        } catch (const Refusal &refusal) {
            log.write(refusal.sentence);
            throw;
        }
    });
}

DRIVER_CALL cuModuleLoad(void **module, const char *file)
{
    return call("cuModuleLoad", Needs::CONTEXT, [=] {
        need(file);
        std::ifstream in(file);
        std::stringstream text;
        if (!in || !(text << in.rdbuf())) {
            refuse(FILE_NOT_FOUND, "there is no file " + std::string(file));
        }
        load_text(module, text.str());
    });
}

DRIVER_CALL cuModuleUnload(void *handle)
{
    return call("cuModuleUnload", Needs::CONTEXT, [=] {
        const auto module = of_handle(context().modules, handle);
        context().finish_all();
        for (const auto &kernel : module->kernels) {
            context().kernels.erase(kernel.second.get());
        }
        for (const auto &variable : module->addresses) {
            Driver::the().memory.free(variable.second);
        }
        context().modules.erase(handle);
    });
}

DRIVER_CALL cuModuleGetFunction(void **function, void *handle, const char *name)
{
    return call("cuModuleGetFunction", Needs::CONTEXT, [=] {
        need(function);
        need(name);
        const auto module = of_handle(context().modules, handle);
        const auto found = module->kernels.find(name);
        if (found == module->kernels.end()) {
            refuse(NOT_FOUND, "the module has no kernel `" + std::string(name) + "`");
        }
        *function = found->second.get();
    });
}

DRIVER_CALL cuModuleGetGlobal_v2(u64 *at, size_t *bytes, void *handle, const char *name)
{
    return call("cuModuleGetGlobal_v2", Needs::CONTEXT, [=] {
        need(name);
        const auto module = of_handle(context().modules, handle);
        const auto found = module->addresses.find(name);
        if (found == module->addresses.end()) {
            refuse(NOT_FOUND, "the module has no variable `" + std::string(name) + "`");
        }
        if (at) {
            *at = found->second;
        }
        if (bytes) {
            *bytes = module->sizes.at(name);
        }
    });
}

DRIVER_CALL cuFuncGetModule(void **module, void *function)
{
    return call("cuFuncGetModule", Needs::CONTEXT,
                [=] { give(module, static_cast<void *>(of_handle(context().kernels, function)->module)); });
}

DRIVER_CALL cuFuncGetAttribute(int *value, int attribute, void *function)
{
    return call("cuFuncGetAttribute", Needs::CONTEXT, [=] {
        const auto kernel = of_handle(context().kernels, function);
        const Code &code = *kernel->code;
        const int threads = code.most_threads ? std::min(code.most_threads, 1024u) : 1024;
        const int registers = std::min(code.registers, 255u), version = kernel->module->program.target;
        const int values[] = {
            threads, int(code.declared_shared),        0, int(code.local), registers, version, int(capability()),
            0,       int(kernel->most_dynamic_shared), -1};
        if (attribute < 0 || attribute > 9) {
            refuse(INVALID_VALUE, "attribute " + std::to_string(attribute) + " of a function is not known");
        }
        give(value, values[attribute]);
    });
}

DRIVER_CALL cuFuncSetAttribute(void *function, int attribute, int value)
{
    return call("cuFuncSetAttribute", Needs::CONTEXT, [=] {
        const auto kernel = of_handle(context().kernels, function);
        if (attribute == 8) { // CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES
            if (value < 0 || u32(value) + kernel->code->declared_shared > DYNAMIC_LIMIT) {
                refuse(INVALID_VALUE, std::to_string(value) + " bytes of dynamic shared memory, besides " +
                                          std::to_string(kernel->code->declared_shared) + " of static");
            }
            kernel->most_dynamic_shared = value;
        } else if (attribute != 9) {
            refuse(INVALID_VALUE, "attribute " + std::to_string(attribute) + " of a function cannot be set");
        }
    });
}

DRIVER_CALL cuFuncSetCacheConfig(void *function, int)
{
    return call("cuFuncSetCacheConfig", Needs::CONTEXT, [=] { of_handle(context().kernels, function); });
}

DRIVER_CALL cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                           unsigned shared, void *on, void **parameters, void **extra)
{
    return call("cuLaunchKernel", Needs::CONTEXT, [=] {
        const auto kernel = of_handle(context().kernels, function);
        const auto stream = context().stream(on);
        auto launch = std::make_shared<Launch>(
            Launch{kernel->code.get(), &Driver::the().memory, {gx, gy, gz}, {bx, by, bz}, shared, {}});
        check_shape(*kernel, *launch);
        launch->parameters = values_of(*kernel->code, parameters, extra);
        context().enqueue(stream, [kernel, launch] {
            Driver::the().launches++;
            Driver::the().instructions += run(*launch);
        });
    });
}

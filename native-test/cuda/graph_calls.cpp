// Graphs: what a stream was given while it recorded, to be given to a stream again.
#include "driver.h"

using namespace standin;

DRIVER_CALL cuStreamBeginCapture_v2(void *handle, int mode)
{
    return call("cuStreamBeginCapture_v2", Needs::CONTEXT, [=] {
        const auto stream = context().running(handle);
        if (stream == context().default_stream) {
            refuse(CAPTURE_UNSUPPORTED, "the default stream does not record");
        }
        if (mode < 0 || mode > 2) {
            refuse(INVALID_VALUE, "mode " + std::to_string(mode) + " of recording");
        }
        stream->capture = std::make_shared<Recorded>();
    });
}

DRIVER_CALL cuStreamEndCapture(void *handle, void **graph)
{
    return call("cuStreamEndCapture", Needs::CONTEXT, [=] {
        need(graph);
        const auto stream = context().stream(handle);
        if (!stream->capture) {
            refuse(ILLEGAL_STATE, "a stream that does not record");
        }
        const auto recorded = std::move(stream->capture);
        stream->capture = nullptr;
        context().graphs[recorded.get()] = recorded;
        *graph = recorded.get();
    });
}

DRIVER_CALL cuGraphDestroy(void *graph)
{
    return call("cuGraphDestroy", Needs::CONTEXT, [=] {
        of_handle(context().graphs, graph);
        context().graphs.erase(graph);
    });
}

DRIVER_CALL cuGraphInstantiateWithFlags(void **executable, void *graph, unsigned long long flags)
{
    return call("cuGraphInstantiateWithFlags", Needs::CONTEXT, [=] {
        need(executable);
        if (flags) {
            refuse(INVALID_VALUE, "flags " + std::to_string(flags) + " of a graph");
        }
        const auto made = std::make_shared<Recorded>(*of_handle(context().graphs, graph));
        context().executables[made.get()] = made;
        *executable = made.get();
    });
}

DRIVER_CALL cuGraphExecDestroy(void *executable)
{
    return call("cuGraphExecDestroy", Needs::CONTEXT, [=] {
        of_handle(context().executables, executable);
        context().executables.erase(executable);
    });
}

DRIVER_CALL cuGraphLaunch(void *executable, void *on)
{
    return call("cuGraphLaunch", Needs::CONTEXT, [=] {
        const auto recorded = of_handle(context().executables, executable);
        const auto stream = context().stream(on);
        for (const auto &work : *recorded) {
            context().enqueue(stream, work);
        }
    });
}

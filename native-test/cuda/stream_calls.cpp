// Streams and events.
#include "driver.h"

using namespace standin;

namespace {
const unsigned NON_BLOCKING = 1;
const unsigned WITHOUT_TIMING = 2;

void make_stream(void **stream, unsigned flags, int priority)
{
    need(stream);
    if (flags > NON_BLOCKING) {
        refuse(INVALID_VALUE, "flags " + std::to_string(flags) + " of a stream");
    }
    auto made = std::make_shared<Stream>(Stream{flags != NON_BLOCKING, flags, priority, {}});
    context().streams[made.get()] = made;
    *stream = made.get();
}

// One step, so that who asks again and again gets on.
void query(Stream &stream, u64 number)
{
    if (stream.queue.empty() || stream.queue.front().number > number) {
        return;
    }
    context().run_until(stream, stream.queue.front().number);
    throw Refusal{NOT_READY, "there was work left"};
}

void record(void *handle, void *on)
{
    const auto event = of_handle(context().events, handle);
    const auto stream = context().running(on);
    const u64 number = Driver::the().works + 1;
    event->stream = stream;
    event->number = number;
    event->reached = false;
    context().enqueue(stream, [event, number] {
        if (event->number == number) { // and was not recorded again since
            event->reached = true;
            event->time = Clock::now();
        }
    });
}
} // namespace

DRIVER_CALL cuStreamCreate(void **stream, unsigned flags)
{
    return call("cuStreamCreate", Needs::CONTEXT, [=] { make_stream(stream, flags, 0); });
}

DRIVER_CALL cuStreamCreateWithPriority(void **stream, unsigned flags, int priority)
{
    return call("cuStreamCreateWithPriority", Needs::CONTEXT,
                [=] { make_stream(stream, flags, std::min(0, std::max(-2, priority))); });
}

DRIVER_CALL cuStreamDestroy_v2(void *stream)
{
    return call("cuStreamDestroy_v2", Needs::CONTEXT, [=] {
        const auto gone = of_handle(context().streams, stream);
        context().finish(*gone);
        context().streams.erase(stream);
    });
}

DRIVER_CALL cuStreamSynchronize(void *stream)
{
    return call("cuStreamSynchronize", Needs::CONTEXT, [=] {
        const auto waited = context().running(stream);
        context().finish(*waited);
    });
}

DRIVER_CALL cuStreamQuery(void *stream)
{
    return call("cuStreamQuery", Needs::CONTEXT, [=] { query(*context().running(stream), ~u64(0)); });
}

DRIVER_CALL cuStreamGetFlags(void *stream, unsigned *flags)
{
    return call("cuStreamGetFlags", Needs::CONTEXT, [=] { give(flags, context().stream(stream)->flags); });
}

DRIVER_CALL cuStreamGetPriority(void *stream, int *priority)
{
    return call("cuStreamGetPriority", Needs::CONTEXT, [=] { give(priority, context().stream(stream)->priority); });
}

DRIVER_CALL cuStreamGetCtx(void *stream, void **of)
{
    return call("cuStreamGetCtx", Needs::CONTEXT, [=] {
        context().stream(stream);
        give(of, static_cast<void *>(&context()));
    });
}

DRIVER_CALL cuStreamWaitEvent(void *stream, void *handle, unsigned)
{
    return call("cuStreamWaitEvent", Needs::CONTEXT, [=] {
        const auto waits = context().running(stream);
        const auto event = of_handle(context().events, handle);
        const auto other = event->stream;
        const u64 number = event->number;
        if (number) {
            Context *here = &context();
            here->enqueue(waits, [=] { here->run_until(*other, number); });
        }
    });
}

DRIVER_CALL cuLaunchHostFunc(void *stream, void (*function)(void *), void *data)
{
    return call("cuLaunchHostFunc", Needs::CONTEXT, [=] {
        need(reinterpret_cast<void *>(function));
        context().enqueue(context().stream(stream), [=] { function(data); });
    });
}

DRIVER_CALL cuEventCreate(void **event, unsigned flags)
{
    return call("cuEventCreate", Needs::CONTEXT, [=] {
        need(event);
        auto made = std::make_shared<Event>();
        made->timed = !(flags & WITHOUT_TIMING);
        context().events[made.get()] = made;
        *event = made.get();
    });
}

DRIVER_CALL cuEventDestroy_v2(void *event)
{
    return call("cuEventDestroy_v2", Needs::CONTEXT, [=] {
        of_handle(context().events, event);
        context().events.erase(event);
    });
}

DRIVER_CALL cuEventRecord(void *event, void *stream)
{
    return call("cuEventRecord", Needs::CONTEXT, [=] { record(event, stream); });
}

DRIVER_CALL cuEventRecordWithFlags(void *event, void *stream, unsigned)
{
    return call("cuEventRecordWithFlags", Needs::CONTEXT, [=] { record(event, stream); });
}

DRIVER_CALL cuEventSynchronize(void *handle)
{
    return call("cuEventSynchronize", Needs::CONTEXT, [=] {
        const auto event = of_handle(context().events, handle);
        if (event->number) {
            context().run_until(*event->stream, event->number);
        }
    });
}

DRIVER_CALL cuEventQuery(void *handle)
{
    return call("cuEventQuery", Needs::CONTEXT, [=] {
        const auto event = of_handle(context().events, handle);
        if (event->number && !event->reached) {
            query(*event->stream, event->number);
        }
    });
}

DRIVER_CALL cuEventElapsedTime(float *milliseconds, void *from, void *to)
{
    return call("cuEventElapsedTime", Needs::CONTEXT, [=] {
        const auto start = of_handle(context().events, from), end = of_handle(context().events, to);
        if (!start->timed || !end->timed || !start->number || !end->number) {
            refuse(INVALID_HANDLE, "an event that was not recorded, or takes no time");
        }
        if (!start->reached || !end->reached) {
            refuse(NOT_READY, "an event that was not reached yet");
        }
        give(milliseconds, std::chrono::duration<float, std::milli>(end->time - start->time).count());
    });
}

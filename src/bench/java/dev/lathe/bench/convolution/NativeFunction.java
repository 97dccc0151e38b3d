package dev.lathe.bench.convolution;

import dev.lathe.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A function of C. */
record NativeFunction(String name, MethodHandle handle) {
    /**
     * Calls a function that returns a status.
     *
     * @throws DeviceException unless it is 0
     */
    void check(Object... arguments) {
        check(status(arguments));
    }

    /** As {@link #check(Object...)} with a status that came another way. */
    void check(int status) {
        if (status != 0) {
            throw new DeviceException(name + " failed with status " + status);
        }
    }

    /** Calls a function that returns a status. */
    int status(Object... arguments) {
        return (int) call(arguments);
    }

    /** Calls a function that returns a pointer. */
    MemorySegment pointer(Object... arguments) {
        return (MemorySegment) call(arguments);
    }

    /** Boxes its arguments, which costs microseconds where the calls that are timed take milliseconds. */
    private Object call(Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("C throws nothing", e);
        }
    }
}

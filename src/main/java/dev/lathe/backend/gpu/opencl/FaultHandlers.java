package dev.lathe.backend.gpu.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JVM's handlers of faults, put back after a driver has compiled. Java code faults on purpose, at safepoints and
 * null checks, and lives from handling it. LLVM, which PoCL and most drivers compile with, replaces these handlers by
 * its own while it writes files and leaves them there; they hand over to the JVM at the first fault, but a second
 * thread that faults in that moment ends the process. What remains is the time of compiling itself; {@code libjsig},
 * preloaded, closes that gap, too.
 */
final class FaultHandlers {
    /** SIGILL, SIGBUS, SIGFPE and SIGSEGV as Linux numbers them. */
    private static final int[] FAULTS = {4, 7, 8, 11};

    /** More than any system's {@code struct sigaction} takes; what is in it is nobody's business here. */
    private static final long ACTION_BYTES = 512;

    /** Those that were installed before this process called OpenCL; empty where it is not known how to ask. */
    private static final Optional<FaultHandlers> BEFORE = now();

    private record Saved(int signal, MemorySegment action) {}

    private final MethodHandle sigaction;
    private final List<Saved> saved = new ArrayList<>();

    private FaultHandlers(MethodHandle sigaction) {
        this.sigaction = sigaction;
        for (int signal : FAULTS) {
            MemorySegment action = Arena.ofAuto().allocate(ACTION_BYTES, Long.BYTES);
            call(signal, MemorySegment.NULL, action);
            saved.add(new Saved(signal, action));
        }
    }

    private static Optional<FaultHandlers> now() {
        if (!System.mapLibraryName("c").equals("libc.so")) {
            return Optional.empty();
        }
        return Linker.nativeLinker()
                .defaultLookup()
                .find("sigaction")
                .map(FaultHandlers::link)
                .map(FaultHandlers::new);
    }

    @SuppressWarnings("restricted") // the signature is POSIX's
    private static MethodHandle link(MemorySegment address) {
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        return Linker.nativeLinker().downcallHandle(address, signature);
    }

    /** To be called before the first call of OpenCL: sees which handlers there are. */
    static void remember() {
        // the class is initialised by now
    }

    /** Installs the remembered ones again: a few microseconds. */
    static void restore() {
        BEFORE.ifPresent(FaultHandlers::install);
    }

    private void install() {
        saved.forEach(each -> call(each.signal, each.action, MemorySegment.NULL));
    }

    private void call(int signal, MemorySegment wanted, MemorySegment found) {
        try {
            int status = (int) sigaction.invokeExact(signal, wanted, found);
            if (status != 0) {
                throw new IllegalStateException("sigaction of signal " + signal + " failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("sigaction cannot be called", e);
        }
    }
}

package dev.lathe;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stand-in for the NVIDIA driver, which interprets PTX; built here where {@code make} and {@code g++} are. It stays
 * away where this machine has the real one. JCuda finds it once it is loaded, because the library goes by the same
 * name.
 */
public final class StandIn {
    private static final String DRIVER = "libcuda.so.1";
    private static final Path LIBRARY = Path.of("target", "native-test", "cuda", DRIVER);
    private static final List<String> BUILD = List.of("make", "-s", "-j2", "-C", "native-test/cuda");
    private static final int PATIENCE_MINUTES = 10;

    /** Empty where it does not stand in. */
    private static final Optional<SymbolLookup> LOADED = loaded();

    private StandIn() {}

    @SuppressWarnings("restricted") // what is in it is declared in native-test/cuda/standin.h
    private static Optional<SymbolLookup> loaded() {
        if (isThere() || !isBuilt()) {
            return Optional.empty();
        }
        return Optional.of(SymbolLookup.libraryLookup(LIBRARY.toAbsolutePath(), Arena.global()));
    }

    /** Builds what has changed; false where that cannot be. */
    private static boolean isBuilt() {
        boolean tools = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(Path::of)
                        .flatMap(folder ->
                                Stream.of("make", "g++").filter(tool -> Files.isExecutable(folder.resolve(tool))))
                        .distinct()
                        .count()
                == 2;
        if (!tools) {
            return false;
        }
        try {
            Path log = Files.createDirectories(LIBRARY.getParent()).resolve("make.log");
            Process make = new ProcessBuilder(BUILD)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!make.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || make.exitValue() != 0) {
                make.destroyForcibly();
                throw new IllegalStateException(String.join(" ", BUILD) + " failed: " + Files.readString(log));
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("make cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The folder that it lies in, for a Java that is started with it. */
    public static Path folder() {
        return LIBRARY.toAbsolutePath().getParent();
    }

    @SuppressWarnings("restricted") // that is what JCuda does next
    private static boolean isThere() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(DRIVER, arena);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Whether it stands in for the driver of this machine; from here on it does if it can. */
    public static boolean isLoaded() {
        return LOADED.isPresent();
    }

    /** A counter that {@code standin.h} names. */
    public static long count(String what) {
        return (long) call("standin_count", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS), what);
    }

    /** What lives in it or waits, each kind with its number; empty if nothing does. */
    public static Map<String, Long> alive() {
        return Stream.of("contexts", "modules", "streams", "events", "allocations", "pinned", "pending", "graphs")
                .filter(kind -> count(kind) != 0)
                .collect(Collectors.toMap(Function.identity(), StandIn::count));
    }

    /** The next call of {@code call} but {@code nth - 1} others gives {@code error}. */
    public static void fail(String call, int nth, int error) {
        FunctionDescriptor signature =
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        call("standin_fail", signature, call, nth, error);
    }

    /** Gives back what somebody retained and could not give back. */
    public static void releaseContext() {
        call("cuDevicePrimaryCtxRelease_v2", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 0);
    }

    /** Counts from 0, and nothing is planned to fail. */
    public static void reset() {
        call("standin_reset", FunctionDescriptor.ofVoid());
    }

    /** What it last refused, and why; empty if nothing. */
    @SuppressWarnings("restricted") // it ends with a zero
    public static String lastRefusal() {
        Object text = call("standin_last_refusal", FunctionDescriptor.of(ValueLayout.ADDRESS));
        return ((MemorySegment) text).reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** Calls {@code name}; strings become zero-terminated. */
    @SuppressWarnings("restricted") // the signatures are those of standin.h
    private static Object call(String name, FunctionDescriptor signature, Object... arguments) {
        MemorySegment address = LOADED.orElseThrow().find(name).orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            List<Object> passed = Stream.of(arguments)
                    .map(argument -> argument instanceof String text ? arena.allocateFrom(text) : argument)
                    .toList();
            return Linker.nativeLinker().downcallHandle(address, signature).invokeWithArguments(passed);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " cannot be called", e);
        }
    }
}

package dev.lathe.backend.gpu.cuda;

import dev.lathe.error.DeviceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.reflect.InvocationTargetException;
import jcuda.JCudaVersion;
import jcuda.LibUtils;

/** The NVIDIA driver's library, by JCuda; loaded once, when a device is first asked for. */
final class CudaLibrary {
    /** What the oldest driver speaks that has every function: CUDA 11.0. */
    static final int OLDEST = 11_000;

    private static final int MAJOR = 1000;
    private static final int MINOR = 10;

    /** What loading gave: the library or a reason, for good, because a library cannot be loaded again. */
    private static final class Once {
        static final Loaded LOADED = load();
    }

    private sealed interface Loaded {
        record Contexts(PrimaryContexts contexts) implements Loaded {}

        record Failed(String reason) implements Loaded {}
    }

    private CudaLibrary() {}

    /** File name of the NVIDIA driver's library. */
    static String name() {
        String name = System.mapLibraryName("cuda");
        return name.endsWith(".dll") ? "nvcuda.dll" : name + ".1";
    }

    /** Whether this system has it. */
    @SuppressWarnings("restricted") // loading it is what JCuda does next
    private static boolean isThere() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name(), arena);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /**
     * The contexts of all devices.
     *
     * @throws DeviceException if CUDA cannot be used here; the message says why
     */
    static PrimaryContexts contexts() {
        if (!isThere()) {
            throw new DeviceException("this system has no " + name() + "; install the NVIDIA driver");
        }
        return switch (Once.LOADED) {
            case Loaded.Contexts(PrimaryContexts contexts) -> contexts;
            case Loaded.Failed(String reason) -> throw new DeviceException(reason);
        };
    }

    private static Loaded load() {
        try (JcudaLoader loader = new JcudaLoader("lib/" + nativeLibrary())) {
            CudaCalls calls = loader.calls();
            int version = calls.start();
            return version < OLDEST
                    ? new Loaded.Failed(tooOld(version))
                    : new Loaded.Contexts(new PrimaryContexts(calls));
        } catch (CudaError e) {
            return new Loaded.Failed("the NVIDIA driver does not start: " + e.getMessage());
        } catch (InvocationTargetException e) {
            return new Loaded.Failed("JCuda's native library could not be loaded (" + firstLine(e.getCause()) + ")");
        } catch (IOException | ReflectiveOperationException e) {
            return new Loaded.Failed("JCuda could not be loaded (" + firstLine(e) + ")");
        }
    }

    /** What JCuda calls its native library on this system. */
    private static String nativeLibrary() {
        return System.mapLibraryName(LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));
    }

    /** Why a driver that speaks CUDA {@code version} will not do. */
    static String tooOld(int version) {
        return "the NVIDIA driver speaks CUDA " + text(version) + ", wanted " + text(OLDEST)
                + " or newer; install a newer driver";
    }

    /** {@code 12.4} for 12040. */
    static String text(int version) {
        return version / MAJOR + "." + version % MAJOR / MINOR;
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}

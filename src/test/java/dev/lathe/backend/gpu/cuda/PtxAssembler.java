package dev.lathe.backend.gpu.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * NVIDIA's compiler of PTX, which JCuda's library brings. It is called directly: JCuda lets go of the text that the
 * compiler has yet to read.
 */
final class PtxAssembler {
    private static final String LIBRARY = "lib/libJNvPTXCompiler-12.6.0-linux-x86_64.so";

    private final SymbolLookup library;

    /** @param folder for a copy of the library, which stays in use until the JVM ends */
    @SuppressWarnings("restricted") // the functions are NVIDIA's, of nvPTXCompiler.h
    PtxAssembler(Path folder) throws IOException {
        Path copy = folder.resolve("libptxcompiler.so");
        try (InputStream in = PtxAssembler.class.getClassLoader().getResourceAsStream(LIBRARY)) {
            Files.copy(in, copy);
        }
        library = SymbolLookup.libraryLookup(copy, Arena.global());
    }

    /** What it says of {@code text} for {@code architecture}: registers, stack and spills, or what is wrong. */
    Said assemble(String text, String architecture) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment ptx = arena.allocateFrom(text);
            call("Create", handle, ptx.byteSize(), ptx);
            MemorySegment compiler = handle.get(ValueLayout.ADDRESS, 0);
            MemorySegment options = arena.allocate(ValueLayout.ADDRESS, 2);
            options.setAtIndex(ValueLayout.ADDRESS, 0, arena.allocateFrom("--gpu-name=" + architecture));
            options.setAtIndex(ValueLayout.ADDRESS, 1, arena.allocateFrom("--verbose"));
            int status = call("Compile", compiler, 2, options);
            Said said = new Said(status, log("Error", compiler, arena), log("Info", compiler, arena));
            call("Destroy", handle);
            return said;
        }
    }

    /** @param status 0 if it took it */
    record Said(int status, String errors, String report) {}

    private String log(String which, MemorySegment compiler, Arena arena) {
        MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
        call("Get" + which + "LogSize", compiler, size);
        MemorySegment log = arena.allocate(size.get(ValueLayout.JAVA_LONG, 0) + 1);
        call("Get" + which + "Log", compiler, log);
        return log.getString(0);
    }

    @SuppressWarnings("restricted")
    private int call(String function, Object... arguments) {
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                List.of(arguments).stream()
                        .map(argument -> switch (argument) {
                            case Long _ -> ValueLayout.JAVA_LONG;
                            case Integer _ -> ValueLayout.JAVA_INT;
                            default -> ValueLayout.ADDRESS;
                        })
                        .toArray(MemoryLayout[]::new));
        MemorySegment address = library.find("nvPTXCompiler" + function).orElseThrow();
        try {
            return (int)
                    Linker.nativeLinker().downcallHandle(address, signature).invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(function + " cannot be called", e);
        }
    }
}

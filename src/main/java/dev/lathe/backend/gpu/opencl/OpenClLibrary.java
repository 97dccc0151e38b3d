package dev.lathe.backend.gpu.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;

/** The system's OpenCL library. JOCL looks for it, too, but writes to standard output when there is none. */
final class OpenClLibrary {
    private OpenClLibrary() {}

    /** File names under which it is looked up here; none where it is no plain library. */
    static List<String> names() {
        String name = System.mapLibraryName("OpenCL");
        if (name.endsWith(".so")) {
            return List.of(name + ".1", name);
        }
        return name.endsWith(".dll") ? List.of(name) : List.of();
    }

    /** Whether it can be loaded, or nobody can tell. */
    static boolean isThere() {
        return names().isEmpty() || names().stream().anyMatch(OpenClLibrary::loads);
    }

    @SuppressWarnings("restricted") // loading it is what JOCL does next
    private static boolean loads(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}

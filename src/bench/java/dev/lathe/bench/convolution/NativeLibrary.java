package dev.lathe.bench.convolution;

import dev.lathe.error.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;

/** A shared library of the system. It stays loaded, as drivers leave threads behind. */
@SuppressWarnings("restricted") // whoever calls C must know its signatures
final class NativeLibrary {
    private final String file;
    private final SymbolLookup symbols;

    /**
     * @param remedy what to do when there is no such library
     * @throws DeviceException if it cannot be loaded
     */
    NativeLibrary(String file, String remedy) {
        this.file = file;
        try {
            this.symbols = SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new DeviceException("no " + file + " here; " + remedy, e);
        }
    }

    NativeFunction function(String name, MemoryLayout result, MemoryLayout... arguments) {
        var address = symbols.find(name).orElseThrow(() -> new DeviceException(file + " has no function " + name));
        return new NativeFunction(
                name, Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(result, arguments)));
    }
}

package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.Program;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.error.KernelException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The modules of one driver, each loaded when it is first asked for. Not safe to use from many threads. */
final class Modules {
    /** @param mostItems of a group */
    record Loaded(CudaCalls.Module module, CudaCalls.Function function, int mostItems, Placed placed)
            implements Program {}

    /** @param swapped see {@link Placed} */
    private record Key(PtxVariants.Chosen chosen, int swapped) {}

    private final CudaCalls calls;
    private final PtxVariants variants;
    private final String device;
    private final Map<Key, Loaded> loaded = new HashMap<>();

    /** @param device for messages */
    Modules(CudaCalls calls, PtxVariants variants, String device) {
        this.calls = calls;
        this.variants = variants;
        this.device = device;
    }

    Loaded of(Launch launch) {
        Placed placed = Placed.of(launch.grid())
                .orElseThrow(() -> new KernelException(device + " has no grid for kernel " + launch.kernel() + " on "
                        + launch.grid().items() + " items in groups of "
                        + launch.grid().group()));
        PtxVariants.Chosen chosen = variants.find(launch)
                .orElseThrow(() -> new KernelException(device + " has no kernel " + launch.kernel() + " with "
                        + launch.defines() + "; kernels/ptx/variants.tsv lists those that there are"));
        Loaded known = loaded.computeIfAbsent(
                new Key(chosen, placed.swapped()), _ -> load(launch, placed.text(PtxVariants.text(chosen)), placed));
        return new Loaded(known.module, known.function, known.mostItems, placed);
    }

    private Loaded load(Launch launch, String text, Placed placed) {
        CudaCalls.Module module = calls.loadModule(text);
        try {
            CudaCalls.Function function = calls.function(module, launch.entry());
            return new Loaded(module, function, calls.mostItems(function), placed);
        } catch (CudaError e) {
            throw Undo.after(e, () -> calls.unloadModule(module));
        }
    }

    /** Forgets all, after {@code unload} was told of each. */
    void clear(Consumer<CudaCalls.Module> unload) {
        loaded.values().forEach(each -> unload.accept(each.module));
        loaded.clear();
    }
}

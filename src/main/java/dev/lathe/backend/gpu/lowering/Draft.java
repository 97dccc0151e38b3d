package dev.lathe.backend.gpu.lowering;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import java.util.ArrayList;
import java.util.List;

/** Launches and scratch buffers of a node while they are put together. */
final class Draft {
    private final List<Long> scratch = new ArrayList<>();
    private final List<Launch> launches = new ArrayList<>();

    /** A new scratch buffer of so many floats, for the launch that writes it; {@link #read} gives it to others. */
    Arg.Scratch scratch(long floats) {
        scratch.add(floats * Float.BYTES);
        return new Arg.Scratch(scratch.size() - 1, true);
    }

    /** {@code buffer} for a launch that reads it. */
    static Arg read(Arg buffer) {
        return switch (buffer) {
            case Arg.Scratch(int index, boolean _) -> new Arg.Scratch(index, false);
            case Arg.Operand _, Arg.Result _, Arg.Table _, Arg.Ints _, Arg.Real _, Arg.Fault _ -> buffer;
        };
    }

    void add(Launch launch) {
        launches.add(launch);
    }

    Lowered lowered() {
        return new Lowered.Launches(scratch, launches);
    }
}

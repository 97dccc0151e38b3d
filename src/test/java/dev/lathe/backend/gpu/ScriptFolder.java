package dev.lathe.backend.gpu;

import dev.lathe.backend.gpu.ScriptDriver.Slice;
import dev.lathe.backend.gpu.ScriptDriver.Step;
import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Grid;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scripts as files, for the programs of {@code native-test/}: {@code scripts.txt}, whose form its README says,
 * {@code data.bin} with contents of buffers, {@code text/} with kernels and {@code host/} with what compiles them as C.
 */
final class ScriptFolder {
    private final Path folder;
    private final ScriptPrograms programs = new ScriptPrograms();

    ScriptFolder(Path folder) {
        this.folder = folder;
    }

    /** @return the kernels that any of the scripts runs */
    List<String> write(List<Script> scripts) throws IOException {
        Files.createDirectories(folder.resolve("text"));
        Files.createDirectories(folder.resolve("host"));
        List<String> lines = new ArrayList<>();
        try (ScriptData data = new ScriptData(folder.resolve("data.bin"))) {
            for (Script script : scripts) {
                write(script, data, lines);
            }
        }
        List<String> all = new ArrayList<>();
        programs.numbers()
                .forEach((variant, number) -> all.add("program " + number + " " + variant.entry() + variant.options()));
        all.addAll(lines);
        Files.write(folder.resolve("scripts.txt"), all);
        for (String kernel : programs.kernels()) {
            String entry = kernel.substring(kernel.lastIndexOf('/') + 1);
            Files.writeString(folder.resolve("text").resolve(entry + ".cl"), KernelText.of(kernel));
            Files.writeString(folder.resolve("host").resolve(entry + ".cpp"), programs.hostSource(kernel));
        }
        return programs.kernels();
    }

    private void write(Script script, ScriptData data, List<String> lines) throws IOException {
        lines.add("case " + script.name());
        List<Slice> buffers = buffers(script);
        for (int i = 0; i < buffers.size(); i++) {
            lines.add("buffer " + i + " " + buffers.get(i).bytes());
        }
        for (Step step : script.steps()) {
            switch (step) {
                case Step.Upload(Tensor from, Slice to) ->
                    lines.add("upload " + index(buffers, to) + " " + from.type().bytes() + " " + data.offset(from));
                case Step.Run run -> lines.add(launch(script, run, buffers));
                case Step.Download download -> {
                    Tensor wanted = script.wanted(download);
                    String form = wanted.dtype() == DType.FLOAT32 ? "floats " + script.distance() : "exact 0";
                    lines.add("want " + index(buffers, download.from()) + " "
                            + wanted.type().bytes() + " " + data.offset(wanted) + " " + form);
                }
            }
        }
    }

    /** What the script uses, each once. A value and a view of it are one; nothing else may overlap. */
    private static List<Slice> buffers(Script script) {
        Set<Slice> used = script.steps().stream()
                .flatMap(step -> switch (step) {
                    case Step.Upload(Tensor _, Slice to) -> List.of(to).stream();
                    case Step.Run run -> run.buffers().stream();
                    case Step.Download(Slice from, Tensor _) -> List.of(from).stream();
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Slice> buffers = List.copyOf(used);
        for (Slice one : buffers) {
            for (Slice other : buffers) {
                if (one != other
                        && one.allocation() == other.allocation()
                        && one.offset() < other.end()
                        && other.offset() < one.end()) {
                    throw new IllegalStateException(script.name() + ": " + one + " overlaps " + other);
                }
            }
        }
        return buffers;
    }

    private static int index(List<Slice> buffers, Slice slice) {
        return buffers.indexOf(slice);
    }

    private String launch(Script script, Step.Run run, List<Slice> buffers) {
        int number = programs.number(run.launch(), script.traits().doubles());
        StringBuilder line = new StringBuilder("launch " + number);
        Grid grid = run.launch().grid();
        padded(grid.items()).forEach(items -> line.append(' ').append(items));
        padded(grid.group()).forEach(items -> line.append(' ').append(items));
        Iterator<Slice> memory = run.buffers().iterator();
        for (Arg arg : run.launch().args()) {
            line.append(' ');
            switch (arg) {
                case Arg.Operand _, Arg.Result _, Arg.Scratch _, Arg.Table _, Arg.Fault _ ->
                    line.append('b').append(index(buffers, memory.next()));
                case Arg.Ints(List<Integer> values) ->
                    line.append(values.stream().map(String::valueOf).collect(Collectors.joining(",", "i", "")));
                case Arg.Real(float value) -> line.append('f').append(Float.floatToRawIntBits(value));
            }
        }
        return line.toString();
    }

    /** Three axes. */
    private static List<Long> padded(List<? extends Number> axes) {
        List<Long> all = new ArrayList<>(Collections.nCopies(3, 1L));
        for (int i = 0; i < axes.size(); i++) {
            all.set(i, axes.get(i).longValue());
        }
        return all;
    }
}

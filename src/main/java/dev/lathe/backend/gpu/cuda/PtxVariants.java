package dev.lathe.backend.gpu.cuda;

import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.error.KernelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The modules that {@code kernels/ptx} holds, made from the kernels' text before the jar was. */
public final class PtxVariants {
    static final String LIST = "variants.tsv";
    private static final String FOLDER = "/kernels/ptx/";

    /**
     * A module for some launch.
     *
     * @param file below {@code kernels/ptx}
     * @param numbers what is to be written into its text, by name
     */
    public record Chosen(String file, Map<String, String> numbers) {
        public Chosen {
            numbers = Map.copyOf(numbers);
        }
    }

    private record Row(String file, PtxVariant variant) {}

    private final Map<String, List<Row>> byKernel = new HashMap<>();

    /** The list is read when it is first asked for. */
    private static final class Once {
        static final PtxVariants SHIPPED = read();
    }

    private PtxVariants() {}

    /** Those that came with this library. */
    public static PtxVariants shipped() {
        return Once.SHIPPED;
    }

    private static PtxVariants read() {
        PtxVariants variants = new PtxVariants();
        text(LIST).lines().skip(1).forEach(line -> {
            String[] columns = line.split("\t", -1);
            variants.byKernel
                    .computeIfAbsent(columns[1], _ -> new ArrayList<>())
                    .add(new Row(columns[0], PtxVariant.of(columns[1], columns[2])));
        });
        return variants;
    }

    /** The module for {@code launch}, if there is one. */
    public Optional<Chosen> find(Launch launch) {
        Chosen best = null;
        int least = Integer.MAX_VALUE;
        for (Row row : byKernel.getOrDefault(launch.kernel(), List.of())) {
            Optional<Map<String, String>> numbers = row.variant.numbers(launch);
            if (numbers.isPresent() && row.variant.slack() < least) {
                best = new Chosen(row.file, numbers.get());
                least = row.variant.slack();
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether some module of the kernel whose entry point is {@code kernel} has all of {@code defines}. */
    boolean has(String kernel, Map<String, Integer> defines) {
        return byKernel.values().stream()
                .flatMap(List::stream)
                .anyMatch(row -> row.variant.entry().equals(kernel) && row.variant.fixes(defines));
    }

    /** The text of {@code chosen} with its numbers in place. */
    static String text(Chosen chosen) {
        return PtxNumbers.written(text(chosen.file), chosen.numbers);
    }

    private static String text(String file) {
        try (InputStream in = PtxVariants.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new KernelException("there is no file kernels/ptx/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("kernels/ptx/" + file + " cannot be read", e);
        }
    }
}

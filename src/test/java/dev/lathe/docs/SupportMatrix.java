package dev.lathe.docs;

import dev.lathe.backend.Backend;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.Support;
import dev.lathe.backend.cpu.CpuBackend;
import dev.lathe.backend.gpu.cuda.CudaBackend;
import dev.lathe.backend.gpu.opencl.OpenClBackend;
import dev.lathe.backend.reference.ReferenceBackend;
import dev.lathe.onnx.OnnxReader;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which backend runs which operator, as {@link Backend#supports} tells it, and which ONNX operators can be read. */
final class SupportMatrix {
    static final List<BackendFactory> BACKENDS =
            List.of(CpuBackend.FACTORY, CudaBackend.FACTORY, OpenClBackend.FACTORY, ReferenceBackend.FACTORY);

    private static final String HEAD =
            """
            # Support matrix

            Made by `SupportMatrixTest` from what the backends answer; rewrite it with

            ```sh
            mvn test -Dtest=SupportMatrixTest -Dlathe.rewrite=true
            ```

            ## Operators and backends

            The operator is the one of the graph, by its ONNX name, after the reader has rewritten the file. "Yes" means that
            every variant in the test's samples runs, and gives what the reference gives.

            """;

    private static final String READER =
            """

            ## ONNX operators that can be read

            Opsets up to %d; [operators](operators.md) tells what is read of each. Operators of other domains, subgraphs and
            functions are refused.

            Read as the operator of the same name:

            %s

            Rewritten with other operators of the table:

            %s
            """;

    /** Characters of a line of names. */
    private static final int LINE = 115;

    private SupportMatrix() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("| operator | record |");
        BACKENDS.forEach(factory -> text.append(' ').append(factory.name()).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(BACKENDS.size())).append('\n');
        var byName = OpSamples.all().stream()
                .collect(Collectors.groupingBy(sample -> sample.op().name(), TreeMap::new, Collectors.toList()));
        byName.forEach((name, samples) -> {
            String record = samples.getFirst().op().getClass().getSimpleName();
            text.append("| ").append(name).append(" | `").append(record).append("` |");
            BACKENDS.forEach(
                    factory -> text.append(' ').append(answer(factory, samples)).append(" |"));
            text.append('\n');
        });
        Set<String> same = new TreeSet<>(OnnxReader.operators());
        same.retainAll(byName.keySet());
        Set<String> rewritten = new TreeSet<>(OnnxReader.operators());
        rewritten.removeAll(same);
        return text + READER.formatted(OnnxReader.NEWEST_OPSET, wrapped(same), wrapped(rewritten));
    }

    private static String answer(BackendFactory factory, List<OpSamples.Sample> samples) {
        try (Backend backend = factory.open(factory.devices().getFirst().id(), DeviceOptions.threads(1))) {
            Set<String> reasons = new TreeSet<>();
            for (OpSamples.Sample sample : samples) {
                if (backend.supports(sample.op(), sample.types()) instanceof Support.No(String reason)) {
                    reasons.add(reason);
                }
            }
            return reasons.isEmpty() ? "yes" : "no: " + String.join("; ", reasons);
        }
    }

    /** The names, separated by commas, in lines of a readable length. */
    private static String wrapped(Set<String> names) {
        StringBuilder text = new StringBuilder();
        int lineStart = 0;
        for (String name : names) {
            if (text.length() + name.length() - lineStart > LINE) {
                text.append(",\n");
                lineStart = text.length();
            } else if (!text.isEmpty()) {
                text.append(", ");
            }
            text.append(name);
        }
        return text.toString();
    }
}

package dev.lathe.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.backend.Backend;
import dev.lathe.backend.BackendFactory;
import dev.lathe.backend.Device;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.Support;
import dev.lathe.backend.reference.Reference;
import dev.lathe.op.Activate;
import dev.lathe.op.Activation;
import dev.lathe.op.Op;
import dev.lathe.tensor.DType;
import dev.lathe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/support-matrix.md} says what the backends say, and what they say is true. */
class SupportMatrixTest {
    private static final Path FILE = Path.of("docs", "support-matrix.md");

    /** The bound of docs/numerics.md for sums of at most 50 terms of magnitude 1 at most. */
    private static final double TOLERANCE = 51 * 0x1p-24 * 50;

    @Test
    void theFileIsCurrent() throws IOException {
        Required.device("opencl:0");
        Required.device("cuda:0");
        if (Boolean.getBoolean("lathe.rewrite")) {
            Files.writeString(FILE, SupportMatrix.text());
        }
        assertThat(FILE)
                .as("rewrite it with: mvn test -Dtest=SupportMatrixTest -Dlathe.rewrite=true")
                .hasContent(SupportMatrix.text());
    }

    @Test
    void everyOperatorHasASample() {
        assertThat(OpSamples.all().stream().<Class<?>>map(sample -> sample.op().getClass()))
                .containsAll(List.of(Op.class.getPermittedSubclasses()));
        assertThat(OpSamples.all().stream()
                        .map(OpSamples.Sample::op)
                        .filter(Activate.class::isInstance)
                        .<Class<?>>map(op -> ((Activate) op).function().getClass()))
                .containsAll(List.of(Activation.class.getPermittedSubclasses()));
    }

    @Test
    void theIndexNamesEveryOperator() throws IOException {
        assertThat(Files.readString(Path.of("docs", "operators.md")))
                .contains(Arrays.stream(Op.class.getPermittedSubclasses())
                        .map(op -> "[`" + op.getSimpleName() + "`]")
                        .toList());
    }

    @Test
    void everyBackendIsInTheMatrix() {
        assertThat(SupportMatrix.BACKENDS.stream().map(BackendFactory::name))
                .containsAll(Engine.devices().stream().map(Device::backend).toList());
    }

    @TestFactory
    Stream<DynamicTest> whatIsSupportedRuns() {
        return SupportMatrix.BACKENDS.stream()
                .filter(SupportMatrixTest::isHere)
                .flatMap(factory -> OpSamples.all().stream()
                        .map(sample -> dynamicTest(factory.name() + " " + sample.op(), () -> runs(factory, sample))));
    }

    private static boolean isHere(BackendFactory factory) {
        return factory.devices().getFirst().available();
    }

    private static void runs(BackendFactory factory, OpSamples.Sample sample) {
        List<Tensor> expected = Reference.evaluate(sample.op(), sample.operands());
        try (Backend backend = factory.open(factory.devices().getFirst().id(), DeviceOptions.threads(2))) {
            if (backend.supports(sample.op(), sample.types()) instanceof Support.No) {
                return;
            }
            try (Executable executable = backend.compile(sample.graph())) {
                assertThat(executable.outputTypes())
                        .isEqualTo(expected.stream().map(Tensor::type).toList());
                List<Tensor> actual =
                        executable.outputTypes().stream().map(Tensor::zeros).toList();
                executable.run(sample.inputs(), actual, RunObserver.NONE);
                for (int i = 0; i < actual.size(); i++) {
                    agree(expected.get(i), actual.get(i));
                }
            }
        }
    }

    private static void agree(Tensor expected, Tensor actual) {
        for (int i = 0; i < expected.size(); i++) {
            if (expected.dtype() == DType.FLOAT32) {
                assertThat((double) actual.floats()[i])
                        .as("element %d", i)
                        .isEqualTo(expected.floats()[i], Offset.offset(TOLERANCE));
            } else {
                assertThat(actual.longAt(i)).as("element %d", i).isEqualTo(expected.longAt(i));
            }
        }
    }
}

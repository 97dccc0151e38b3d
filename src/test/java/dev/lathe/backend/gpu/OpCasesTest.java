package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.Tolerance;
import dev.lathe.backend.Backend;
import dev.lathe.backend.DeviceOptions;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.opencl.OpenClBackend;
import dev.lathe.backend.reference.Reference;
import dev.lathe.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of every operator on an OpenCL device against the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpCasesTest {
    private Backend backend;

    @BeforeAll
    void open() {
        Required.device("opencl:0");
        backend = OpenClBackend.FACTORY.open("opencl:0", new DeviceOptions(2, false, Engine.userCache()));
    }

    @AfterAll
    void close() {
        if (backend != null) {
            backend.close();
        }
    }

    static List<OpCase> cases() {
        return OpCases.all();
    }

    @Test
    void namesAreUnique() {
        Set<String> names = new HashSet<>();
        assertThat(cases()).allMatch(each -> names.add(each.name()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheReference(OpCase each) {
        List<Tensor> expected = Reference.evaluate(each.op(), each.operands());
        try (Executable executable = backend.compile(each.graph())) {
            List<Tensor> actual =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            // twice: the second run finds what the first one left in memory
            executable.run(each.inputs(), actual, RunObserver.NONE);
            executable.run(each.inputs(), actual, RunObserver.NONE);
            for (int i = 0; i < expected.size(); i++) {
                Tolerance.assertClose(actual.get(i), expected.get(i), each.roundings(), each.magnitude());
            }
        }
    }
}

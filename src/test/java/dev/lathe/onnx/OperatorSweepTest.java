package dev.lathe.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.onnx.SideBySide.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator, at every opset that gave it another meaning, does what it does in ONNX Runtime. Where ONNX Runtime
 * departs from the specification the models are drawn around it; the comments there say how.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorSweepTest {
    private SideBySide sides;

    @BeforeAll
    void open() {
        sides = new SideBySide();
    }

    @AfterAll
    void close() {
        sides.close();
    }

    static List<Family> families() {
        return Stream.of(
                        WindowFamilies.all(),
                        ElementFamilies.all(),
                        MovementFamilies.all(),
                        PieceFamilies.all(),
                        ReductionFamilies.all(),
                        MatrixFamilies.all(),
                        ResizeFamilies.all(),
                        ChainFamilies.all())
                .flatMap(Collection::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("families")
    void agrees(Family family) {
        sweep(family, 3);
    }

    @ParameterizedTest
    @MethodSource("families")
    @Tag("soak")
    void agreesOnMany(Family family) {
        sweep(family, 300);
    }

    @Test
    void everyOperatorHasItsFamily() {
        Set<String> swept = families().stream().map(Family::name).collect(Collectors.toSet());
        assertThat(swept).containsAll(OnnxReader.operators());
    }

    private void sweep(Family family, int each) {
        List<String> faults = new ArrayList<>();
        int compared = 0;
        int drawn = 0;
        for (int opset : family.opsets()) {
            for (int i = 0; i < each * family.share(); i++) {
                DrawnModel model = family.draw(opset, i);
                for (Result result : sides.compare(model)) {
                    drawn++;
                    switch (result.outcome()) {
                        case SAME -> compared++;
                        case DIFFERENT, REFUSED -> faults.add(result + "\n    " + model);
                        case NO_ORACLE -> {}
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
        // Some old opsets and element types have no kernel in ONNX Runtime.
        assertThat(compared).as("compared of %d", drawn).isGreaterThanOrEqualTo(Math.max(1, drawn / 2));
    }
}

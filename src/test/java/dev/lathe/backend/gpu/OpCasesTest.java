package dev.lathe.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Engine;
import dev.lathe.Required;
import dev.lathe.WinogradTolerance;
import dev.lathe.backend.Backend;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.backend.gpu.opencl.OpenClDriver;
import dev.lathe.op.Activate;
import dev.lathe.op.Binary;
import dev.lathe.op.Cast;
import dev.lathe.op.Op;
import dev.lathe.op.PRelu;
import dev.lathe.op.Unary;
import dev.lathe.op.Where;
import dev.lathe.tune.Tuning;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of every operator on an OpenCL device against the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpCasesTest {
    private static final Set<String> WINDOWED = Set.of("Conv", "Gemm", "MatMul");

    private final Map<String, Backend> backends = new LinkedHashMap<>();

    @BeforeAll
    void open() {
        Required.device("opencl:0");
        backends.put("as it is", backend(traits -> traits, Tuning.NONE));
        backends.put("a GPU", backend(traits -> DisguisedDriver.gpu(traits, 256), Tuning.NONE));
        backends.put("a small GPU", backend(traits -> DisguisedDriver.gpu(traits, 64), Tuning.NONE));
        backends.put("vectors of 4", backend(traits -> DisguisedDriver.cpu(traits, 4), Tuning.NONE));
        backends.put("vectors of 8, F(2x2)", backend(traits -> DisguisedDriver.cpu(traits, 8), Winograds.of(2)));
        backends.put("F(4x4)", backend(traits -> traits, Winograds.of(4)));
        backends.put("a GPU, F(2x2)", backend(traits -> DisguisedDriver.gpu(traits, 64), Winograds.of(2)));
        backends.put("a GPU, F(4x4)", backend(traits -> DisguisedDriver.gpu(traits, 64), Winograds.of(4)));
    }

    private static Backend backend(UnaryOperator<Traits> disguise, Tuning tuning) {
        return new GpuBackend(
                () -> {
                    GpuDriver driver = OpenClDriver.open("opencl:0", Engine.userCache());
                    return new DisguisedDriver(driver, disguise.apply(driver.traits()));
                },
                tuning,
                false);
    }

    @AfterAll
    void close() {
        backends.values().forEach(Backend::close);
    }

    static List<OpCase> cases() {
        return OpCases.andExpanded();
    }

    @Test
    void namesAreUnique() {
        Set<String> names = new HashSet<>();
        assertThat(cases()).allMatch(each -> names.add(each.name()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheReference(OpCase each) {
        runs("as it is", each);
    }

    /** Elementwise operators are left out: on a GPU only their groups are smaller. */
    static List<OpCase> unlikeOnAGpu() {
        return cases().stream().filter(each -> !isElementwise(each.op())).toList();
    }

    private static boolean isElementwise(Op op) {
        return op instanceof Activate
                || op instanceof Binary
                || op instanceof Cast
                || op instanceof PRelu
                || op instanceof Unary
                || op instanceof Where;
    }

    @ParameterizedTest
    @MethodSource("unlikeOnAGpu")
    void agreesOnAGpu(OpCase each) {
        runs("a GPU", each);
    }

    static List<OpCase> windowed() {
        return cases().stream()
                .filter(each -> WINDOWED.contains(each.op().name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("windowed")
    void agreesWithOtherTiles(OpCase each) {
        runs("a small GPU", each);
        runs("vectors of 4", each);
    }

    @ParameterizedTest
    @MethodSource("windowed")
    void agreesByWinograd(OpCase each) {
        runs("vectors of 8, F(2x2)", each.amplified(WinogradTolerance.amplification(2)));
        runs("F(4x4)", each.amplified(WinogradTolerance.amplification(4)));
        runs("a GPU, F(2x2)", each.amplified(WinogradTolerance.amplification(2)));
        runs("a GPU, F(4x4)", each.amplified(WinogradTolerance.amplification(4)));
    }

    private void runs(String backend, OpCase each) {
        each.assertAgrees(backends.get(backend));
    }
}

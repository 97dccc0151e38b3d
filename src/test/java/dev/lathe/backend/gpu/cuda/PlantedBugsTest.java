package dev.lathe.backend.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Required;
import dev.lathe.Skip;
import dev.lathe.StandIn;
import dev.lathe.backend.Executable;
import dev.lathe.backend.RunObserver;
import dev.lathe.backend.gpu.GpuBackend;
import dev.lathe.backend.gpu.OpCase;
import dev.lathe.backend.gpu.OpCases;
import dev.lathe.error.DeviceLostException;
import dev.lathe.tensor.Tensor;
import dev.lathe.tune.Tuning;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bugs that are planted in the shipped kernels on their way to the driver: the stand-in says what each of them does.
 */
class PlantedBugsTest {
    /** What is done to a module's text. */
    enum Bug {
        BARRIER_REMOVED("\tbar\\.sync[^\n]*\n", ""),
        BOUND_DROPPED("\t@%p1 bra[^\n]*\n", ""),
        STORE_SHIFTED("(st\\.global[.\\w]*\\s+\\[%rd\\d+)]", "$1+67108864]"),
        LOAD_SHIFTED("(ld\\.global[.\\w]*\\s+[^\n]*\\[%rd\\d+)]", "$1+67108864]"),
        MISALIGNED("(ld\\.global[.\\w]*v4[.\\w]*\\s+[^\n]*\\[%rd\\d+)]", "$1+4]"),
        STORE_REMOVED("\tst\\.shared[^\n]*\n", "");

        private final String before;
        private final String after;

        Bug(String before, String after) {
            this.before = before;
            this.after = after;
        }

        private String in(String text) {
            String changed = text.replaceAll(before, after);
            assertThat(changed).as("%s finds no place", this).isNotEqualTo(text);
            return changed;
        }
    }

    @BeforeEach
    void reset() {
        Required.device("cuda:0");
        Skip.unless(StandIn.isLoaded(), "a real CUDA device does not tell");
        StandIn.reset();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BARRIER_REMOVED | conv_tiled     | conv 1x1                | 719 | with no barrier between",
                "BARRIER_REMOVED | softmax        | Softmax of long rows    | 719 | that no thread of the block wrote",
                "BARRIER_REMOVED | reduce_group   | long sum                | 719 | that no thread of the block wrote",
                "BARRIER_REMOVED | moments        | layer norm of long rows | 719 | that no thread of the block wrote",
                "BARRIER_REMOVED | check_indices  | gather elements         | 719 | that no thread of the block wrote",
                "STORE_REMOVED   | conv_tiled     | conv 1x1                | 719 | that no thread of the block wrote",
                "STORE_REMOVED   | reduce_group   | long sum                | 719 | that no thread of the block wrote",
                "MISALIGNED      | conv_tiled     | conv 1x1                | 716 | no multiple",
                "BOUND_DROPPED   | activation     | relu of 1025            | 719 | which nobody wrote",
                "BOUND_DROPPED   | gather_elements | gather elements        | 719 | which nobody wrote",
                "BOUND_DROPPED   | unary          | ABS of floats           | 719 | which nobody wrote",
                "STORE_SHIFTED   | conv_direct    | conv depthwise          | 700 | writes 4 bytes",
                "STORE_SHIFTED   | conv_tiled     | conv 1x1                | 700 | writes",
                "STORE_SHIFTED   | copy_strided   | transpose matrix        | 700 | writes",
                "LOAD_SHIFTED    | pool_max       | column-major indices    | 700 | reads 4 bytes",
                "LOAD_SHIFTED    | lrn            | LRN                     | 700 | reads 4 bytes"
            })
    void isCaughtByName(Bug bug, String kernel, String operator, int status, String said) {
        OpCase each = OpCases.all().stream()
                .filter(one -> one.name().equals(operator))
                .findFirst()
                .orElseThrow();
        CudaCalls calls = CudaLibrary.contexts().calls();
        PrimaryContexts sound = new PrimaryContexts(calls);
        run(each, sound);
        assertThatThrownBy(() -> run(each, new PrimaryContexts(planting(bug, kernel, calls))))
                .isInstanceOf(DeviceLostException.class)
                .hasMessageContaining("(" + status + ")");
        assertThat(StandIn.lastRefusal()).contains(kernel).contains(said);
        // a bug of one session is none of the next
        run(each, sound);
    }

    private static void run(OpCase each, PrimaryContexts contexts) {
        try (GpuBackend backend =
                        new GpuBackend(() -> CudaDriver.open(new CudaDevice(0, contexts)), Tuning.NONE, false);
                Executable executable = backend.compile(each.graph())) {
            List<Tensor> results =
                    executable.outputTypes().stream().map(Tensor::zeros).toList();
            executable.run(each.inputs(), results, RunObserver.NONE);
        }
    }

    /** The same functions, but for modules of {@code kernel}. */
    private static CudaCalls planting(Bug bug, String kernel, CudaCalls calls) {
        return (CudaCalls) Proxy.newProxyInstance(
                CudaCalls.class.getClassLoader(), new Class<?>[] {CudaCalls.class}, (_, method, arguments) -> {
                    if (method.getName().equals("loadModule")) {
                        String text = (String) arguments[0];
                        arguments[0] = text.contains(".entry " + kernel + "(") ? bug.in(text) : text;
                    }
                    return call(method, calls, arguments);
                });
    }

    private static Object call(Method method, CudaCalls calls, Object... arguments) throws Throwable {
        try {
            return method.invoke(calls, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

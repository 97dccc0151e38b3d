package dev.lathe.backend.gpu.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Call;
import dev.lathe.backend.gpu.launch.Launch;
import dev.lathe.backend.gpu.launch.Lowered;
import dev.lathe.backend.gpu.launch.Traits;
import dev.lathe.op.Activation;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which chains of three convolutions become one launch, and in which tiles. */
class TuckerChainTest {
    private static final int TILE = 16;
    private static final int BLOCKS = 21;

    private static Conv conv(int stride, int pad, int groups, Epilogue epilogue) {
        Padding padding = new Padding.Explicit(List.of(pad, pad), List.of(pad, pad));
        return new Conv(new Window(List.of(), List.of(stride, stride), List.of(), padding), groups, epilogue);
    }

    private static Call call(Conv op, Shape x, Shape w, Traits device) {
        return Devices.call(op, Operands.ofTypes(TensorType.float32(x), TensorType.float32(w)), device);
    }

    /** A chain around a 3x3 window whose ranks are the same, over a square image. */
    private static Lowered lowered(int units, int images, int channels, int rank, int filters, int extent) {
        List<Conv> ops =
                List.of(conv(1, 0, 1, Epilogue.NONE), conv(1, 1, 1, Epilogue.NONE), conv(1, 0, 1, Epilogue.NONE));
        Traits device = Devices.gpu(units);
        Shape between = Shape.of(images, rank, extent, extent);
        return Lowerings.chain(
                ops,
                List.of(
                        call(
                                ops.get(0),
                                Shape.of(images, channels, extent, extent),
                                Shape.of(rank, channels, 1, 1),
                                device),
                        call(ops.get(1), between, Shape.of(rank, rank, 3, 3), device),
                        call(ops.get(2), between, Shape.of(filters, rank, 1, 1), device)));
    }

    private static Launch launch(Lowered lowered) {
        return ((Lowered.Launches) lowered).launches().getLast();
    }

    private static List<Integer> fields(Launch launch) {
        return ((Arg.Ints) launch.args().getLast()).values();
    }

    @ParameterizedTest
    @CsvSource({
        "40, 1, 64, 22, 64, 224", // VGG-16 on a T4
        "108, 1, 64, 22, 64, 224",
        "108, 1, 64, 44, 128, 112",
        "132, 8, 64, 22, 64, 224",
        "16, 1, 16, 8, 16, 20" // small: two launches less
    })
    void areOneWhereTheImagesBetweenCostMoreThanTheEdgesOfTiles(
            int units, int images, int channels, int rank, int filters, int extent) {
        Launch launch = launch(lowered(units, images, channels, rank, filters, extent));
        assertThat(launch.kernel()).isEqualTo("conv/conv_tucker");
        List<Integer> fields = fields(launch);
        int down = fields.get(TILE);
        int across = fields.get(TILE + 1);
        assertThat(launch.grid().items())
                .containsExactly(256L * images * Math.ceilDiv(extent, down) * Math.ceilDiv(extent, across));
    }

    @ParameterizedTest
    @CsvSource({
        "108, 8, 256, 88, 256, 56", // Winograd's method does the 3x3 convolution better
        "40, 8, 64, 22, 64, 224",
        "132, 1, 64, 22, 64, 224", // nearly the same
        "132, 1, 512, 176, 512, 14", // there is room for tiles of a few positions only
        "40, 1, 512, 176, 512, 28",
        "132, 1, 256, 64, 256, 7" // one group on one unit would do it all
    })
    void areThreeWhereThatIsFaster(int units, int images, int channels, int rank, int filters, int extent) {
        assertThat(lowered(units, images, channels, rank, filters, extent)).isInstanceOf(Lowered.Refused.class);
    }

    /** What the kernel has room for: quads of local memory, work-items, quads of weights of a step. */
    @ParameterizedTest
    @CsvSource({
        "64, 23, 64, 224",
        "3, 1, 1, 40",
        "33, 47, 130, 61",
        "128, 61, 300, 57",
        "7, 128, 7, 33",
        "16, 100, 16, 19"
    })
    void tilesFitTheKernel(int channels, int rank, int filters, int extent) {
        Conv op = conv(1, 1, 1, Epilogue.NONE);
        TuckerChain chain = chain(op, channels, rank, filters, extent);
        TuckerTile tile = TuckerTile.best(chain, Devices.gpu(40)).orElseThrow();
        int seen = (tile.down() + 2) * (tile.across() + 2);
        int positions = tile.down() * tile.across();
        int quadsX = (1 << tile.logTerms(0)) / 4;
        assertThat(tile.seen()).isEqualTo(seen);
        assertThat(seen * quadsX).as("loads of x").isLessThanOrEqualTo(2 * 256);
        assertThat(2 * seen * (quadsX | 1)).as("two steps of x").isLessThanOrEqualTo(1536);
        assertThat(seen * (Math.ceilDiv(rank, 4) | 1)).as("between").isLessThanOrEqualTo(1536);
        assertThat(tile.blocks(0) * Math.ceilDiv(seen, 4)).as("work-items").isLessThanOrEqualTo(256);
        IntStream.of(1, 2).forEach(part -> assertThat(tile.blocks(part) * Math.ceilDiv(positions, 4))
                .as("work-items")
                .isLessThanOrEqualTo(256));
        IntStream.range(0, 3).forEach(part -> assertThat(tile.blocks(part) * 2 << tile.logTerms(part))
                .as("quads of weights")
                .isLessThanOrEqualTo(256));
    }

    private static TuckerChain chain(Conv core, int channels, int rank, int filters, int extent) {
        Conv point = conv(1, 0, 1, Epilogue.NONE);
        Shape between = Shape.of(1, rank, extent, extent);
        Traits device = Devices.gpu(40);
        return new TuckerChain(
                Convolutions.sum(
                        point,
                        call(point, Shape.of(1, channels, extent, extent), Shape.of(rank, channels, 1, 1), device),
                        0),
                Convolutions.sum(core, call(core, between, Shape.of(rank, rank, 3, 3), device), 2),
                Convolutions.sum(point, call(point, between, Shape.of(filters, rank, 1, 1), device), 4));
    }

    @Test
    void operandsCountThroughAllThree() {
        Launch launch = launch(lowered(40, 1, 64, 23, 64, 224));
        assertThat(launch.args().getFirst()).isEqualTo(new Arg.Operand(0));
        assertThat(launch.args()).doesNotContain(new Arg.Operand(2), new Arg.Operand(4));
        assertThat(fields(launch)).hasSize(BLOCKS + 1).startsWith(64, 23, 23, 64, 224, 224, 224, 224, 3, 3);
    }

    @Test
    void otherChainsAreRefused() {
        Conv point = conv(1, 0, 1, Epilogue.NONE);
        Conv window = conv(1, 1, 1, Epilogue.NONE);
        Epilogue relu = new Epilogue(false, new Activation.Relu());
        List<List<Conv>> others = List.of(
                List.of(window, window, point),
                List.of(point, window, window),
                List.of(conv(1, 0, 1, relu), window, point),
                List.of(point, conv(1, 1, 1, relu), point),
                List.of(point, conv(1, 1, 2, Epilogue.NONE), point),
                List.of(point, window, conv(1, 0, 2, Epilogue.NONE)),
                List.of(point, window, conv(2, 0, 1, Epilogue.NONE)));
        for (List<Conv> ops : others) {
            assertThat(Lowerings.chain(ops, calls(ops))).as("%s", ops).isInstanceOf(Lowered.Refused.class);
        }
        List<Conv> chain = List.of(point, window, point);
        assertThat(Lowerings.chain(chain, calls(chain))).isInstanceOf(Lowered.Launches.class);
    }

    private static List<Call> calls(List<Conv> ops) {
        return ops.stream()
                .map(op -> {
                    int kernel = op.window()
                                    .padding()
                                    .equals(conv(1, 0, 1, Epilogue.NONE)
                                            .window()
                                            .padding())
                            ? 1
                            : 3;
                    Shape w = Shape.of(8, 8 / op.groups(), kernel, kernel);
                    return call(op, Shape.of(1, 8, 20, 20), w, Devices.gpu(16));
                })
                .toList();
    }
}

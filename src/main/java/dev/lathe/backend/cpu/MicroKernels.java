package dev.lathe.backend.cpu;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The innermost loops of this JVM, chosen once. */
final class MicroKernels {
    /** Whether the JVM was started with the vector module. */
    static final boolean VECTORS = hasVectors();

    /** Tiles of matrix products. */
    static final MicroKernel BEST = VECTORS ? new VectorMicroKernel() : new ScalarMicroKernel();

    /** Rows of {@link #BEST}'s tiles. */
    static final int ROWS = BEST.rows();

    /** Columns of {@link #BEST}'s tiles. */
    static final int COLUMNS = BEST.columns();

    /** Tiles for left operands that are read once, if there are some for this machine's vectors. */
    static final Optional<StreamKernel> STREAM = stream();

    /** Tiles that ask for what they use next, if there are some for this machine's vectors. */
    static final Optional<PrefetchKernel> PREFETCH = prefetch();

    /** Loops over channels side by side. */
    static final ChannelLoops CHANNELS = VECTORS ? new VectorChannelLoops() : new ScalarChannelLoops();

    /** Matrices turned. */
    static final TurnLoops TURN = VECTORS ? new VectorTurnLoops() : new ScalarTurnLoops();

    /** Loops of training. */
    static final BackwardLoops BACKWARD = VECTORS ? new VectorBackwardLoops() : new ScalarBackwardLoops();

    /** Sums over the weights that pruning has left. */
    static final SparseLoops SPARSE = VECTORS ? new VectorSparseLoops() : new ScalarSparseLoops();

    /** Sums over such weights of a matrix that pick their inputs, if there are some for this machine's vectors. */
    static final Optional<PickKernel> PICK = pick();

    /** The transforms of F(2x2, 3x3). */
    static final WinogradLoops WINOGRAD_TWO =
            VECTORS ? new VectorWinogradTwo() : new ScalarWinogradLoops(WinogradMatrices.TWO);

    /** The transforms of F(4x4, 3x3). */
    static final WinogradLoops WINOGRAD_FOUR =
            VECTORS ? new VectorWinogradFour() : new ScalarWinogradLoops(WinogradMatrices.FOUR);

    /** The transforms of F(4, 3), F(4, 4) and F(4, 5) along one axis. */
    static final List<LineLoops> LINES = VECTORS
            ? List.of(new VectorLinesSix(), new VectorLinesSeven(), new VectorLinesEight())
            : Stream.of(LineMatrices.THREE, LineMatrices.FOUR, LineMatrices.FIVE)
                    .<LineLoops>map(ScalarLineLoops::new)
                    .toList();

    private MicroKernels() {}

    /** For vectors of 256 bits only: where that pays was measured (docs/decisions/0031-streamed-filters.md). */
    private static Optional<StreamKernel> stream() {
        return VECTORS && ROWS == VectorTileSix.ROWS ? Optional.of(new VectorStreamSix()) : Optional.empty();
    }

    /** For vectors of 512 bits only; for those of 256 there is {@link #STREAM}. */
    private static Optional<PrefetchKernel> prefetch() {
        return VECTORS && ROWS == VectorTileEight.ROWS ? Optional.of(new VectorPrefetchEight()) : Optional.empty();
    }

    /**
     * For vectors of 512 bits only: one instruction picks sixteen elements
     * (docs/decisions/0035-turning-and-picking.md).
     */
    private static Optional<PickKernel> pick() {
        return VECTORS && ROWS == VectorTileEight.ROWS ? Optional.of(new VectorPickFour()) : Optional.empty();
    }

    private static boolean hasVectors() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!present) {
            Logger log = LoggerFactory.getLogger(MicroKernels.class);
            log.warn("no vector instructions: start Java with --add-modules jdk.incubator.vector; using scalar loops");
        }
        return present;
    }
}

package dev.lathe.bench.roofline;

import dev.lathe.backend.gpu.launch.Arg;
import dev.lathe.backend.gpu.launch.Launch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long a launch should take on a card: the longest of multiplying, moving and waiting
 * ({@code docs/gpu-roofline.md}).
 *
 * @param multiplying ms of multiplying, idle units counted
 * @param moving ms of moving every buffer once between memory and chip
 * @param waiting ms of waiting for the loads of each step
 */
record Prediction(Launch launch, double multiplying, double moving, double waiting) {
    /** ms from one launch to the next in a queue. */
    static final double LAUNCH = 0.003;
    /** ms from one step of a tile to the next, however little is multiplied; measured on an H100. */
    static final double STEP = 0.00067;
    /** How much longer than its instructions a tile takes; measured on an H100. */
    static final double STALLS = 1.3;

    private static final double GIGA = 1e6; // of a millisecond

    double ms() {
        return Math.max(Math.max(multiplying, moving), waiting) + LAUNCH;
    }

    /** The launches of a run of layers that are lowered together; what depends on weights alone is done before. */
    static List<Prediction> of(Step step, Card card) {
        Set<Integer> known = new HashSet<>();
        return step.lowered().launches().stream()
                .filter(launch -> !isDoneBefore(launch, known))
                .map(launch -> of(launch, card, bytes(launch, step)))
                .toList();
    }

    /**
     * Whether it reads nothing but weights; adds the scratch buffers that it writes to those that are {@code known}.
     */
    private static boolean isDoneBefore(Launch launch, Set<Integer> known) {
        Set<Integer> written = new HashSet<>();
        for (Arg arg : launch.args()) {
            switch (arg) {
                case Arg.Operand(int index)
                when index == 0 -> {
                    return false;
                }
                case Arg.Result _ -> {
                    return false;
                }
                case Arg.Scratch(int index, boolean writes) -> {
                    if (!writes && !known.contains(index)) {
                        return false;
                    }
                    written.add(index);
                }
                case Arg.Operand _, Arg.Table _, Arg.Ints _, Arg.Real _, Arg.Fault _ -> {}
            }
        }
        known.addAll(written);
        return true;
    }

    private static Prediction of(Launch launch, Card card, double bytes) {
        double move = bytes / card.gigabytes() / GIGA;
        return switch (launch.entry()) {
            case "conv_tiled" -> tiled(launch, card, move);
            case "conv_tucker" -> {
                TuckerFigures figures = TuckerFigures.of(launch);
                yield new Prediction(
                        launch,
                        STALLS * figures.clocks(card) / card.gigahertz() / GIGA,
                        move,
                        figures.rounds(card) * figures.steps() * STEP);
            }
            default -> new Prediction(launch, 0, move, 0);
        };
    }

    private static Prediction tiled(Launch launch, Card card, double move) {
        TileFigures tile = TileFigures.of(launch);
        double rounds = tile.rounds(card);
        double rate = card.units() * tile.rate(card) * card.gigahertz() * GIGA;
        double multiply = STALLS * rounds * card.units() * tile.together() * tile.multiplies() / rate;
        return new Prediction(launch, multiply, move, tile.waves(card) * tile.steps() * STEP);
    }

    private static double bytes(Launch launch, Step step) {
        Set<Arg> buffers = launch.args().stream().collect(Collectors.toSet());
        boolean packed = launch.args().stream().anyMatch(Arg.Scratch.class::isInstance);
        double bytes = 0;
        for (Arg buffer : buffers) {
            bytes += switch (buffer) {
                // where filters are packed, the raw ones only stand for what is not added
                case Arg.Operand(int index) -> packed && step.isWeights(index) ? 0 : step.operandBytes(index);
                case Arg.Result(int index) -> step.resultBytes(index);
                case Arg.Scratch(int index, boolean _) ->
                    step.lowered().scratch().get(index);
                case Arg.Table(var values) -> values.type().bytes();
                case Arg.Ints _, Arg.Real _, Arg.Fault _ -> 0;
            };
        }
        return bytes;
    }
}

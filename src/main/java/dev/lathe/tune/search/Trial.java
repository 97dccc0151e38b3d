package dev.lathe.tune.search;

import dev.lathe.graph.Graph;
import dev.lathe.graph.Node;
import dev.lathe.graph.Port;
import dev.lathe.op.Conv;
import dev.lathe.op.Epilogue;
import dev.lathe.op.Geometry;
import dev.lathe.op.Operands;
import dev.lathe.op.Padding;
import dev.lathe.op.Window;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.TensorType;
import dev.lathe.tune.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A problem on seeded data: a graph of one convolution, padded as evenly as may be so that its result is as large as
 * its input, and some of the results as exact as double precision makes them.
 */
final class Trial {
    private static final int SAMPLES = 300;
    private static final long SEED = 1;

    /** Half a unit in the last place of 1: what one rounding is off at most, relative to the number rounded. */
    private static final double ROUNDING = 0x1p-24;

    /** A result: where it lies, what it is, and the sum of the magnitudes of its terms. */
    private record Sample(int index, double value, double magnitude) {}

    private final Problem problem;
    private final Geometry geometry;
    private final Tensor x;
    private final Tensor w;
    private final Graph graph;
    private final Tensor y;
    private final List<Sample> samples = new ArrayList<>();

    /** @throws dev.lathe.error.LatheException if the problem is too large */
    Trial(Problem problem) {
        this.problem = problem;
        SplittableRandom random = new SplittableRandom(SEED);
        int[] in = new int[problem.out().size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = (problem.out().get(i) - 1) * problem.stride().get(i) + 1;
        }
        List<Integer> k = problem.kernel();
        x = random(Shape.of(problem.images(), problem.groups() * problem.channels(), in[0], in[1], in[2]), random);
        w = random(
                Shape.of(problem.groups() * problem.filters(), problem.channels(), k.get(0), k.get(1), k.get(2)),
                random);
        Conv conv = conv(problem);
        geometry = conv.geometry(x.shape(), w.shape());
        TensorType type = conv.infer(Operands.ofValues(List.of(x, w))).getFirst();
        y = Tensor.zeros(type);
        graph = new Graph(
                "trial",
                List.of(Port.of("x", x.dtype(), x.shape())),
                List.of(Port.of("y", type.dtype(), type.shape())),
                Map.of("w", w),
                List.of(new Node("trial", conv, List.of("x", "w"), List.of("y"))),
                Map.of());
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(sample(i == 0 ? y.size() - 1 : random.nextInt(y.size())));
        }
    }

    private static Conv conv(Problem problem) {
        List<Integer> begin = new ArrayList<>();
        List<Integer> end = new ArrayList<>();
        for (int i = 0; i < problem.kernel().size(); i++) {
            int reach = (problem.kernel().get(i) - 1) * problem.dilation().get(i);
            begin.add(reach / 2);
            end.add(reach - reach / 2);
        }
        Padding padding = new Padding.Explicit(begin, end);
        return new Conv(
                new Window(List.of(), problem.stride(), problem.dilation(), padding), problem.groups(), Epilogue.NONE);
    }

    private static Tensor random(Shape shape, SplittableRandom random) {
        Tensor tensor = Tensor.zeros(TensorType.float32(shape));
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return tensor;
    }

    Graph graph() {
        return graph;
    }

    List<Tensor> inputs() {
        return List.of(x);
    }

    /** Where runs put their result. */
    List<Tensor> outputs() {
        return List.of(y);
    }

    /** Makes sure that a result left from an earlier run is not taken for one of the next. */
    void spoil() {
        Arrays.fill(y.floats(), Float.NaN);
    }

    private Sample sample(int index) {
        int[] out = geometry.out();
        int px = index % out[2];
        int py = index / out[2] % out[1];
        int pz = index / out[2] / out[1] % out[0];
        int plane = index / (out[0] * out[1] * out[2]);
        int filter = plane % (problem.groups() * problem.filters());
        int image = plane / (problem.groups() * problem.filters());
        int firstChannel = (image * problem.groups() + filter / problem.filters()) * problem.channels();
        double sum = 0;
        double magnitude = 0;
        int[] k = geometry.kernel();
        int[] d = geometry.dilation();
        for (int c = 0; c < problem.channels(); c++) {
            for (int kz = geometry.firstTap(0, pz); kz < geometry.endTap(0, pz); kz++) {
                for (int ky = geometry.firstTap(1, py); ky < geometry.endTap(1, py); ky++) {
                    for (int kx = geometry.firstTap(2, px); kx < geometry.endTap(2, px); kx++) {
                        int weight = (((filter * problem.channels() + c) * k[0] + kz) * k[1] + ky) * k[2] + kx;
                        int row = (firstChannel + c) * geometry.in()[0] + geometry.begin(0, pz) + kz * d[0];
                        row = row * geometry.in()[1] + geometry.begin(1, py) + ky * d[1];
                        int at = row * geometry.in()[2] + geometry.begin(2, px) + kx * d[2];
                        double term = (double) w.floats()[weight] * x.floats()[at];
                        sum += term;
                        magnitude += Math.abs(term);
                    }
                }
            }
        }
        return new Sample(index, sum, magnitude);
    }

    /**
     * What is wrong with the result, empty if nothing is. Each sum of n terms may be off by (n + 1)·2^-24 of the
     * magnitudes of its terms; see {@code docs/numerics.md}.
     *
     * @param amplification how many times that. More than 1 stands for a method that mixes neighbouring results, which
     *     then may be off by as much as the largest of them
     */
    String complaint(double amplification) {
        int taps = geometry.kernel()[0] * geometry.kernel()[1] * geometry.kernel()[2];
        double roundings = amplification * (problem.channels() * taps + 1.0) * ROUNDING;
        double largest = samples.stream().mapToDouble(Sample::magnitude).max().orElse(0);
        for (Sample sample : samples) {
            double most = roundings * (amplification > 1 ? largest : sample.magnitude) + Float.MIN_NORMAL;
            double found = y.floats()[sample.index];
            if (!(Math.abs(found - sample.value) <= most)) {
                return "result " + sample.index + " is " + found + ", wanted " + sample.value + " within " + most;
            }
        }
        return "";
    }
}

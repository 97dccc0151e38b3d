package dev.lathe.backend.cpu;

import dev.lathe.backend.cpu.ChannelLoops.Finish;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ChannelLoops#finish} in vectors: all positions of two panels, then those of the next two, or, where channels
 * are many, all panels of a position, two at a time (docs/decisions/0029-finishing.md). Two panels are whole lines of
 * the cache, and pay for finding out where a position lies.
 *
 * <p>Lines and columns are one loop: compiled, a loop has some sixty instructions before its first turn, and Winograd's
 * tiles have four columns.
 */
final class VectorFinish {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Columns of a register tile. */
    private static final int PANEL = 2 * LANES;

    /** Channels up to which pieces of a position are as good to write as whole ones. */
    private static final int NARROW = 192;

    private VectorFinish() {}

    static void finish(
            float[] sums,
            int from,
            int panelStep,
            Positions positions,
            float[] y,
            int to,
            int channel,
            int width,
            Finish finish) {
        int panels = width / PANEL;
        int pairs = width > NARROW ? panels / 2 : 0;
        if (pairs > 0) {
            lines(sums, from, panelStep, positions, y, to, channel, pairs, finish);
        }
        for (int panel = 2 * pairs; panel + 1 < panels; panel += 2) {
            int j = panel * PANEL;
            twoPanels(sums, from + panel * panelStep, panelStep, positions, y, to + j, channel + j, finish);
        }
        if (panels % 2 != 0) {
            int j = (panels - 1) * PANEL;
            panel(sums, from + (panels - 1) * panelStep, positions, y, to + j, channel + j, finish);
        }
        int last = from + panels * panelStep;
        for (int j = panels * PANEL; j < width; j += LANES) {
            if (j + LANES <= width) {
                vector(sums, last + j % PANEL, positions, y, to + j, channel + j, finish);
            } else {
                VectorMask<Float> some = SPECIES.indexInRange(j, width);
                lanes(sums, last + j % PANEL, positions, y, to + j, channel + j, finish, some);
            }
        }
    }

    /** Two panels of a position, the next two, and so on: results are written from one end to the other. */
    private static void lines(
            float[] sums,
            int from,
            int panelStep,
            Positions positions,
            float[] y,
            int to,
            int channel,
            int pairs,
            Finish finish) {
        for (int r = 0; r < positions.rows(); r++) {
            for (int o = 0; o < positions.columns(); o++) {
                int s = from + r * positions.xLine() + o * positions.xStep();
                int at = to + r * positions.yLine() + o * positions.yStep();
                line(sums, s, panelStep, y, at, channel, pairs, finish);
            }
        }
    }

    private static void line(
            float[] sums, int from, int panelStep, float[] y, int to, int channel, int pairs, Finish finish) {
        float[] bias = finish.bias();
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        for (int pair = 0; pair < pairs; pair++) {
            int s = from + 2 * pair * panelStep;
            int next = s + panelStep;
            int c = channel + 2 * pair * PANEL;
            int at = to + 2 * pair * PANEL;
            FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, s).add(FloatVector.fromArray(SPECIES, bias, c));
            FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, s + LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, c + LANES));
            FloatVector sum2 =
                    FloatVector.fromArray(SPECIES, sums, next).add(FloatVector.fromArray(SPECIES, bias, c + 2 * LANES));
            FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, next + LANES)
                    .add(FloatVector.fromArray(SPECIES, bias, c + 3 * LANES));
            if (residual != null) {
                sum0 = sum0.add(FloatVector.fromArray(SPECIES, residual, at));
                sum1 = sum1.add(FloatVector.fromArray(SPECIES, residual, at + LANES));
                sum2 = sum2.add(FloatVector.fromArray(SPECIES, residual, at + 2 * LANES));
                sum3 = sum3.add(FloatVector.fromArray(SPECIES, residual, at + 3 * LANES));
            }
            VectorChannelLoops.bounded(sum0, low, high).intoArray(y, at);
            VectorChannelLoops.bounded(sum1, low, high).intoArray(y, at + LANES);
            VectorChannelLoops.bounded(sum2, low, high).intoArray(y, at + 2 * LANES);
            VectorChannelLoops.bounded(sum3, low, high).intoArray(y, at + 3 * LANES);
        }
    }

    private static void twoPanels(
            float[] sums, int from, int panelStep, Positions positions, float[] y, int to, int channel, Finish finish) {
        FloatVector bias0 = FloatVector.fromArray(SPECIES, finish.bias(), channel);
        FloatVector bias1 = FloatVector.fromArray(SPECIES, finish.bias(), channel + LANES);
        FloatVector bias2 = FloatVector.fromArray(SPECIES, finish.bias(), channel + 2 * LANES);
        FloatVector bias3 = FloatVector.fromArray(SPECIES, finish.bias(), channel + 3 * LANES);
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        int count = positions.count();
        int columns = positions.columns();
        int column = 0;
        int s = from;
        int at = to;
        for (int i = 0; i < count; i++) {
            int next = s + panelStep;
            FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, s).add(bias0);
            FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, s + LANES).add(bias1);
            FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, next).add(bias2);
            FloatVector sum3 =
                    FloatVector.fromArray(SPECIES, sums, next + LANES).add(bias3);
            if (residual != null) {
                sum0 = sum0.add(FloatVector.fromArray(SPECIES, residual, at));
                sum1 = sum1.add(FloatVector.fromArray(SPECIES, residual, at + LANES));
                sum2 = sum2.add(FloatVector.fromArray(SPECIES, residual, at + 2 * LANES));
                sum3 = sum3.add(FloatVector.fromArray(SPECIES, residual, at + 3 * LANES));
            }
            VectorChannelLoops.bounded(sum0, low, high).intoArray(y, at);
            VectorChannelLoops.bounded(sum1, low, high).intoArray(y, at + LANES);
            VectorChannelLoops.bounded(sum2, low, high).intoArray(y, at + 2 * LANES);
            VectorChannelLoops.bounded(sum3, low, high).intoArray(y, at + 3 * LANES);
            s += positions.xStep();
            at += positions.yStep();
            if (++column == columns) {
                column = 0;
                s += positions.xTurn();
                at += positions.yTurn();
            }
        }
    }

    private static void panel(
            float[] sums, int from, Positions positions, float[] y, int to, int channel, Finish finish) {
        FloatVector bias0 = FloatVector.fromArray(SPECIES, finish.bias(), channel);
        FloatVector bias1 = FloatVector.fromArray(SPECIES, finish.bias(), channel + LANES);
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        int count = positions.count();
        int columns = positions.columns();
        int column = 0;
        int s = from;
        int at = to;
        for (int i = 0; i < count; i++) {
            FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, s).add(bias0);
            FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, s + LANES).add(bias1);
            if (residual != null) {
                sum0 = sum0.add(FloatVector.fromArray(SPECIES, residual, at));
                sum1 = sum1.add(FloatVector.fromArray(SPECIES, residual, at + LANES));
            }
            VectorChannelLoops.bounded(sum0, low, high).intoArray(y, at);
            VectorChannelLoops.bounded(sum1, low, high).intoArray(y, at + LANES);
            s += positions.xStep();
            at += positions.yStep();
            if (++column == columns) {
                column = 0;
                s += positions.xTurn();
                at += positions.yTurn();
            }
        }
    }

    private static void vector(
            float[] sums, int from, Positions positions, float[] y, int to, int channel, Finish finish) {
        FloatVector bias = FloatVector.fromArray(SPECIES, finish.bias(), channel);
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        int count = positions.count();
        int columns = positions.columns();
        int column = 0;
        int s = from;
        int at = to;
        for (int i = 0; i < count; i++) {
            FloatVector sum = FloatVector.fromArray(SPECIES, sums, s).add(bias);
            if (residual != null) {
                sum = sum.add(FloatVector.fromArray(SPECIES, residual, at));
            }
            VectorChannelLoops.bounded(sum, low, high).intoArray(y, at);
            s += positions.xStep();
            at += positions.yStep();
            if (++column == columns) {
                column = 0;
                s += positions.xTurn();
                at += positions.yTurn();
            }
        }
    }

    /** The channels of the lanes {@code some}. Apart, as stores of some lanes are slow where vectors have 256 bits. */
    private static void lanes(
            float[] sums,
            int from,
            Positions positions,
            float[] y,
            int to,
            int channel,
            Finish finish,
            VectorMask<Float> some) {
        FloatVector bias = FloatVector.fromArray(SPECIES, finish.bias(), channel, some);
        float[] residual = finish.residual();
        float low = finish.low();
        float high = finish.high();
        int count = positions.count();
        int columns = positions.columns();
        int column = 0;
        int s = from;
        int at = to;
        for (int i = 0; i < count; i++) {
            FloatVector sum = FloatVector.fromArray(SPECIES, sums, s, some).add(bias);
            if (residual != null) {
                sum = sum.add(FloatVector.fromArray(SPECIES, residual, at, some));
            }
            VectorChannelLoops.bounded(sum, low, high).intoArray(y, at, some);
            s += positions.xStep();
            at += positions.yStep();
            if (++column == columns) {
                column = 0;
                s += positions.xTurn();
                at += positions.yTurn();
            }
        }
    }
}

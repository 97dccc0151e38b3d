package dev.lathe.report;

import dev.lathe.train.EpochResult;
import dev.lathe.train.StepReport;
import dev.lathe.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how a training goes on: a line under way, where there is a terminal, and one for each epoch that has ended.
 * Images per second and the remaining time are those of this process since it began or resumed; validation takes time
 * of both, and every batch counts as a full one.
 */
public final class TrainingProgress implements TrainingListener, AutoCloseable {
    private static final double NANOS = 1e9;

    private final PrintWriter out;
    private final Progress bar;
    private final LongSupplier clock;
    private final int batch;
    private final long begin;
    private long stepsDone;

    /**
     * @param bar of the same terminal as {@code out}; is closed with this
     * @param batch images of a batch
     * @param clock nanoseconds, as {@link System#nanoTime} gives them
     */
    public TrainingProgress(PrintWriter out, Progress bar, int batch, LongSupplier clock) {
        this.out = out;
        this.bar = bar;
        this.batch = batch;
        this.clock = clock;
        this.begin = clock.getAsLong();
    }

    @Override
    public void step(StepReport report) {
        stepsDone++;
        double seconds = Math.max((clock.getAsLong() - begin) / NANOS, 1 / NANOS);
        long left = (long) (report.epochs() - report.epoch()) * report.steps() - report.step() - 1;
        String state = String.format(
                Locale.ROOT,
                "epoch %d/%d, loss %s, top-1 %s, %s images/s, %s left",
                report.epoch() + 1,
                report.epochs(),
                Numbers.digits(report.soFar().loss()),
                Numbers.percent(report.soFar().top1()),
                Numbers.digits(stepsDone * batch / seconds),
                time(left * seconds / stepsDone));
        bar.show(state, report.step() + 1L, report.steps());
    }

    @Override
    public void epoch(EpochResult result) {
        bar.erase();
        out.printf(
                Locale.ROOT,
                "epoch %d: loss %s, top-1 %s; validation %s, %s; learning rate %s%n",
                result.epoch() + 1,
                Numbers.digits(result.training().loss()),
                Numbers.percent(result.training().top1()),
                Numbers.digits(result.validation().loss()),
                Numbers.percent(result.validation().top1()),
                String.format(Locale.ROOT, "%.3g", result.rate()));
        out.flush();
    }

    /** {@code 12s}, {@code 3m 05s}, {@code 2h 07m}. */
    static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + "s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%dm %02ds", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%dh %02dm", whole / 3600, whole % 3600 / 60);
    }

    @Override
    public void close() {
        bar.close();
    }
}

package dev.lathe.cli;

import dev.lathe.demo.fashion.FashionListener;
import dev.lathe.demo.fashion.FashionResult;
import dev.lathe.demo.fashion.Speed;
import dev.lathe.demo.fashion.Stage;
import dev.lathe.report.Numbers;
import dev.lathe.report.Progress;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells the story of compression line by line, as it happens. */
final class CompressionTeller implements FashionListener {
    private static final String STAGE = "%-26s %8s %9s %10s %10s %14s %9s";
    private static final String SPEED = "%-26s %12s %14s %14s";

    private final Progress progress;
    private final Consumer<String> lines;
    private boolean began;
    private boolean measured;

    CompressionTeller(Progress progress, Consumer<String> lines) {
        this.progress = progress;
        this.lines = lines;
    }

    @Override
    public void progress(String what, long done, long total) {
        progress.show(what, done, total);
    }

    @Override
    public void stage(Stage stage) {
        progress.erase();
        if (!began) {
            began = true;
            lines.accept("\nA network that Lathe trained on pictures of clothes, on " + stage.images()
                    + " of those that it did not learn from:\n");
            lines.accept(row(STAGE, Stage.HEADINGS.toArray()));
        }
        lines.accept(row(STAGE, stage.cells().toArray()));
    }

    @Override
    public void speed(Speed speed) {
        progress.erase();
        if (!measured) {
            measured = true;
            lines.accept("\n" + row(SPEED, "images/s", "original", "compressed", "times faster"));
        }
        lines.accept(row(
                SPEED,
                speed.device() + ", " + speed.batch() + " at once",
                Numbers.digits(speed.before()),
                Numbers.digits(speed.after()),
                String.format(Locale.ROOT, "%.2f", speed.factor())));
    }

    /** Where it all is. */
    void end(FashionResult result) {
        lines.accept(
                "\nThe small network is in " + result.network() + ", all this as a page in " + result.page() + ".");
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells);
    }
}

package dev.lathe.report;

import java.io.PrintWriter;

/** A bar that is drawn over itself on a terminal, and nothing where there is none. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean visible;
    private String shown = "";

    /** @param visible whether {@code out} is a terminal */
    public Progress(PrintWriter out, boolean visible) {
        this.out = out;
        this.visible = visible;
    }

    /** Shows that {@code done} of {@code total} are done. */
    public void show(String what, long done, long total) {
        int filled = (int) (WIDTH * done / Math.max(total, 1));
        say(what + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total);
    }

    /** Shows one line. */
    public void say(String line) {
        if (visible && !line.equals(shown)) {
            out.print(ERASE + line);
            out.flush();
            shown = line;
        }
    }

    /** Takes what is shown off the screen, before a result is printed. */
    public void erase() {
        if (!shown.isEmpty()) {
            out.print(ERASE);
            out.flush();
            shown = "";
        }
    }

    @Override
    public void close() {
        erase();
    }
}

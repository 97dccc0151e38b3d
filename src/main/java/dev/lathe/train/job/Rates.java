package dev.lathe.train.job;

import dev.lathe.train.Schedule;

/** Schedules as the user types them. */
public final class Rates {
    /** What {@link #parse} takes. */
    public static final String SYNTAX = "constant, cosine, step:EPOCHS[:FACTOR] or plateau:PATIENCE[:FACTOR]";

    private static final double USUAL_FACTOR = 0.1;

    private Rates() {}

    /**
     * Reads {@link #SYNTAX}; a factor is 0.1 where it is not said.
     *
     * @param rate the learning rate at the beginning
     * @param epochs of the whole training
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    public static Schedule parse(String text, double rate, double epochs) {
        if (text.equals("constant")) {
            return new Schedule.Constant(rate);
        }
        if (text.equals("cosine")) {
            return new Schedule.Cosine(rate, 0, epochs);
        }
        if (!text.matches("(step|plateau):\\d{1,6}(:0?\\.\\d+)?")) {
            throw new IllegalArgumentException("'" + text + "' is no schedule, wanted " + SYNTAX);
        }
        String[] parts = text.split(":", -1);
        int count = Integer.parseInt(parts[1]);
        double factor = parts.length > 2 ? Double.parseDouble(parts[2]) : USUAL_FACTOR;
        return parts[0].equals("step")
                ? new Schedule.Step(rate, factor, count)
                : new Schedule.Plateau(rate, factor, count, 0);
    }
}

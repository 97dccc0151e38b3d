package dev.lathe.backend;

/** Whether a backend runs an operator on given operands. */
public sealed interface Support {
    record Yes() implements Support {}

    record No(String reason) implements Support {}

    Support YES = new Yes();
}

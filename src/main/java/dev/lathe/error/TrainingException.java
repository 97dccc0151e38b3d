package dev.lathe.error;

/** Training cannot go on: its loss is no number any more, or a checkpoint belongs to another training. */
public final class TrainingException extends LatheException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public TrainingException in(String place) {
        return new TrainingException(place + ": " + getMessage(), this);
    }
}

package dev.lathe.error;

/** A call was given wrong inputs: a missing name, another shape or type than the model declares. */
public final class InputException extends LatheException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public InputException in(String place) {
        return new InputException(place + ": " + getMessage(), this);
    }
}

package dev.lathe.error;

/** A model is well-formed but asks for what Lathe does not do. Names file, node, operator and opset. */
public final class UnsupportedException extends LatheException {
    private static final long serialVersionUID = 1L;

    public UnsupportedException(String message) {
        super(message);
    }

    public UnsupportedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public UnsupportedException in(String place) {
        return new UnsupportedException(place + ": " + getMessage(), this);
    }
}

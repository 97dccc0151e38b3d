package dev.lathe.error;

/** Operands do not fit an operator: wrong rank, extent, type or count. Thrown by {@code Op.infer}. */
public final class ShapeException extends LatheException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }

    public ShapeException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public ShapeException in(String place) {
        return new ShapeException(place + ": " + getMessage(), this);
    }
}

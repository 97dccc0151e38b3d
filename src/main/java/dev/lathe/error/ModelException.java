package dev.lathe.error;

/** A model is broken: malformed file, dangling or cyclic graph, operands that do not fit. Names file and node. */
public final class ModelException extends LatheException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public ModelException in(String place) {
        return new ModelException(place + ": " + getMessage(), this);
    }
}

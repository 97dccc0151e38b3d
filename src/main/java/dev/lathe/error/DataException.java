package dev.lathe.error;

/** A data set, image or array file is missing or malformed. */
public final class DataException extends LatheException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public DataException in(String place) {
        return new DataException(place + ": " + getMessage(), this);
    }
}

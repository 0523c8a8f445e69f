package io.facet.inference.analyze;

/** A network gave something its decoder cannot read, for example NaN. */
public final class InvalidOutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidOutputException(String message) {
        super(message);
    }
}

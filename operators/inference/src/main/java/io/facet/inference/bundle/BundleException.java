package io.facet.inference.bundle;

/** A bundle is refused. The message is one line: which file or field, what was expected, what was found. */
public class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}

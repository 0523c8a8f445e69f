package io.facet.training.data;

/** One sample cannot be read. Its message names the sample and says why. */
public final class UnreadableSampleException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableSampleException(String key, String reason, Throwable cause) {
        super(key + ": " + reason, cause);
    }

    public UnreadableSampleException(String key, String reason) {
        super(key + ": " + reason);
    }
}

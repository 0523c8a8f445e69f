package io.facet.inference.session;

/** A model could not be loaded or run, or is not the model that was expected. The message is one line. */
public class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InferenceException(String message) {
        super(message);
    }

    public InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.facet.training.engine.libtorch;

/** Another process of the group died or did not answer in time; what this one was training can't go on. */
public final class ProcessGroupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProcessGroupException(String message, Throwable cause) {
        super(message, cause);
    }
}

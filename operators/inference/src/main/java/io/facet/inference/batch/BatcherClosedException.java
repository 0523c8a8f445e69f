package io.facet.inference.batch;

/** A face was not analysed because its batcher was closed. */
public final class BatcherClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BatcherClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.facet.connectors.record;

/** Bytes are not a record of the kind and format they should be; the message says what was expected and found. */
public final class MalformedRecordException extends RuntimeException {
    public MalformedRecordException(String message) {
        super(message);
    }

    public MalformedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}

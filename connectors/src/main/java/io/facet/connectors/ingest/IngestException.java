package io.facet.connectors.ingest;

import java.io.IOException;

/** A file cannot be read as video, or not to its end. The message is one line: the file, what was expected, what was found. */
public final class IngestException extends IOException {
    private static final long serialVersionUID = 1;

    public IngestException(String message) {
        super(message);
    }

    public IngestException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.facet.connectors.ingest;

import java.io.IOException;

/** Segments could not be handed to Kafka. The message names the brokers. */
public final class PublishException extends IOException {
    private static final long serialVersionUID = 1;

    public PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}

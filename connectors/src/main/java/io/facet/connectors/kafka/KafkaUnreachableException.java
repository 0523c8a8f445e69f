package io.facet.connectors.kafka;

/** No broker answered in time; the message names the address. */
public final class KafkaUnreachableException extends RuntimeException {
    KafkaUnreachableException(String bootstrapServers, Throwable cause) {
        super("cannot reach Kafka at %s: %s".formatted(bootstrapServers, reason(cause)), cause);
    }

    /** The innermost message: clients wrap the one that helps in several that do not. */
    private static String reason(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
    }
}

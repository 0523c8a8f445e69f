package io.facet.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Option;

import io.facet.connectors.kafka.Topics;
import io.facet.domain.UserError;

/** Options that say where Kafka is and what its topics are called. */
final class KafkaFlags {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Address of the Kafka brokers (default: ${DEFAULT-VALUE}).")
    private String bootstrapServers;

    @Option(
            names = "--topics",
            paramLabel = "PREFIX",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "Prefix of the topics: PREFIX.segments, PREFIX.observations and so on (default:"
                    + " ${DEFAULT-VALUE}).")
    private String prefix;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "8",
            description = "Partitions of topics that have to be created (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--kafka-property",
            paramLabel = "KEY=VALUE",
            description = "A further setting of the Kafka clients, for example for security; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    String bootstrapServers() {
        return bootstrapServers;
    }

    Topics topics() {
        try {
            return Topics.withPrefix(prefix);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    int partitions() {
        if (partitions < 1) {
            throw new UserError("--partitions: expected at least 1, found " + partitions);
        }
        return partitions;
    }

    Map<String, String> properties() {
        return properties;
    }
}

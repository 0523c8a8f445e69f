package io.facet.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The state folder of a cluster: everything it writes lies below it.
 *
 * @param root absolute
 */
record ClusterLayout(Path root) {

    ClusterLayout {
        root = root.toAbsolutePath().normalize();
    }

    Path settings() {
        return root.resolve("cluster.json");
    }

    Path lock() {
        return root.resolve("lock");
    }

    /** Flink's {@code config.yaml}, Kafka's {@code server.properties} and the logging of both. */
    Path conf() {
        return root.resolve("conf");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path processes() {
        return root.resolve("processes");
    }

    Path kafkaData() {
        return root.resolve("kafka-data");
    }

    /** What the broker's data belongs to; there once the data folder is formatted. */
    Path kafkaIdentity() {
        return kafkaData().resolve("meta.properties");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path savepoints() {
        return root.resolve("savepoints");
    }

    /** Native libraries, unpacked once: at a fixed place, restarts add neither files nor mappings. */
    Path natives() {
        return root.resolve("natives");
    }

    /** What running processes spill; of no use once they are gone. */
    Path temporary() {
        return root.resolve("tmp");
    }

    void create() throws IOException {
        for (Path folder : List.of(
                conf(), logs(), processes(), kafkaData(), checkpoints(), savepoints(), natives(), temporary())) {
            Files.createDirectories(folder);
        }
    }
}

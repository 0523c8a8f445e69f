package io.facet.jobs.cluster;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterConfigTest {

    private static final ClusterSettings SETTINGS = new ClusterSettings(19_092, 19_093, 18_081, 16_123, 2, "1536m", 6);

    @TempDir
    private Path folder;

    private ClusterLayout layout;

    @BeforeEach
    void writeConfiguration() throws IOException {
        layout = new ClusterLayout(folder);
        layout.create();
        new ClusterConfig(layout, SETTINGS).write();
    }

    @Test
    void write_flinkReadsItBack_asItWasMeant() {
        Configuration flink =
                GlobalConfiguration.loadConfiguration(layout.conf().toString());

        assertThat(flink.get(RestOptions.PORT)).isEqualTo(18_081);
        assertThat(flink.get(RestOptions.BIND_ADDRESS)).isEqualTo("127.0.0.1");
        assertThat(flink.get(TaskManagerOptions.NUM_TASK_SLOTS)).isEqualTo(2);
        assertThat(flink.get(TaskManagerOptions.TOTAL_PROCESS_MEMORY).getMebiBytes())
                .isEqualTo(1536);
        assertThat(flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
                .isEqualTo(layout.checkpoints().toUri().toString());
        assertThat(flink.get(CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL))
                .contains("ai.onnxruntime.", "org.bytedeco.");
    }

    @Test
    void write_broker_listensOnLoopbackOnlyAndKeepsDataInTheFolder() throws IOException {
        Properties broker = new Properties();
        try (Reader file = Files.newBufferedReader(layout.conf().resolve("server.properties"))) {
            broker.load(file);
        }

        assertThat(broker)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:19093")
                .containsEntry("log.dirs", layout.kafkaData().toString())
                .containsEntry("num.partitions", "6");
    }

    @Test
    void write_twice_givesTheSameBytes() throws IOException {
        byte[] flink = Files.readAllBytes(layout.conf().resolve("config.yaml"));
        byte[] broker = Files.readAllBytes(layout.conf().resolve("server.properties"));

        new ClusterConfig(layout, SETTINGS).write();

        assertThat(layout.conf().resolve("config.yaml")).hasBinaryContent(flink);
        assertThat(layout.conf().resolve("server.properties")).hasBinaryContent(broker);
    }
}

package io.facet.jobs.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** The configuration files of a cluster, made from its settings. */
final class ClusterConfig {

    private static final String HOST = "127.0.0.1";
    private static final String LOGGING = "log4j2-process.xml";

    /** Packages with native libraries: one class loader of a process can load such a library, so it must not be a job's. */
    private static final List<String> NATIVE_PACKAGES =
            List.of("ai.onnxruntime.", "org.bytedeco.", "com.github.luben.zstd.", "net.jpountz.", "org.xerial.snappy.");

    private final ClusterLayout layout;
    private final ClusterSettings settings;

    ClusterConfig(ClusterLayout layout, ClusterSettings settings) {
        this.layout = layout;
        this.settings = settings;
    }

    /** Writes all files of the configuration folder. */
    void write() throws IOException {
        // Flink refuses to guess: a config.yaml is read with the YAML it was written with.
        Files.write(
                layout.conf().resolve("config.yaml"), ConfigurationUtils.convertConfigToWritableLines(flink(), false));
        Files.write(
                serverProperties(),
                BrokerProperties.singleNode(
                                layout.kafkaData(),
                                settings.kafkaPort(),
                                settings.controllerPort(),
                                settings.partitions())
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        try (InputStream logging = ClusterConfig.class.getResourceAsStream("/cluster/" + LOGGING)) {
            Files.copy(logging, logging(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    Path serverProperties() {
        return layout.conf().resolve("server.properties");
    }

    Path logging() {
        return layout.conf().resolve(LOGGING);
    }

    Configuration flink() {
        Configuration flink = new Configuration();
        addresses(flink);
        memory(flink);
        recovery(flink);
        flink.set(CoreOptions.TMP_DIRS, layout.temporary().toString());
        flink.set(CoreOptions.FLINK_LOG_DIR, layout.logs().toString());
        flink.set(CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL, NATIVE_PACKAGES);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.setString(
                "metrics.reporter.prom.factory.class", "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
        // One port for each Flink process of this machine.
        flink.setString("metrics.reporter.prom.port", "9249-9349");
        return flink;
    }

    private void addresses(Configuration flink) {
        flink.set(JobManagerOptions.ADDRESS, HOST);
        flink.set(JobManagerOptions.BIND_HOST, HOST);
        flink.set(JobManagerOptions.PORT, settings.rpcPort());
        flink.set(RestOptions.ADDRESS, HOST);
        flink.set(RestOptions.BIND_ADDRESS, HOST);
        flink.set(RestOptions.PORT, settings.restPort());
        flink.set(RestOptions.BIND_PORT, Integer.toString(settings.restPort()));
        flink.set(TaskManagerOptions.HOST, HOST);
        flink.set(TaskManagerOptions.BIND_HOST, HOST);
        flink.set(TaskManagerOptions.NUM_TASK_SLOTS, ClusterSettings.SLOTS);
    }

    private void memory(Configuration flink) {
        flink.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse("1g"));
        flink.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, MemorySize.parse(settings.taskManagerMemory()));
        // State is on the heap and small; frames and tensors are direct buffers.
        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
        flink.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, MemorySize.parse("512m"));
    }

    /** A killed TaskManager is noticed by refused connections in about two seconds, a hanging one by heartbeat in eight. */
    private void recovery(Configuration flink) {
        flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        flink.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(8));
        flink.set(HeartbeatManagerOptions.HEARTBEAT_RPC_FAILURE_THRESHOLD, 2);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofSeconds(1));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(10));
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(1));
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                layout.checkpoints().toUri().toString());
        flink.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                layout.savepoints().toUri().toString());
    }
}

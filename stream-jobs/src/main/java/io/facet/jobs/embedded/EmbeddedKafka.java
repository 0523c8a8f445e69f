package io.facet.jobs.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

import io.facet.jobs.cluster.BrokerProperties;
import io.facet.jobs.net.LoopbackPorts;

/**
 * A Kafka broker in this process: one node that is broker and KRaft controller, reachable from this machine only.
 *
 * <p>It is for runs that bring their own Kafka and for tests: one replica, no authentication, topics are created only
 * when asked for, and records stay until the directory is deleted. All calls are safe from any thread.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** Largest record the broker takes, in bytes: room for a dead letter, whose text form grows by a third. */
    static final int MAX_RECORD_BYTES = 32 << 20;

    // Fixed, so that a directory can be taken up again.
    private static final String CLUSTER_ID = new Uuid(0x4661636574L, 0x456d626564646564L).toString();

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and returns when it serves requests (about three seconds).
     *
     * @param logDir where it keeps its records; created if missing, and taken up again if a broker used it before
     * @throws IOException if the directory cannot be prepared or no port is free
     */
    public static EmbeddedKafka start(Path logDir) throws IOException {
        Path directory = Files.createDirectories(logDir).toAbsolutePath();
        format(directory);
        int[] ports = twoFreePorts();
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(directory, ports)), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, LoopbackPorts.HOST + ":" + ports[0]);
    }

    /** Address for clients, {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops the broker, having flushed its logs, and waits until its threads are gone. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static int[] twoFreePorts() {
        int broker = LoopbackPorts.anyFree();
        int controller = LoopbackPorts.anyFree();
        while (controller == broker) {
            controller = LoopbackPorts.anyFree();
        }
        return new int[] {broker, controller};
    }

    private static void format(Path directory) throws IOException {
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setClusterId(CLUSTER_ID)
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot prepare " + directory + " for a Kafka broker: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> settings(Path directory, int[] ports) {
        Map<String, Object> settings =
                new LinkedHashMap<>(BrokerProperties.singleNode(directory, ports[0], ports[1], 1));
        settings.put("auto.create.topics.enable", false);
        settings.put("message.max.bytes", MAX_RECORD_BYTES);
        settings.put("log.retention.ms", -1);
        settings.put("offsets.topic.num.partitions", 1);
        settings.put("share.coordinator.state.topic.num.partitions", 1);
        // The cleaner's default buffer of 128 MiB would sit on the heap that the job shares with the broker.
        settings.put("log.cleaner.dedupe.buffer.size", 4L << 20);
        return settings;
    }
}

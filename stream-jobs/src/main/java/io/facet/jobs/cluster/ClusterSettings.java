package io.facet.jobs.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.apache.flink.configuration.MemorySize;

import io.facet.domain.UserError;
import io.facet.jobs.net.LoopbackPorts;

/**
 * What a cluster was asked to be. All addresses are on the loopback interface.
 *
 * @param kafkaPort where clients reach the broker
 * @param controllerPort the broker's own quorum traffic
 * @param restPort Flink's REST interface and web page
 * @param rpcPort where TaskManagers find the JobManager
 * @param taskManagers number of TaskManager processes, each with {@link #SLOTS} slots
 * @param taskManagerMemory total memory of one TaskManager process, in Flink's notation ({@code 2g})
 * @param partitions of topics the broker creates by itself
 */
public record ClusterSettings(
        int kafkaPort,
        int controllerPort,
        int restPort,
        int rpcPort,
        int taskManagers,
        String taskManagerMemory,
        int partitions) {

    /** Task slots of one TaskManager. */
    public static final int SLOTS = 2;

    public static final int DEFAULT_KAFKA_PORT = 9092;
    public static final int DEFAULT_REST_PORT = 8081;

    private static final String HOST = "127.0.0.1";

    public ClusterSettings {
        requirePositive("number of TaskManagers", taskManagers);
        requirePositive("number of partitions", partitions);
        requirePort("Kafka", kafkaPort);
        requirePort("Flink REST", restPort);
        requireMemory(taskManagerMemory);
    }

    /** Two TaskManagers and eight partitions on the usual ports; the two inner ports are free ones of this machine. */
    public static ClusterSettings defaults() {
        return new ClusterSettings(
                DEFAULT_KAFKA_PORT, LoopbackPorts.anyFree(), DEFAULT_REST_PORT, LoopbackPorts.anyFree(), 2, "2g", 8);
    }

    @JsonIgnore
    public String bootstrapServers() {
        return HOST + ":" + kafkaPort;
    }

    @JsonIgnore
    public String restUrl() {
        return "http://" + HOST + ":" + restPort;
    }

    ClusterSettings withTaskManagers(int number) {
        return new ClusterSettings(kafkaPort, controllerPort, restPort, rpcPort, number, taskManagerMemory, partitions);
    }

    /** For a start from nothing: other programs may have taken the ports since. */
    ClusterSettings withFreshInnerPorts() {
        return new ClusterSettings(
                kafkaPort,
                LoopbackPorts.anyFree(),
                restPort,
                LoopbackPorts.anyFree(),
                taskManagers,
                taskManagerMemory,
                partitions);
    }

    /** As a person would ask for it. */
    String text() {
        return "--kafka-port " + kafkaPort + " --rest-port " + restPort + " --taskmanagers " + taskManagers
                + " --taskmanager-memory " + taskManagerMemory + " --partitions " + partitions;
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new UserError("the " + what + " is at least 1; found " + value);
        }
    }

    private static void requirePort(String what, int port) {
        if (port < 1 || port > 65_535) {
            throw new UserError("the " + what + " port lies in 1..65535; found " + port);
        }
    }

    private static void requireMemory(String memory) {
        try {
            MemorySize.parse(memory);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected a TaskManager's memory like 2g or 1536m, found " + memory, e);
        }
    }
}

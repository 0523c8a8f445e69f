package io.facet.jobs.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import io.facet.jobs.net.LoopbackPorts;

/** The configuration of a Kafka broker that is its own controller and has no peers. */
public final class BrokerProperties {

    /** The node's id, as broker and as controller. */
    public static final int NODE_ID = 1;

    /** Name of the listener of the controller. */
    public static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerProperties() {}

    /**
     * Ordered by key, so that the same broker gives the same file.
     *
     * @param data its log directory, absolute
     * @param port where clients reach it
     * @param controllerPort its own quorum traffic
     * @param partitions of a topic it creates by itself
     */
    public static Map<String, String> singleNode(Path data, int port, int controllerPort, int partitions) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@" + LoopbackPorts.HOST + ":" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put(
                "listeners",
                "PLAINTEXT://" + LoopbackPorts.HOST + ":" + port + ",CONTROLLER://" + LoopbackPorts.HOST + ":"
                        + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://" + LoopbackPorts.HOST + ":" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());
        properties.put("num.partitions", Integer.toString(partitions));
        // One node can hold one copy only.
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // The usual fifty partitions each would be files and start-up time for nothing.
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("group.initial.rebalance.delay.ms", "0");
        return properties;
    }
}

package io.facet.jobs.cluster;

import java.util.Optional;

/**
 * What a caller asks of a cluster; what is empty stays as it is, or takes the default in a new cluster.
 *
 * @param taskManagerMemory in Flink's notation, {@code 2g}
 * @param partitions of topics the broker creates by itself
 */
public record ClusterRequest(
        Optional<Integer> kafkaPort,
        Optional<Integer> restPort,
        Optional<Integer> taskManagers,
        Optional<String> taskManagerMemory,
        Optional<Integer> partitions) {

    /** Asks for nothing in particular. */
    public static ClusterRequest any() {
        return new ClusterRequest(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    ClusterSettings applyTo(ClusterSettings settings) {
        return new ClusterSettings(
                kafkaPort.orElse(settings.kafkaPort()),
                settings.controllerPort(),
                restPort.orElse(settings.restPort()),
                settings.rpcPort(),
                taskManagers.orElse(settings.taskManagers()),
                taskManagerMemory.orElse(settings.taskManagerMemory()),
                partitions.orElse(settings.partitions()));
    }
}

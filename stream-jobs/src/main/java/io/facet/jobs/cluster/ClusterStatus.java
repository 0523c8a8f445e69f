package io.facet.jobs.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster is at one moment.
 *
 * @param settings what it was asked to be
 * @param processes one for each that should run
 * @param brokerAnswers the broker answers clients
 * @param flink what the JobManager says; empty where it does not answer
 * @param healthy all run, the broker answers, and exactly these TaskManagers are registered with all their slots
 */
public record ClusterStatus(
        ClusterSettings settings,
        List<Member> processes,
        boolean brokerAnswers,
        Optional<Flink> flink,
        boolean healthy) {

    public ClusterStatus {
        processes = List.copyOf(processes);
    }

    /**
     * One process that should run.
     *
     * @param pid empty where it does not run
     * @param residentBytes memory in use; empty where it does not run
     * @param log its log file
     */
    public record Member(String name, Optional<Long> pid, Optional<Long> residentBytes, Path log) {}

    /**
     * The Flink side.
     *
     * @param runningJobs jobs in state RUNNING
     */
    public record Flink(String version, int taskManagers, int slots, int freeSlots, int runningJobs) {}
}

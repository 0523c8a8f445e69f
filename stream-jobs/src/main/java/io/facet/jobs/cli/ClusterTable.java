package io.facet.jobs.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

import io.facet.jobs.cluster.ClusterStatus;

/** Prints a cluster's status for people. */
final class ClusterTable {

    private static final String ROW = "%-16s %-9s %9s %10s  %s%n";
    private static final double MIB = 1024.0 * 1024.0;

    private ClusterTable() {}

    static void print(ClusterStatus status, PrintWriter out) {
        out.printf(ROW, "PROCESS", "STATE", "PID", "MEMORY", "LOG");
        for (ClusterStatus.Member process : status.processes()) {
            out.printf(
                    ROW,
                    process.name(),
                    process.pid().isPresent() ? "running" : "stopped",
                    process.pid().map(String::valueOf).orElse("-"),
                    memory(process.residentBytes()),
                    process.log());
        }
        out.println();
        out.println("Kafka    " + status.settings().bootstrapServers() + "  "
                + (status.brokerAnswers() ? "answers" : "does not answer"));
        out.println("Flink    " + status.settings().restUrl() + "  "
                + status.flink().map(ClusterTable::flink).orElse("does not answer"));
    }

    private static String flink(ClusterStatus.Flink flink) {
        return String.format(
                Locale.ROOT,
                "version %s, %d TaskManagers, %d slots (%d free), %d jobs running",
                flink.version(),
                flink.taskManagers(),
                flink.slots(),
                flink.freeSlots(),
                flink.runningJobs());
    }

    private static String memory(Optional<Long> bytes) {
        return bytes.map(value -> String.format(Locale.ROOT, "%.0f MiB", value / MIB))
                .orElse("-");
    }
}

package io.facet.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.facet.jobs.cluster.Cluster;
import io.facet.jobs.cluster.ClusterRequest;
import io.facet.jobs.cluster.ClusterSettings;
import io.facet.jobs.cluster.ClusterStatus;
import io.facet.jobs.cluster.Distribution;

/** {@code facet cluster}: Kafka and Flink as processes of this machine. */
@Command(
        name = "cluster",
        description = "Kafka and Flink as real processes on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ClusterCommand.Up.class, ClusterCommand.Status.class, ClusterCommand.Down.class})
final class ClusterCommand implements Runnable {

    /** What {@code cluster status} leaves with when not all of the cluster works. */
    static final int NOT_HEALTHY = 3;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected one of up, status, down");
    }

    /** The option all of them share. */
    static final class Folder {

        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "Folder of the cluster's state (default: .facet/cluster).")
        private Path path = Cluster.DEFAULT_FOLDER;

        Cluster cluster() {
            return new Cluster(path);
        }
    }

    @Command(
            name = "up",
            description = "Starts what does not run yet and waits until it works.",
            mixinStandardHelpOptions = true)
    static final class Up implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private Folder folder;

        @Option(
                names = "--kafka-port",
                paramLabel = "PORT",
                description = "Port of the broker (default: " + ClusterSettings.DEFAULT_KAFKA_PORT + ").")
        private Optional<Integer> kafkaPort;

        @Option(
                names = "--rest-port",
                paramLabel = "PORT",
                description = "Port of Flink's REST interface and web page (default: "
                        + ClusterSettings.DEFAULT_REST_PORT + ").")
        private Optional<Integer> restPort;

        @Option(
                names = "--taskmanagers",
                paramLabel = "N",
                description = "Number of TaskManagers, of " + ClusterSettings.SLOTS + " slots each (default: 2).")
        private Optional<Integer> taskManagers;

        @Option(
                names = "--taskmanager-memory",
                paramLabel = "SIZE",
                description = "Memory of one TaskManager process (default: 2g).")
        private Optional<String> taskManagerMemory;

        @Option(
                names = "--partitions",
                paramLabel = "N",
                description = "Partitions of topics that the broker creates (default: 8).")
        private Optional<Integer> partitions;

        @Override
        public Integer call() throws IOException, InterruptedException {
            PrintWriter out = spec.commandLine().getOut();
            Cluster cluster = folder.cluster();
            ClusterRequest request =
                    new ClusterRequest(kafkaPort, restPort, taskManagers, taskManagerMemory, partitions);
            boolean started = cluster.up(
                    request, Distribution.current(), spec.commandLine().getErr()::println);
            out.println(started ? "The cluster is up." : "The cluster is up already.");
            cluster.status().ifPresent(status -> ClusterTable.print(status, out));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "status",
            description = "Shows processes, slots and jobs. Leaves with 0 when all of it works, else with 3.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private Folder folder;

        @Override
        public Integer call() throws IOException, InterruptedException {
            PrintWriter out = spec.commandLine().getOut();
            Optional<ClusterStatus> status = folder.cluster().status();
            if (status.isEmpty()) {
                out.println("There is no cluster here; 'facet cluster up' starts one.");
                return NOT_HEALTHY;
            }
            ClusterTable.print(status.get(), out);
            return status.get().healthy() ? ExitCode.OK : NOT_HEALTHY;
        }
    }

    @Command(
            name = "down",
            description = "Stops all processes. Topics and checkpoints stay, and the next 'up' finds them.",
            mixinStandardHelpOptions = true)
    static final class Down implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private Folder folder;

        @Option(names = "--purge", description = "Also delete topics, checkpoints and logs.")
        private boolean purge;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Cluster cluster = folder.cluster();
            PrintWriter out = spec.commandLine().getOut();
            List<String> stopped = cluster.down(spec.commandLine().getErr()::println);
            out.println(stopped.isEmpty() ? "Nothing ran." : "Stopped " + String.join(", ", stopped) + ".");
            if (purge) {
                cluster.purge();
                out.println("Deleted the cluster's topics, checkpoints and logs.");
            }
            return ExitCode.OK;
        }
    }
}

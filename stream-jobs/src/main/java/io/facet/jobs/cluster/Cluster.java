package io.facet.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.common.utils.Utils;

import io.facet.domain.UserError;

/**
 * A broker, a JobManager and TaskManagers as processes of this machine, which live on when this program ends. All they
 * write lies in one folder; what they were asked to be lies there too, so that a later program finds them.
 *
 * <p>Calls that start or stop processes hold a lock file; a second one at the same time is refused.
 */
public final class Cluster {

    /** Where the command line keeps its cluster, relative to the working directory. */
    public static final Path DEFAULT_FOLDER = Path.of(".facet", "cluster");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ClusterLayout layout;
    private final ProcessTable processes;

    public Cluster(Path folder) {
        this.layout = new ClusterLayout(folder);
        this.processes = new ProcessTable(layout);
    }

    /** What the cluster was asked to be; empty where there never was one. */
    public Optional<ClusterSettings> settings() throws IOException {
        if (!Files.exists(layout.settings())) {
            return Optional.empty();
        }
        return Optional.of(JSON.readValue(layout.settings().toFile(), ClusterSettings.class));
    }

    /**
     * Starts what does not run yet, and waits until all of it works. On failure, what this call started is stopped.
     *
     * @param progress gets a short line whenever something was reached
     * @return false when everything ran already
     * @throws UserError where a port is taken, or a running cluster was asked for under other settings
     */
    public boolean up(ClusterRequest request, Distribution distribution, Consumer<String> progress)
            throws IOException, InterruptedException {
        layout.create();
        return ClusterLock.holding(layout, () -> startMissing(request, distribution, progress));
    }

    private boolean startMissing(ClusterRequest request, Distribution distribution, Consumer<String> progress)
            throws IOException, InterruptedException {
        ClusterSettings settings = agreed(request);
        List<String> missing = missing(settings);
        if (missing.isEmpty() && status().filter(ClusterStatus::healthy).isPresent()) {
            return false;
        }
        ClusterStart start = new ClusterStart(layout, settings, distribution, processes, progress);
        start.requirePossible(missing);
        save(settings);
        start.start(missing);
        return true;
    }

    /** Empty where there never was a cluster in the folder. */
    public Optional<ClusterStatus> status() throws IOException, InterruptedException {
        Optional<ClusterSettings> known = settings();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        ClusterSettings settings = known.get();
        List<ProcessEntry> alive = processes.alive();
        ClusterHealth health = new ClusterHealth(settings);
        boolean broker = isAlive(alive, ProcessSpecs.KAFKA) && health.brokerAnswers();
        Optional<FlinkOverview> flink = isAlive(alive, ProcessSpecs.JOB_MANAGER) ? health.flink() : Optional.empty();
        boolean healthy = broker
                && missing(settings).isEmpty()
                && flink.filter(f -> ClusterHealth.complete(f, alive)).isPresent();
        return Optional.of(new ClusterStatus(
                settings,
                ProcessSpecs.names(settings.taskManagers()).stream()
                        .map(name -> member(name, alive))
                        .toList(),
                broker,
                flink.map(FlinkOverview::summary),
                healthy));
    }

    /**
     * Stops Flink, then the broker: first politely, after twenty seconds by force. What topics and checkpoints hold stays.
     *
     * @return the names of the processes that ran
     */
    public List<String> down(Consumer<String> progress) throws IOException, InterruptedException {
        if (!Files.isDirectory(layout.root())) {
            return List.of();
        }
        return ClusterLock.holding(layout, () -> stopAll(progress));
    }

    private List<String> stopAll(Consumer<String> progress) throws IOException, InterruptedException {
        List<String> ran = processes.alive().stream().map(ProcessEntry::name).toList();
        Map<Boolean, List<ProcessEntry>> byBroker = processes.entries().stream()
                .collect(Collectors.partitioningBy(entry -> entry.name().equals(ProcessSpecs.KAFKA)));
        List<ProcessEntry> forced = new ArrayList<>();
        // The broker last: Flink's tasks end their transactions with it.
        forced.addAll(processes.stop(byBroker.get(false), GRACE));
        forced.addAll(processes.stop(byBroker.get(true), GRACE));
        forced.forEach(entry -> progress.accept(entry.name() + " did not end by itself and was killed"));
        Utils.delete(layout.temporary().toFile());
        return ran;
    }

    /** Deletes all a stopped cluster left: topics, checkpoints, logs, settings. */
    public void purge() throws IOException {
        if (settings().isEmpty()) {
            throw new UserError("expected a cluster in " + layout.root() + ", found none; nothing was deleted");
        }
        List<ProcessEntry> alive = processes.alive();
        if (!alive.isEmpty()) {
            throw new UserError("expected a stopped cluster, found running: " + alive);
        }
        Utils.delete(layout.root().toFile());
    }

    private ClusterSettings agreed(ClusterRequest request) throws IOException {
        Optional<ClusterSettings> known = settings();
        ClusterSettings wanted = request.applyTo(known.orElseGet(ClusterSettings::defaults));
        if (processes.alive().isEmpty()) {
            return wanted.withFreshInnerPorts();
        }
        known.ifPresent(running -> requireReachable(running, wanted));
        return wanted;
    }

    /** A running cluster can get more TaskManagers; nothing else of it can change. */
    private static void requireReachable(ClusterSettings running, ClusterSettings wanted) {
        if (!wanted.withTaskManagers(running.taskManagers()).equals(running)
                || wanted.taskManagers() < running.taskManagers()) {
            throw new UserError("the cluster runs with " + running.text() + ", and " + wanted.text()
                    + " was asked for; take it down first (facet cluster down)");
        }
    }

    private void save(ClusterSettings settings) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(layout.settings().toFile(), settings);
    }

    private List<String> missing(ClusterSettings settings) throws IOException {
        List<ProcessEntry> alive = processes.alive();
        return ProcessSpecs.names(settings.taskManagers()).stream()
                .filter(name -> !isAlive(alive, name))
                .toList();
    }

    private ClusterStatus.Member member(String name, List<ProcessEntry> alive) {
        Optional<Long> pid = alive.stream()
                .filter(entry -> entry.name().equals(name))
                .map(ProcessEntry::pid)
                .findFirst();
        return new ClusterStatus.Member(
                name, pid, pid.flatMap(ProcessTable::residentBytes), ProcessTable.log(layout, name));
    }

    private static boolean isAlive(List<ProcessEntry> alive, String name) {
        return alive.stream().anyMatch(entry -> entry.name().equals(name));
    }
}

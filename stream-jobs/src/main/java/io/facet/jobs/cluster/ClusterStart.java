package io.facet.jobs.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import kafka.tools.StorageTool;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.kafka.common.Uuid;

import io.facet.domain.UserError;
import io.facet.jobs.net.LoopbackPorts;

/** One start of what a cluster lacks. Confined to one thread. */
final class ClusterStart {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int TAIL_LINES = 25;

    private final ClusterLayout layout;
    private final ClusterSettings settings;
    private final Distribution distribution;
    private final ProcessTable processes;
    private final Consumer<String> progress;
    private final ClusterConfig config;
    private final NativeLibraries natives;
    private final ProcessSpecs specs;
    private final long startedNs = System.nanoTime();

    private String reached = "";

    ClusterStart(
            ClusterLayout layout,
            ClusterSettings settings,
            Distribution distribution,
            ProcessTable processes,
            Consumer<String> progress) {
        this.layout = layout;
        this.settings = settings;
        this.distribution = distribution;
        this.processes = processes;
        this.progress = progress;
        this.config = new ClusterConfig(layout, settings);
        this.natives = new NativeLibraries(layout.natives());
        this.specs = new ProcessSpecs(layout, config, distribution, natives);
    }

    /** @throws UserError where another program has a port that is needed, or Flink cannot work with the memory */
    void requirePossible(List<String> missing) {
        if (missing.contains(ProcessSpecs.KAFKA)) {
            LoopbackPorts.requireFree("Kafka", settings.kafkaPort(), "--kafka-port");
        }
        if (missing.contains(ProcessSpecs.JOB_MANAGER)) {
            LoopbackPorts.requireFree("Flink REST", settings.restPort(), "--rest-port");
        }
        try {
            missing.forEach(name -> specs.of(name, incarnation()));
        } catch (IllegalConfigurationException e) {
            // Flink's own words name each part of the memory and its size.
            throw new UserError(e.getMessage() + " Choose another size with --taskmanager-memory.", e);
        }
    }

    /** Starts the named processes and waits until the whole cluster works. */
    void start(List<String> missing) throws IOException, InterruptedException {
        config.write();
        natives.unpack(distribution.flink());
        if (missing.contains(ProcessSpecs.KAFKA) && !Files.exists(layout.kafkaIdentity())) {
            formatStorage();
        }
        List<ProcessEntry> started = new ArrayList<>();
        boolean works = false;
        try {
            for (String name : missing) {
                started.add(processes.start(specs.of(name, incarnation())));
            }
            awaitHealth();
            works = true;
        } finally {
            if (!works) {
                processes.stop(started, Duration.ofSeconds(5));
            }
        }
    }

    private void formatStorage() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                new String[] {
                    "format",
                    "--cluster-id",
                    Uuid.randomUuid().toString(),
                    "--config",
                    config.serverProperties().toString()
                },
                new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IOException("Kafka could not format " + layout.kafkaData() + ": "
                    + said.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private void awaitHealth() throws IOException, InterruptedException {
        ClusterHealth health = new ClusterHealth(settings);
        boolean broker = false;
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadlineNs < 0) {
            requireNoneEnded();
            broker = broker || health.brokerAnswers();
            Optional<FlinkOverview> flink = health.flink();
            List<ProcessEntry> alive = processes.alive();
            report(broker, flink);
            if (broker && flink.filter(f -> ClusterHealth.complete(f, alive)).isPresent()) {
                return;
            }
            Waiting.pause();
        }
        throw new UserError("the cluster did not get ready within " + PATIENCE.toSeconds() + " s; reached: " + reached
                + "; its logs are in " + layout.logs());
    }

    private void requireNoneEnded() throws IOException {
        for (ProcessEntry entry : processes.entries()) {
            if (entry.hasEnded(layout.root())) {
                progress.accept(processes.logTail(entry.name(), TAIL_LINES));
                throw new UserError(
                        entry.name() + " ended while it started; see " + ProcessTable.log(layout, entry.name()));
            }
        }
    }

    private void report(boolean broker, Optional<FlinkOverview> flink) {
        int registered = flink.map(f -> f.taskManagers().size()).orElse(0);
        String now = (broker ? "broker up" : "broker starting") + ", "
                + (flink.isPresent() ? "JobManager up" : "JobManager starting") + ", "
                + registered + " of " + settings.taskManagers() + " TaskManagers registered";
        if (!now.equals(reached)) {
            reached = now;
            progress.accept(String.format("%5.1f s  %s", (System.nanoTime() - startedNs) / 1e9, now));
        }
    }

    private static String incarnation() {
        return Uuid.randomUuid().toString();
    }
}

package io.facet.jobs.delivery;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import io.facet.jobs.cluster.Cluster;
import io.facet.jobs.cluster.ClusterRequest;
import io.facet.jobs.cluster.ClusterSettings;
import io.facet.jobs.cluster.ClusterStatus;
import io.facet.jobs.cluster.Distribution;
import io.facet.jobs.cluster.JobSubmission;
import io.facet.jobs.net.LoopbackPorts;

/** Broker, JobManager and TaskManagers as processes, which end when this is closed. */
final class ClusterPlace implements Place, AutoCloseable {
    private static final String TASK_MANAGER = "taskmanager-";
    private static final long KILL_LIMIT_SECONDS = 20;

    private final Cluster cluster;
    private final ClusterSettings settings;
    private final FlinkRest rest;

    private ClusterPlace(Cluster cluster, ClusterSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
        this.rest = new FlinkRest(settings.restUrl());
    }

    /**
     * Starts the processes.
     *
     * @param folder their state folder
     */
    static ClusterPlace start(Path folder, int taskManagers) throws Exception {
        Cluster cluster = new Cluster(folder);
        ClusterRequest request = new ClusterRequest(
                Optional.of(LoopbackPorts.anyFree()),
                Optional.of(LoopbackPorts.anyFree()),
                Optional.of(taskManagers),
                Optional.of("1536m"),
                Optional.empty());
        cluster.up(request, Distribution.current(), System.out::println);
        return new ClusterPlace(cluster, cluster.settings().orElseThrow());
    }

    @Override
    public String kafka() {
        return settings.bootstrapServers();
    }

    @Override
    public int slots() {
        return settings.taskManagers() * ClusterSettings.SLOTS;
    }

    @Override
    public Workers submit(String name, Consumer<StreamExecutionEnvironment> topology, Random random) {
        JobSubmission submission = new JobSubmission(
                URI.create(settings.restUrl()), Distribution.current().job());
        return new Running(submission.submit(name, new Configuration(), topology), random);
    }

    /** The TaskManager processes that live. */
    List<ClusterStatus.Member> taskManagers() throws Exception {
        return cluster.status().orElseThrow().processes().stream()
                .filter(process -> process.name().startsWith(TASK_MANAGER))
                .filter(process -> process.pid().isPresent())
                .toList();
    }

    @Override
    public void close() throws Exception {
        cluster.down(System.out::println);
    }

    private final class Running implements Workers {
        private final JobID job;
        private final Random random;

        Running(JobID job, Random random) {
            this.job = job;
            this.random = random;
        }

        @Override
        public long completedCheckpoints() throws Exception {
            return rest.completedCheckpoints(job);
        }

        @Override
        public boolean jobEnded() throws Exception {
            return rest.status(job).isGloballyTerminalState();
        }

        /** {@code kill -9}, then {@code facet cluster up}. */
        @Override
        public void killOne() throws Exception {
            List<ClusterStatus.Member> living = taskManagers();
            ClusterStatus.Member victim = living.get(random.nextInt(living.size()));
            ProcessHandle process = ProcessHandle.of(victim.pid().orElseThrow()).orElseThrow();
            process.destroyForcibly();
            process.onExit().get(KILL_LIMIT_SECONDS, TimeUnit.SECONDS);
            System.out.println("killed " + victim.name());
            cluster.up(ClusterRequest.any(), Distribution.current(), System.out::println);
        }

        @Override
        public void cancelJob() throws Exception {
            rest.cancel(job);
        }
    }
}

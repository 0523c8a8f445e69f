package io.facet.jobs.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.SerializedValue;

/**
 * A Flink cluster inside this process: one JobManager and a number of TaskManagers, listening on loopback only.
 *
 * <p>Started by {@link #start}, owned by the caller, stopped by {@link #close}, which cancels what still runs.
 */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final MiniCluster cluster;
    private final Configuration configuration;

    private EmbeddedFlink(MiniCluster cluster, Configuration configuration) {
        this.cluster = cluster;
        this.configuration = configuration;
    }

    /**
     * Starts a cluster.
     *
     * @param workDir where checkpoints and temporary files go
     * @param taskManagers how many TaskManagers
     * @param slotsEach task slots of each
     */
    public static EmbeddedFlink start(Path workDir, int taskManagers, int slotsEach) throws Exception {
        Configuration configuration = configuration(workDir);
        MiniClusterConfiguration layout = new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slotsEach)
                // A dedicated RPC service for each TaskManager: one can then be terminated without the others.
                .setRpcServiceSharing(RpcServiceSharing.DEDICATED)
                .withRandomPorts()
                .build();
        MiniCluster cluster = new MiniCluster(layout);
        try {
            cluster.start();
        } catch (Exception e) {
            cluster.closeAsync();
            throw e;
        }
        return new EmbeddedFlink(cluster, configuration);
    }

    private static Configuration configuration(Path workDir) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        // In-flight crops are part of a checkpoint and outgrow the JobManager's 5 MiB limit for in-memory checkpoints.
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                workDir.resolve("checkpoints").toUri().toString());
        configuration.set(
                org.apache.flink.configuration.CoreOptions.TMP_DIRS,
                workDir.resolve("tmp").toString());
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        // Accumulators, and with them the progress bar, are refreshed by heartbeats.
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(30));
        return configuration;
    }

    /** A fresh environment with this cluster's settings, to define a job in. */
    public StreamExecutionEnvironment newEnvironment() {
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    /** Submits the job defined in an environment of {@link #newEnvironment}. */
    public JobID submit(StreamExecutionEnvironment environment) throws InterruptedException, ExecutionException {
        // The raw StreamGraph makes MiniCluster fail with a NullPointerException in Flink 2.3.
        return cluster.submitJob(environment.getStreamGraph().getJobGraph())
                .get()
                .getJobID();
    }

    public JobStatus status(JobID job) throws InterruptedException, ExecutionException {
        return cluster.getJobStatus(job).get();
    }

    /** Why a job failed; null while it has not. */
    public Throwable failure(JobID job) throws InterruptedException, ExecutionException {
        var info = cluster.getExecutionGraph(job).get().getFailureInfo();
        return info == null ? null : info.getException().deserializeError(EmbeddedFlink.class.getClassLoader());
    }

    /**
     * @throws IllegalStateException with the cause, if the job has ended
     */
    public void requireRunning(JobID job) throws InterruptedException, ExecutionException {
        if (status(job).isGloballyTerminalState()) {
            throw new IllegalStateException("the job failed", failure(job));
        }
    }

    /** The job's accumulators by name, as of the last heartbeat of its tasks. */
    public Map<String, SerializedValue<org.apache.flink.util.OptionalFailure<Object>>> accumulators(JobID job)
            throws InterruptedException, ExecutionException {
        return cluster.getExecutionGraph(job).get().getAccumulatorsSerialized();
    }

    /** Number of checkpoints the job has completed. */
    public long completedCheckpoints(JobID job) throws InterruptedException, ExecutionException {
        var statistics = cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
        return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
    }

    /** Cancels a job and waits until it has ended. */
    public void cancel(JobID job) throws InterruptedException, ExecutionException {
        if (!status(job).isGloballyTerminalState()) {
            cluster.cancelJob(job).get();
        }
        cluster.requestJobResult(job).get();
    }

    /** Ends a TaskManager without warning, as a lost machine would. */
    public void terminateTaskManager(int index) throws InterruptedException, ExecutionException {
        cluster.terminateTaskManager(index).get();
    }

    /** Adds a TaskManager, the replacement of a lost one. */
    public void startTaskManager() throws Exception {
        cluster.startTaskManager();
    }

    /**
     * Stops the cluster and waits until it is gone.
     *
     * @throws IllegalStateException if it does not stop in a minute
     */
    @Override
    public void close() {
        try {
            cluster.closeAsync().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the embedded Flink cluster stopped", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the embedded Flink cluster failed to stop", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the embedded Flink cluster did not stop in " + STOP_LIMIT, e);
        }
    }
}

package io.facet.jobs.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.flink.api.common.JobID;

import io.facet.jobs.embedded.EmbeddedFlink;

/** TaskManagers in this process. */
final class EmbeddedWorkers implements Workers {
    private final EmbeddedFlink flink;
    private final JobID job;
    private final Random random;
    /** Indices of those that live; a terminated one keeps its own for ever. */
    private final List<Integer> living;

    private int started;

    /**
     * @param flink a cluster none of whose TaskManagers has been terminated
     * @param taskManagers how many it was started with
     */
    EmbeddedWorkers(EmbeddedFlink flink, JobID job, int taskManagers, long seed) {
        this.flink = flink;
        this.job = job;
        this.random = new Random(seed);
        this.living = new ArrayList<>(IntStream.range(0, taskManagers).boxed().toList());
        this.started = taskManagers;
    }

    @Override
    public long completedCheckpoints() throws Exception {
        return flink.completedCheckpoints(job);
    }

    @Override
    public boolean jobEnded() throws Exception {
        return flink.status(job).isGloballyTerminalState();
    }

    @Override
    public void killOne() throws Exception {
        flink.terminateTaskManager(living.remove(random.nextInt(living.size())));
        flink.startTaskManager();
        living.add(started++);
    }
}

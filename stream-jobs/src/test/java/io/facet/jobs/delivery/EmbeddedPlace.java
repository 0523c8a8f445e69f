package io.facet.jobs.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import io.facet.jobs.embedded.EmbeddedFlink;
import io.facet.jobs.embedded.EmbeddedPlatform;

/** Broker and TaskManagers in this process. */
final class EmbeddedPlace implements Place, AutoCloseable {
    private static final int TASK_MANAGERS = 2;
    private static final int SLOTS_EACH = 2;

    private final EmbeddedPlatform platform;
    /** Indices of the TaskManagers that live; a terminated one keeps its own for ever. */
    private final List<Integer> living =
            new ArrayList<>(IntStream.range(0, TASK_MANAGERS).boxed().toList());

    private int started = TASK_MANAGERS;

    private EmbeddedPlace(EmbeddedPlatform platform) {
        this.platform = platform;
    }

    static EmbeddedPlace start() throws Exception {
        return new EmbeddedPlace(EmbeddedPlatform.start(TASK_MANAGERS, SLOTS_EACH));
    }

    @Override
    public String kafka() {
        return platform.kafka().bootstrapServers();
    }

    @Override
    public int slots() {
        return TASK_MANAGERS * SLOTS_EACH;
    }

    @Override
    public Workers submit(String name, Consumer<StreamExecutionEnvironment> topology, Random random) throws Exception {
        StreamExecutionEnvironment environment = platform.flink().newEnvironment();
        topology.accept(environment);
        return new Running(platform.flink().submit(environment), random);
    }

    @Override
    public void close() throws Exception {
        platform.close();
    }

    private final class Running implements Workers {
        private final JobID job;
        private final Random random;

        Running(JobID job, Random random) {
            this.job = job;
            this.random = random;
        }

        private EmbeddedFlink flink() {
            return platform.flink();
        }

        @Override
        public long completedCheckpoints() throws Exception {
            return flink().completedCheckpoints(job);
        }

        @Override
        public boolean jobEnded() throws Exception {
            return flink().status(job).isGloballyTerminalState();
        }

        @Override
        public void killOne() throws Exception {
            flink().terminateTaskManager(living.remove(random.nextInt(living.size())));
            flink().startTaskManager();
            living.add(started++);
        }

        @Override
        public void cancelJob() throws Exception {
            flink().cancel(job);
        }
    }
}

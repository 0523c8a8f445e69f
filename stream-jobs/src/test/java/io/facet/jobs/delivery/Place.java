package io.facet.jobs.delivery;

import java.util.Random;
import java.util.function.Consumer;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Somewhere jobs can run. */
interface Place {

    /** Address of the broker. */
    String kafka();

    /** Task slots it has. */
    int slots();

    /**
     * Starts a job.
     *
     * @param random decides which workers are killed
     */
    Workers submit(String name, Consumer<StreamExecutionEnvironment> topology, Random random) throws Exception;
}

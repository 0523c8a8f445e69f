package io.facet.jobs.delivery;

/** The workers of one job, some of which are to be killed. */
interface Workers {

    /** Checkpoints the job has completed, over all its restarts. */
    long completedCheckpoints() throws Exception;

    /** Whether the job has ended, as it never should. */
    boolean jobEnded() throws Exception;

    /** Kills one worker and brings its replacement. */
    void killOne() throws Exception;
}

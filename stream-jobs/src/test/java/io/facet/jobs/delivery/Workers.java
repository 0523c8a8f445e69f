package io.facet.jobs.delivery;

/** One running job and its workers, some of which are to be killed. */
interface Workers {

    /** Checkpoints the job has completed, over all its restarts. */
    long completedCheckpoints() throws Exception;

    /** Whether the job has ended, as it never should by itself. */
    boolean jobEnded() throws Exception;

    /** Kills one worker and brings its replacement. */
    void killOne() throws Exception;

    /** Ends the job and waits until it has ended. */
    void cancelJob() throws Exception;
}

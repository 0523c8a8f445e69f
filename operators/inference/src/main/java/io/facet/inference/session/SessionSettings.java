package io.facet.inference.session;

/**
 * How a session uses the machine.
 *
 * @param intraOpThreads threads that share the work of one operator, the calling thread included; at least 1
 */
public record SessionSettings(int intraOpThreads) {
    public SessionSettings {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException("intraOpThreads must be at least 1, got " + intraOpThreads);
        }
    }

    /** One thread: the caller's own. */
    public static SessionSettings singleThread() {
        return new SessionSettings(1);
    }
}

package io.facet.training.loop.metrics;

import java.nio.file.Path;
import java.util.Map;

/** Follows a run. Called by the loop's thread, in the first process only; must be quick. */
public interface LoopListener extends AutoCloseable {
    /**
     * A session begins.
     *
     * @param from where it goes on from; {@code update} 0 at the start, with no losses
     * @param plannedUpdates of the whole run
     */
    default void started(UpdateFigures from, long plannedUpdates) {}

    /** An update was done. */
    default void updated(UpdateFigures figures) {}

    /** The experiment was scored. */
    default void evaluated(long update, Map<String, Double> scores) {}

    /** A checkpoint is on the disk. */
    default void checkpointed(long update, Path folder) {}

    /** Frees what the listener holds; a second call does nothing. The loop does not call it. */
    @Override
    default void close() {}
}

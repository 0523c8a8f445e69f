package io.facet.jobs.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

import io.facet.domain.UserError;

/** The right to start and stop processes of a cluster, which one call holds at a time. */
final class ClusterLock {

    private ClusterLock() {}

    /** What is done while the lock is held. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException, InterruptedException;
    }

    /** @throws UserError where another call, of this or another program, holds the lock; then the action does not run */
    static <T> T holding(ClusterLayout layout, Action<T> action) throws IOException, InterruptedException {
        try (FileChannel channel =
                FileChannel.open(layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (tryLock(channel) == null) {
                throw new UserError("another facet command is starting or stopping the cluster in " + layout.root());
            }
            return action.run();
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProgram) {
            return null;
        }
    }
}

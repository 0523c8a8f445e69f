package io.facet.training.engine.libtorch;

import java.nio.file.Path;
import java.time.Duration;

import io.facet.domain.UserError;

/**
 * The processes that train together.
 *
 * @param rank of this process, from 0
 * @param processes how many there are
 * @param meeting where they find each other
 * @param timeout how long one waits for the others, at the start and in each exchange, before it fails
 */
public record ProcessGroupSettings(int rank, int processes, Meeting meeting, Duration timeout) {
    /** Where processes find each other. */
    public sealed interface Meeting {
        /** A file that all reach, on one host or on a shared disk, and that no other run has used. */
        record AtFile(Path file) implements Meeting {}

        /** A port that the process of rank 0 listens on. */
        record AtAddress(String host, int port) implements Meeting {
            public AtAddress {
                if (port < 1 || port > 65_535) {
                    throw new UserError("port of the process group: expected 1 to 65535, found " + port);
                }
            }
        }
    }

    public ProcessGroupSettings {
        if (processes < 1 || rank < 0 || rank >= processes) {
            throw new UserError("rank of a process: expected 0 to " + (processes - 1) + ", found " + rank);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new UserError("timeout of the process group: expected a positive duration, found " + timeout);
        }
    }
}

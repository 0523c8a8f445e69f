package io.facet.training.loop.checkpoint;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A checkpoint cannot be trusted: a file is missing, or is not what was written. The message is one line. */
public final class BrokenCheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenCheckpointException(Path folder, Exception cause) {
        super("checkpoint " + folder + " is broken: " + reason(cause), cause);
    }

    private static String reason(Exception cause) {
        return cause instanceof NoSuchFileException missing ? "no file " + missing.getFile() : cause.getMessage();
    }
}

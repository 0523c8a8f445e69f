package io.facet.training.weights;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Why reading or writing failed, in words: the message of some exceptions is no more than a path. */
final class Failures {
    private Failures() {}

    static String reason(IOException e) {
        return e instanceof FileSystemException refused && refused.getReason() == null
                ? e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}

package io.facet.training.loop.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a run had come at a checkpoint: {@code progress.json}.
 *
 * @param format of the JSON, {@value #FORMAT}
 * @param update updates done
 * @param batches batches taken from the source, by each process
 * @param images seen by all processes
 * @param epoch passes over the data
 * @param seconds spent training, over all sessions
 * @param skipped samples that could not be read, over all sessions and processes
 * @param sha256 of the checkpoint's other files, hex, by file name
 */
public record Progress(
        int format,
        long update,
        long batches,
        long images,
        double epoch,
        double seconds,
        long skipped,
        Map<String, String> sha256) {
    public static final int FORMAT = 1;

    public Progress {
        sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    }

    /** Before the first update. */
    public static Progress none() {
        return new Progress(FORMAT, 0, 0, 0, 0, 0, 0, Map.of());
    }

    /** The same with the hashes of the files. */
    Progress sealed(Map<String, String> hashes) {
        return new Progress(format, update, batches, images, epoch, seconds, skipped, hashes);
    }
}

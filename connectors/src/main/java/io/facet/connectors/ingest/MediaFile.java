package io.facet.connectors.ingest;

import java.nio.file.Path;

import static java.util.Objects.requireNonNull;

/**
 * A file to publish as one stream.
 *
 * @param stream id of the stream it becomes
 * @param path the file
 */
public record MediaFile(String stream, Path path) {
    public MediaFile {
        requireNonNull(stream, "stream is null");
        requireNonNull(path, "path is null");
    }
}

package io.facet.training.data.source;

import java.io.IOException;
import java.util.List;

/** Files that lie together and are read in any order. Any number of threads. */
public interface FileStore extends AutoCloseable {
    /** No picture or text of a data set is larger; a damaged index may not make us allocate more. */
    long MAX_FILE_BYTES = 256L << 20;

    /** Where it lies, for messages. */
    String where();

    /** All files, by container and natural order of names. */
    List<StoredFile> files();

    /** Names a file among the files of all containers. */
    String key(StoredFile file);

    /** The whole of a file. */
    byte[] read(StoredFile file) throws IOException;

    @Override
    void close();

    /** Refuses what no array should be made for. */
    static void requireReadable(StoredFile file) throws IOException {
        if (file.size() > MAX_FILE_BYTES) {
            throw new IOException("expected at most " + MAX_FILE_BYTES + " bytes, found " + file.size());
        }
    }
}

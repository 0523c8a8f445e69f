package io.facet.training.data.source;

import java.util.Locale;

/**
 * A file of a {@link FileStore}.
 *
 * @param name path in the store, with slashes
 * @param size in bytes
 * @param container number of the shard it lies in; 0 for a folder
 * @param offset in the shard, in bytes; 0 for a folder
 */
public record StoredFile(String name, long size, int container, long offset) {
    /** The last part of the name after a dot, in lower case; empty where there is none. */
    public String extension() {
        int dot = dot();
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The name without its extension. */
    public String stem() {
        int dot = dot();
        return dot < 0 ? name : name.substring(0, dot);
    }

    private int dot() {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? dot : -1;
    }
}

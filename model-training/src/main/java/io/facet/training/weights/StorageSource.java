package io.facet.training.weights;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** Where a checkpoint keeps the elements of its storages. Owned and closed by the {@link PyTorchCheckpoint}. */
sealed interface StorageSource permits ZipStorages, LegacyStorages {
    /** What the file is, for people. */
    String format();

    ByteOrder order();

    /** What the file's main pickle holds. */
    Object root();

    /**
     * Bytes of a storage.
     *
     * @throws io.facet.domain.UserError if the file lacks it
     */
    long bytes(String key);

    /** The bytes of a storage from an offset on; valid until the next call, closed by the caller. */
    ReadableByteChannel open(String key, long offset) throws IOException;

    /** Idempotent. */
    void close() throws IOException;
}

package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * The binary form of one type, in all versions that were ever released.
 *
 * <p>Implementations have no fields and a public constructor without arguments: a savepoint names the class, so renaming
 * it breaks restoring. They are called by one thread at a time.
 *
 * @param <T> what is written
 */
public interface VersionedCodec<T> extends Serializable {

    /** The version that {@link #write} writes: from 1 to 255, higher with every change of the form. */
    int version();

    /** Writes the current version. */
    void write(T value, DataOutput out) throws IOException;

    /**
     * Reads any version from 1 to {@link #version()}.
     *
     * @param version the version the value was written in
     */
    T read(int version, DataInput in) throws IOException;
}

package io.facet.functions.state;

import java.io.IOException;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import static java.util.Objects.requireNonNull;

/**
 * Serializes immutable values by a {@link VersionedCodec}. Every value begins with one byte, the version it was written
 * in, so values of different versions may stand side by side in one checkpoint.
 *
 * @param <T> an immutable type; copies are the same instance
 */
public final class VersionedSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1;

    private final VersionedCodec<T> codec;

    public VersionedSerializer(VersionedCodec<T> codec) {
        this.codec = requireNonNull(codec, "codec is null");
    }

    VersionedCodec<T> codec() {
        return codec;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    /** There is no empty value of an immutable type; Flink allows null here. */
    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        target.writeByte(codec.version());
        codec.write(value, target);
    }

    /**
     * @throws IOException if the value was written in a version this code does not read
     */
    @Override
    public T deserialize(DataInputView source) throws IOException {
        int version = source.readUnsignedByte();
        VersionedSerializerSnapshot.requireReadable(codec, version);
        return codec.read(version, source);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new VersionedSerializerSnapshot<>(codec);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionedSerializer<?> that && codec.getClass() == that.codec.getClass();
    }

    @Override
    public int hashCode() {
        return codec.getClass().getName().hashCode();
    }
}

package io.facet.functions.state;

import java.io.IOException;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;

/**
 * What a savepoint remembers of a {@link VersionedSerializer}: the class of its codec and the version it wrote. Older
 * versions are read as they are, since every value states its own; a newer one is refused when it is restored.
 *
 * @param <T> what is serialized
 */
public final class VersionedSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
    private static final int FORM = 1;

    private VersionedCodec<T> codec;
    private int writtenVersion;

    /** For Flink, which fills it by {@link #readSnapshot}. */
    public VersionedSerializerSnapshot() {}

    VersionedSerializerSnapshot(VersionedCodec<T> codec) {
        this.codec = codec;
        this.writtenVersion = codec.version();
    }

    static void requireReadable(VersionedCodec<?> codec, int version) throws IOException {
        if (version < 1 || version > codec.version()) {
            throw new IOException("state was written in version %d of %s, but this code reads versions 1 to %d"
                    .formatted(version, codec.getClass().getName(), codec.version()));
        }
    }

    @Override
    public int getCurrentVersion() {
        return FORM;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(codec.getClass().getName());
        out.writeInt(writtenVersion);
    }

    /**
     * @throws IOException if the state was written in a newer version than this code reads
     */
    @Override
    @SuppressWarnings("unchecked")
    public void readSnapshot(int form, DataInputView in, ClassLoader userCodeClassLoader) throws IOException {
        if (form != FORM) {
            throw new IOException("expected form %d of a serializer snapshot, found %d".formatted(FORM, form));
        }
        Class<?> type = InstantiationUtil.resolveClassByName(in, userCodeClassLoader, VersionedCodec.class);
        codec = (VersionedCodec<T>) InstantiationUtil.instantiate(type);
        writtenVersion = in.readInt();
        requireReadable(codec, writtenVersion);
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new VersionedSerializer<>(codec);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        boolean sameCodec = old instanceof VersionedSerializerSnapshot<T> written
                && written.codec.getClass() == codec.getClass()
                && written.writtenVersion <= codec.version();
        return sameCodec
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}

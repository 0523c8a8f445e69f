package io.facet.functions.state;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

import static java.util.Objects.requireNonNull;

/**
 * Tells Flink to serialize a type by a {@link VersionedCodec}, never by Kryo.
 *
 * @param <T> an immutable type
 */
public final class VersionedTypeInfo<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1;

    private final Class<T> type;
    private final VersionedCodec<T> codec;

    public VersionedTypeInfo(Class<T> type, VersionedCodec<T> codec) {
        this.type = requireNonNull(type, "type is null");
        this.codec = requireNonNull(codec, "codec is null");
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return new VersionedSerializer<>(codec);
    }

    @Override
    public String toString() {
        return "Versioned<" + type.getSimpleName() + ">";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionedTypeInfo<?> that
                && type == that.type
                && codec.getClass() == that.codec.getClass();
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof VersionedTypeInfo;
    }
}

package io.facet.training.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

import ai.onnxruntime.platform.Fp16Conversions;

/** How the elements of a stored tensor are written; bytes are little-endian. */
public enum ElementType {
    FLOAT64("F64", "float64", 8, false),
    FLOAT32("F32", "float32", 4, false),
    FLOAT16("F16", "float16", 2, false),
    BFLOAT16("BF16", "bfloat16", 2, false),
    INT64("I64", "int64", 8, true),
    INT32("I32", "int32", 4, true),
    INT16("I16", "int16", 2, true),
    INT8("I8", "int8", 1, true),
    UINT8("U8", "uint8", 1, true),
    BOOL("BOOL", "bool", 1, true);

    private final String safetensorsName;
    private final String label;
    private final int bytes;
    private final boolean integer;

    ElementType(String safetensorsName, String label, int bytes, boolean integer) {
        this.safetensorsName = safetensorsName;
        this.label = label;
        this.bytes = bytes;
        this.integer = integer;
    }

    /** The type of a safetensors name such as {@code BF16}; empty if it is none of these. */
    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.safetensorsName.equals(name))
                .findFirst();
    }

    String safetensorsName() {
        return safetensorsName;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether values are read as int64 rather than float32. */
    public boolean integer() {
        return integer;
    }

    /** The next element, for types that are not {@link #integer()}; float64 is rounded to float32. */
    float readFloat(ByteBuffer from) {
        return switch (this) {
            case FLOAT64 -> (float) from.getDouble();
            case FLOAT32 -> from.getFloat();
            case FLOAT16 -> Fp16Conversions.fp16ToFloat(from.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(from.getShort() << 16);
            default -> throw new IllegalStateException(this + " holds integers");
        };
    }

    /** The next element, for types that are {@link #integer()}. */
    long readLong(ByteBuffer from) {
        return switch (this) {
            case INT64 -> from.getLong();
            case INT32 -> from.getInt();
            case INT16 -> from.getShort();
            case INT8 -> from.get();
            case UINT8, BOOL -> from.get() & 0xFF;
            default -> throw new IllegalStateException(this + " holds no integers");
        };
    }

    /** The name used by NumPy and PyTorch, for example {@code float16}. */
    @Override
    public String toString() {
        return label;
    }
}

package io.facet.inference.session;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * A dense tensor, row-major, from the buffer's position to its limit.
 *
 * <p>As an input, a direct buffer is read in place and a heap buffer is copied. As an output, the buffer is on the heap
 * and belongs to the caller.
 */
public sealed interface Tensor {

    /** Dimensions, all known. */
    List<Long> shape();

    /** Type of the elements. */
    default ElementType type() {
        if (this instanceof Floats) {
            return ElementType.FLOAT32;
        }
        return this instanceof Longs ? ElementType.INT64 : ElementType.UINT8;
    }

    /** Number of elements. */
    default long elements() {
        return elements(shape());
    }

    /** float32 elements. */
    record Floats(FloatBuffer data, List<Long> shape) implements Tensor {
        public Floats {
            shape = List.copyOf(shape);
            requireNativeOrder("float", data.order());
            requireElements(data, shape);
        }
    }

    /** uint8 elements. */
    record Bytes(ByteBuffer data, List<Long> shape) implements Tensor {
        public Bytes {
            shape = List.copyOf(shape);
            requireElements(data, shape);
        }
    }

    /** int64 elements. */
    record Longs(LongBuffer data, List<Long> shape) implements Tensor {
        public Longs {
            shape = List.copyOf(shape);
            requireNativeOrder("long", data.order());
            requireElements(data, shape);
        }
    }

    /** A direct float buffer in native order, as {@link Floats} wants it. */
    static FloatBuffer allocateFloats(int elements) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static long elements(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    private static void requireElements(Buffer data, List<Long> shape) {
        if (data.remaining() != elements(shape)) {
            throw new IllegalArgumentException("a tensor of shape %s needs %d elements, got %d"
                    .formatted(shape, elements(shape), data.remaining()));
        }
    }

    private static void requireNativeOrder(String type, ByteOrder order) {
        // ONNX Runtime accepts a foreign byte order silently and reads it wrongly.
        if (order != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException(
                    "a %s buffer must be in %s order, got %s".formatted(type, ByteOrder.nativeOrder(), order));
        }
    }
}

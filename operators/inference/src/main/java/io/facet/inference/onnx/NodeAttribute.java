package io.facet.inference.onnx;

import java.util.List;

/** An attribute of a node, for those who write graphs without knowing the classes of the ONNX format. */
public sealed interface NodeAttribute {
    /** Its name, as the operator calls it. */
    String name();

    /** A whole number. */
    record Int(String name, long value) implements NodeAttribute {}

    /** A float32 number. */
    record Real(String name, float value) implements NodeAttribute {}

    /** A word, such as the name of a mode. */
    record Text(String name, String value) implements NodeAttribute {}

    /** Whole numbers. */
    record Ints(String name, List<Long> values) implements NodeAttribute {
        public Ints {
            values = List.copyOf(values);
        }
    }
}

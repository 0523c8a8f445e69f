package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The binary form of the parts that several codecs are made of: lengths are 4 bytes, text is UTF-8 behind its length in
 * bytes, numbers are big-endian, and maps keep their order.
 */
public final class BinaryForm {

    private BinaryForm() {}

    /** Writes one element of a list. */
    public interface Writer<T> {
        void write(T value, DataOutput out) throws IOException;
    }

    /** Reads one element of a list. */
    public interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    /** Writes text of any length. */
    public static void writeText(String text, DataOutput out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    /** Reads what {@link #writeText} wrote. */
    public static String readText(DataInput in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    /** Writes bytes behind their number. */
    public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads what {@link #writeBytes} wrote. */
    public static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    /** Writes a list behind its size. */
    public static <T> void writeList(List<T> values, Writer<T> writer, DataOutput out) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            writer.write(value, out);
        }
    }

    /** Reads what {@link #writeList} wrote. */
    public static <T> List<T> readList(Reader<T> reader, DataInput in) throws IOException {
        int size = in.readInt();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.read(in));
        }
        return Collections.unmodifiableList(values);
    }

    /** Writes numbers by name, in the map's order. */
    public static void writeNumbers(Map<String, Double> numbers, DataOutput out) throws IOException {
        out.writeInt(numbers.size());
        for (Map.Entry<String, Double> entry : numbers.entrySet()) {
            writeText(entry.getKey(), out);
            out.writeDouble(entry.getValue());
        }
    }

    /** Reads what {@link #writeNumbers} wrote, in the order it was written. */
    public static Map<String, Double> readNumbers(DataInput in) throws IOException {
        int size = in.readInt();
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String name = readText(in);
            numbers.put(name, in.readDouble());
        }
        return Collections.unmodifiableMap(numbers);
    }
}

package io.facet.training.data.source.expression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Fields;

/**
 * Numbers in a NumPy file: little-endian float and integer types, and text of one number each ({@code <U1}, {@code |S4}).
 * Arrays of objects, which are pickles, are refused. Format: NumPy enhancement proposal 1.
 */
final class NpyNumbers {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<|])([fiuUS])(\\d{1,6})'");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d,\\s]*)\\)");

    private NpyNumbers() {}

    static double[] read(String key, byte[] file) throws UnreadableSampleException {
        if (file.length < 12 || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw new UnreadableSampleException(key, "expected a NumPy file, found " + file.length + " other bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = bytes.get();
        bytes.get();
        int length = version == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new UnreadableSampleException(key, "expected a header of %d bytes, found fewer".formatted(length));
        }
        String header = new String(file, bytes.position(), length, StandardCharsets.ISO_8859_1);
        bytes.position(bytes.position() + length);
        return numbers(key, bytes, header);
    }

    private static double[] numbers(String key, ByteBuffer bytes, String header) throws UnreadableSampleException {
        Matcher type = TYPE.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!type.find() || !shape.find()) {
            throw new UnreadableSampleException(key, "expected little-endian numbers or text, found " + header.strip());
        }
        char kind = type.group(2).charAt(0);
        int width = Integer.parseInt(type.group(3)) * (kind == 'U' ? 4 : 1);
        long count = 1;
        for (String size : shape.group(1).split(",")) {
            count *= size.isBlank() ? 1 : Fields.whole(key, "a size", size.strip(), 0, 1 << 24);
        }
        if (width == 0 || count * width != bytes.remaining()) {
            throw new UnreadableSampleException(
                    key, "expected %d values of %d bytes, found %d bytes".formatted(count, width, bytes.remaining()));
        }
        double[] numbers = new double[(int) count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(key, bytes, kind, width);
        }
        return numbers;
    }

    private static double number(String key, ByteBuffer bytes, char kind, int width) throws UnreadableSampleException {
        return switch (kind + String.valueOf(width)) {
            case "f8" -> bytes.getDouble();
            case "f4" -> bytes.getFloat();
            case "i8", "u8" -> bytes.getLong();
            case "i4" -> bytes.getInt();
            case "i2" -> bytes.getShort();
            case "i1" -> bytes.get();
            case "u1" -> bytes.get() & 0xFF;
            default -> text(key, bytes, kind, width);
        };
    }

    private static double text(String key, ByteBuffer bytes, char kind, int width) throws UnreadableSampleException {
        if (kind != 'U' && kind != 'S') {
            throw new UnreadableSampleException(
                    key, "expected numbers or text, found type %s%d".formatted(kind, width));
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < width; at += kind == 'U' ? 4 : 1) {
            int code = kind == 'U' ? bytes.getInt() : bytes.get();
            if (code > 0 && code < 128) {
                text.append((char) code);
            }
        }
        return Fields.number(key, "a value", text.toString());
    }
}

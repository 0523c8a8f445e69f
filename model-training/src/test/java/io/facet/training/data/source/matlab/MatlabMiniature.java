package io.facet.training.data.source.matlab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.WritableGroup;
import io.jhdf.checksum.JenkinsLookup3HashLittle;

/**
 * Writes small files of MATLAB 7.3. The library writes no references: cells are written as 64-bit numbers that hold the
 * addresses, whose type is then changed to that of object references, and the checksum of its header with it.
 */
public final class MatlabMiniature {
    private static final String REFERENCES = "#refs#";
    private static final byte[] NUMBER_TYPE = {0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0};
    private static final byte[] REFERENCE_TYPE = {0x17, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] HEADER = {'O', 'H', 'D', 'R', 2};

    private MatlabMiniature() {}

    /**
     * Writes variables.
     *
     * @param arrays Java arrays whose axes are those of MATLAB in reverse
     * @param cells what is in the cells of each cell array, as {@code arrays}
     */
    public static void write(Path file, Map<String, Object> arrays, Map<String, List<Object>> cells)
            throws IOException {
        Map<String, long[][]> references = new LinkedHashMap<>();
        cells.forEach((name, contents) -> references.put(name, new long[contents.size()][1]));
        writeAll(file, arrays, cells, references);
        if (cells.isEmpty()) {
            return;
        }
        try (HdfFile draft = new HdfFile(file)) {
            Group contents = (Group) draft.getChild(REFERENCES);
            references.forEach((name, addresses) -> {
                for (int i = 0; i < addresses.length; i++) {
                    addresses[i][0] = contents.getChild(name + i).getAddress();
                }
            });
        }
        writeAll(file, arrays, cells, references);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = find(bytes, NUMBER_TYPE, 0); at >= 0; at = find(bytes, NUMBER_TYPE, at)) {
            System.arraycopy(REFERENCE_TYPE, 0, bytes, at, REFERENCE_TYPE.length);
            sign(bytes, headerBefore(bytes, at));
        }
        Files.write(file, bytes);
    }

    /** A text as MATLAB keeps it: a column of characters. */
    public static int[][] text(String text) {
        int[][] characters = new int[1][text.length()];
        for (int i = 0; i < text.length(); i++) {
            characters[0][i] = text.charAt(i);
        }
        return characters;
    }

    private static void writeAll(
            Path file, Map<String, Object> arrays, Map<String, List<Object>> cells, Map<String, long[][]> references)
            throws IOException {
        Files.deleteIfExists(file);
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            // The library cannot read an empty group that it wrote.
            WritableGroup contents = cells.isEmpty() ? hdf : hdf.putGroup(REFERENCES);
            cells.forEach((name, values) -> {
                for (int i = 0; i < values.size(); i++) {
                    contents.putDataset(name + i, values.get(i));
                }
            });
            arrays.forEach(hdf::putDataset);
            references.forEach(hdf::putDataset);
        }
    }

    private static int headerBefore(byte[] bytes, int at) {
        int header = -1;
        for (int next = find(bytes, HEADER, 0); next >= 0 && next < at; next = find(bytes, HEADER, next + 1)) {
            header = next;
        }
        return header;
    }

    /** HDF5 specification, version 3: object header prefix, version 2. */
    private static void sign(byte[] bytes, int header) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int flags = bytes[header + 5];
        int at = header + 6 + ((flags & 32) == 0 ? 0 : 16) + ((flags & 16) == 0 ? 0 : 4);
        int width = 1 << (flags & 3);
        int size = switch (width) {
            case 1 -> bytes[at] & 0xFF;
            case 2 -> buffer.getShort(at) & 0xFFFF;
            default -> buffer.getInt(at);
        };
        int end = at + width + size;
        byte[] signed = Arrays.copyOfRange(bytes, header, end);
        buffer.putInt(end, JenkinsLookup3HashLittle.hash(signed));
    }

    private static int find(byte[] bytes, byte[] pattern, int from) {
        for (int at = from; at <= bytes.length - pattern.length; at++) {
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at;
            }
        }
        return -1;
    }
}

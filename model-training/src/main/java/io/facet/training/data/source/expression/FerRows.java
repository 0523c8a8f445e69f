package io.facet.training.data.source.expression;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.facet.training.data.RgbImage;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.CommaTable;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/** The rows of {@code fer2013.csv}: emotion, 48x48 grey pixels, usage. One part's pictures fit in memory: 66 MB. */
final class FerRows {
    static final String TABLE = "fer2013.csv";
    private static final int SIDE = 48;

    private FerRows() {}

    /**
     * A row.
     *
     * @param key names it
     * @param emotion the number, as written
     * @param usage Training, PublicTest or PrivateTest
     * @param gray a byte a pixel, rows from the top; null where the row has others
     */
    record Row(String key, String emotion, String usage, byte[] gray) {
        Listed listed(Listed.Truth truth) {
            return new Listed(key, key, SIDE * SIDE, this::picture, truth);
        }

        private RgbImage picture() throws UnreadableSampleException {
            if (gray == null) {
                throw new UnreadableSampleException(
                        key, "expected %d pixels in 0 to 255, found others".formatted(SIDE * SIDE));
            }
            byte[] pixels = new byte[3 * gray.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = gray[i / 3];
            }
            return new RgbImage(SIDE, SIDE, pixels);
        }
    }

    /** Rows of a usage, or null for those of others, so that numbers of rows stay what they are. */
    static List<Row> read(SetFiles files, StoredFile table, String usage) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (CommaTable lines = CommaTable.open(files, table, List.of("emotion", "pixels", "Usage"))) {
            for (CommaTable.Row line = lines.next(); line != null; line = lines.next()) {
                boolean wanted = line.get("Usage").equals(usage);
                String key = files.key(table) + "#" + (rows.size() + 1);
                rows.add(wanted ? new Row(key, line.get("emotion"), usage, gray(line.get("pixels"))) : null);
            }
        }
        return rows;
    }

    private static byte[] gray(String text) {
        byte[] gray = new byte[SIDE * SIDE];
        int count = 0;
        int number = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c >= '0' && c <= '9') {
                number = Math.max(0, number) * 10 + c - '0';
            } else if (number >= 0) {
                if (number > 255 || count == gray.length) {
                    return null;
                }
                gray[count++] = (byte) number;
                number = -1;
            }
        }
        return count == gray.length ? gray : null;
    }
}

package io.facet.vision.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Resamples one plane of bytes row by row, columns first and then along the row.
 *
 * <p>Columns are by far the most work, so eight neighbouring samples are summed at once: each sits in a 16-bit lane of
 * a long, where a sum of bytes with weights that add up to 256 always fits.
 */
final class PlaneResampler {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LANES = 0x00FF_00FF_00FF_00FFL;
    private static final int LANE = 0xFFFF;

    /** Both filters multiply by {@link AxisFilter#ONE}. */
    private static final float GAIN = 1f / (AxisFilter.ONE * AxisFilter.ONE);

    private final byte[] plane;
    private final int width;
    private final AxisFilter columns;
    private final AxisFilter rows;
    private final long[] even;
    private final long[] odd;
    private final int[] line;

    PlaneResampler(byte[] plane, int width, AxisFilter alongRow, AxisFilter alongColumn) {
        this.plane = plane;
        this.width = width;
        this.rows = alongRow;
        this.columns = alongColumn;
        int blocks = (width + 7) / 8;
        this.even = new long[blocks];
        this.odd = new long[blocks];
        this.line = new int[blocks * 8];
    }

    /** Writes one target row, samples 0–255 with fractions. */
    void row(int target, float[] out) {
        int firstRow = columns.first(target);
        int count = columns.count(target);
        start(firstRow, columns.weight(target, 0));
        for (int k = 1; k < count; k++) {
            add(firstRow + k, columns.weight(target, k));
        }
        unpack();
        rows.apply(line, GAIN, out);
    }

    private void start(int row, int weight) {
        int at = row * width;
        for (int b = 0; b < even.length; b++, at += 8) {
            long eight = load(at);
            even[b] = (eight & LANES) * weight;
            odd[b] = (eight >>> 8 & LANES) * weight;
        }
    }

    private void add(int row, int weight) {
        int at = row * width;
        for (int b = 0; b < even.length; b++, at += 8) {
            long eight = load(at);
            even[b] += (eight & LANES) * weight;
            odd[b] += (eight >>> 8 & LANES) * weight;
        }
    }

    /** The last block of a row may reach into the next row, which is harmless: those lanes are never read. */
    private long load(int at) {
        if (at + Long.BYTES <= plane.length) {
            return (long) EIGHT_BYTES.get(plane, at);
        }
        long eight = 0;
        for (int i = plane.length - 1; i >= at; i--) {
            eight = eight << 8 | plane[i] & 0xFF;
        }
        return eight;
    }

    private void unpack() {
        for (int b = 0, x = 0; b < even.length; b++, x += 8) {
            long e = even[b];
            long o = odd[b];
            line[x] = (int) e & LANE;
            line[x + 1] = (int) o & LANE;
            line[x + 2] = (int) (e >>> 16) & LANE;
            line[x + 3] = (int) (o >>> 16) & LANE;
            line[x + 4] = (int) (e >>> 32) & LANE;
            line[x + 5] = (int) (o >>> 32) & LANE;
            line[x + 6] = (int) (e >>> 48);
            line[x + 7] = (int) (o >>> 48);
        }
    }
}

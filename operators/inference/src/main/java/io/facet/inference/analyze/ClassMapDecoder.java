package io.facet.inference.analyze;

import java.util.Arrays;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Parsing;

/**
 * Face parsing: {@code [N, classes, h, w]} logits over the region. The mask has the size of the aligned crop; each of
 * its pixels takes the likeliest class (the lowest index of equal ones) of the nearest map pixel, and class 0 outside
 * the region.
 */
record ClassMapDecoder(HeadSpec head, Region region, int cropSize) implements HeadDecoder {
    private static final int OUTSIDE = -1;
    private static final int MAX_CLASSES = 256;

    ClassMapDecoder {
        if (head.labels().size() > MAX_CLASSES) {
            throw new IllegalArgumentException("head %s may have at most %d classes, got %d"
                    .formatted(head.task().key(), MAX_CLASSES, head.labels().size()));
        }
    }

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        int[] columns = nearest(region.x(), region.width(), output.width());
        int[] rows = nearest(region.y(), region.height(), output.height());
        byte[] mask = new byte[cropSize * cropSize];
        byte[] classes = new byte[output.width()];
        for (int y = 0; y < cropSize; y++) {
            if (rows[y] == OUTSIDE) {
                continue;
            }
            if (y == 0 || rows[y] != rows[y - 1]) {
                likeliest(output, face, rows[y], classes);
            }
            for (int x = 0; x < cropSize; x++) {
                mask[y * cropSize + x] = columns[x] == OUTSIDE ? 0 : classes[columns[x]];
            }
        }
        return new Parsing(head.labels(), cropSize, mask, transform);
    }

    /** For each pixel of one side of the crop, the map pixel its centre falls in. */
    private int[] nearest(int start, int extent, int mapSide) {
        int[] nearest = new int[cropSize];
        for (int i = 0; i < cropSize; i++) {
            int at = (int) Math.floor((i + 0.5 - start) * mapSide / extent);
            nearest[i] = at < 0 || at >= mapSide ? OUTSIDE : at;
        }
        return nearest;
    }

    private void likeliest(HeadTensor output, int face, int row, byte[] classes) {
        int width = output.width();
        float[] best = new float[width];
        float[] logits = new float[width];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        Arrays.fill(classes, (byte) 0);
        for (int channel = head.from(); channel < head.to(); channel++) {
            output.values().get(output.offset(face, channel) + row * width, logits);
            byte index = (byte) (channel - head.from());
            for (int x = 0; x < width; x++) {
                if (logits[x] > best[x]) {
                    classes[x] = index;
                }
                // Unlike a comparison, keeps a NaN, so that the check below sees it.
                best[x] = Math.max(best[x], logits[x]);
            }
        }
        for (float logit : best) {
            HeadDecoder.requireFinite(head, logit);
        }
    }
}

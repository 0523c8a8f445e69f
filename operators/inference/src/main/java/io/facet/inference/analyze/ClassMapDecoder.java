package io.facet.inference.analyze;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Parsing;

/**
 * Face parsing: {@code [N, classes, h, w]} logits over the region. The mask has the size of the aligned crop; each of
 * its pixels takes the class whose logit, bilinear between the centres of the map's pixels, is largest there (the lowest index
 * of equal ones), and class 0 outside the region. So a small map still has smooth edges.
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
        LogitMaps maps = LogitMaps.of(head, output, face);
        Axis columns = Axis.of(cropSize, region.x(), region.width(), output.width());
        Axis rows = Axis.of(cropSize, region.y(), region.height(), output.height());
        byte[] mask = new byte[cropSize * cropSize];
        for (int y = 0; y < cropSize; y++) {
            for (int x = 0; rows.first[y] != OUTSIDE && x < cropSize; x++) {
                if (columns.first[x] != OUTSIDE) {
                    mask[y * cropSize + x] = maps.likeliest(columns, x, rows, y);
                }
            }
        }
        return new Parsing(head.labels(), cropSize, mask, transform);
    }

    /**
     * Between which two of the map's pixels each pixel of one side of the crop lies.
     *
     * @param first the one before, or {@value #OUTSIDE}
     * @param second the one behind; the same at the map's edge
     * @param share of the second one
     */
    private record Axis(int[] first, int[] second, float[] share) {
        static Axis of(int cropSize, int start, int extent, int mapSide) {
            Axis axis = new Axis(new int[cropSize], new int[cropSize], new float[cropSize]);
            for (int i = 0; i < cropSize; i++) {
                double at = (i + 0.5 - start) * mapSide / extent;
                if (at < 0 || at >= mapSide) {
                    axis.first[i] = OUTSIDE;
                } else {
                    double fromFirst = Math.max(0, at - 0.5);
                    axis.first[i] = (int) fromFirst;
                    axis.second[i] = Math.min(axis.first[i] + 1, mapSide - 1);
                    axis.share[i] = (float) (fromFirst - axis.first[i]);
                }
            }
            return axis;
        }
    }

    /**
     * One face's logits.
     *
     * @param width of a map
     * @param maps of all classes, one behind the other
     * @param likeliest class of each of the map's pixels
     */
    private record LogitMaps(int width, float[] maps, byte[] likeliest) {
        static LogitMaps of(HeadSpec head, HeadTensor output, int face) {
            int pixels = output.width() * output.height();
            int classes = head.to() - head.from();
            float[] maps = new float[classes * pixels];
            output.values().get(output.offset(face, head.from()), maps);
            for (float logit : maps) {
                HeadDecoder.requireFinite(head, logit);
            }
            byte[] likeliest = new byte[pixels];
            float[] best = new float[pixels];
            System.arraycopy(maps, 0, best, 0, pixels);
            for (int index = 1; index < classes; index++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    float logit = maps[index * pixels + pixel];
                    if (logit > best[pixel]) {
                        best[pixel] = logit;
                        likeliest[pixel] = (byte) index;
                    }
                }
            }
            return new LogitMaps(output.width(), maps, likeliest);
        }

        byte likeliest(Axis columns, int x, Axis rows, int y) {
            int above = rows.first[y] * width;
            int below = rows.second[y] * width;
            int left = columns.first[x];
            int right = columns.second[x];
            byte corner = likeliest[above + left];
            // What is largest at all four corners is so everywhere between them.
            if (corner == likeliest[above + right]
                    && corner == likeliest[below + left]
                    && corner == likeliest[below + right]) {
                return corner;
            }
            return likeliestBetween(
                    above + left, above + right, below + left, below + right, columns.share[x], rows.share[y]);
        }

        private byte likeliestBetween(
                int aboveLeft, int aboveRight, int belowLeft, int belowRight, float across, float down) {
            byte found = 0;
            float best = Float.NEGATIVE_INFINITY;
            for (int first = 0, index = 0; first < maps.length; first += likeliest.length, index++) {
                float above = maps[first + aboveLeft] + across * (maps[first + aboveRight] - maps[first + aboveLeft]);
                float below = maps[first + belowLeft] + across * (maps[first + belowRight] - maps[first + belowLeft]);
                float logit = above + down * (below - above);
                if (logit > best) {
                    best = logit;
                    found = (byte) index;
                }
            }
            return found;
        }
    }
}

package io.facet.inference.testing;

import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.bundle.ImageInput;

/**
 * The plain reading of {@link ImageInput} and {@link Region}, one pixel at a time in double precision: what the composed
 * graph's own preprocessing is measured against.
 */
public final class CropPreprocessing {
    private CropPreprocessing() {}

    /**
     * @param rgb planar. Shape {@code [3, size, size]}, RGB, 0-255
     * @return shape {@code [C, height, width]}, as {@code image} says
     */
    public static float[] apply(byte[] rgb, int size, Region region, ImageInput image) {
        int channels = image.color().channels();
        float[] out = new float[channels * image.height() * image.width()];
        double[][] rows = weights(region.height(), image.height());
        double[][] columns = weights(region.width(), image.width());
        for (int c = 0; c < channels; c++) {
            double[][] part = part(rgb, size, region, image.color(), c);
            double[][] resized = multiply(rows, part, columns);
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    out[(c * image.height() + y) * image.width() + x] = (float)
                            ((resized[y][x] * image.scale() - image.mean().get(c))
                                    / image.std().get(c));
                }
            }
        }
        return out;
    }

    private static double[][] part(byte[] rgb, int size, Region region, ImageInput.ColorOrder color, int channel) {
        double[][] part = new double[region.height()][region.width()];
        for (int y = 0; y < region.height(); y++) {
            for (int x = 0; x < region.width(); x++) {
                int fromX = x + region.x();
                int fromY = y + region.y();
                if (fromX >= 0 && fromY >= 0 && fromX < size && fromY < size) {
                    part[y][x] = sample(rgb, size, fromX, fromY, color, channel);
                }
            }
        }
        return part;
    }

    private static double sample(byte[] rgb, int size, int x, int y, ImageInput.ColorOrder color, int channel) {
        int at = y * size + x;
        double red = rgb[at] & 0xFF;
        double green = rgb[size * size + at] & 0xFF;
        double blue = rgb[2 * size * size + at] & 0xFF;
        return switch (color) {
            case RGB -> new double[] {red, green, blue}[channel];
            case BGR -> new double[] {blue, green, red}[channel];
            case GRAY -> 0.299 * red + 0.587 * green + 0.114 * blue;
        };
    }

    /** Weights of a triangle filter over pixel centres, widened when shrinking. Shape {@code [to][from]}. */
    private static double[][] weights(int from, int to) {
        double step = (double) from / to;
        double support = Math.max(1, step);
        double[][] weights = new double[to][from];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * step;
            double sum = 0;
            // Beyond the edges the edge goes on.
            int reach = (int) Math.ceil(support);
            for (int j = -reach; j < from + reach; j++) {
                double weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / support);
                weights[i][Math.min(from - 1, Math.max(0, j))] += weight;
                sum += weight;
            }
            for (int j = 0; j < from; j++) {
                weights[i][j] /= sum;
            }
        }
        return weights;
    }

    private static double[][] multiply(double[][] rows, double[][] part, double[][] columns) {
        double[][] across = new double[part.length][columns.length];
        for (int y = 0; y < part.length; y++) {
            for (int x = 0; x < columns.length; x++) {
                for (int j = 0; j < part[y].length; j++) {
                    across[y][x] += columns[x][j] * part[y][j];
                }
            }
        }
        double[][] out = new double[rows.length][columns.length];
        for (int y = 0; y < rows.length; y++) {
            for (int j = 0; j < part.length; j++) {
                if (rows[y][j] == 0) {
                    continue;
                }
                for (int x = 0; x < columns.length; x++) {
                    out[y][x] += rows[y][j] * across[j][x];
                }
            }
        }
        return out;
    }
}

package io.facet.training.finetune;

import io.facet.training.data.RgbImage;

/**
 * Cuts a view out of a picture: every sample is the mean of as many bilinear ones as the picture has pixels to one of the
 * view's, so that shrinking blurs instead of skipping. Outside the picture is black.
 */
final class PictureCut {
    private static final int CHANNELS = 3;

    private final byte[] pixels;
    private final int width;
    private final int height;
    private final ViewGeometry geometry;

    PictureCut(RgbImage image, ViewGeometry geometry) {
        this.pixels = image.pixels();
        this.width = image.width();
        this.height = image.height();
        this.geometry = geometry;
    }

    /** {@code [3, side, side]} of samples in [0, 255], planes R, G, B. */
    float[] planes(int side) {
        int taps = Math.max(1, (int) Math.ceil(geometry.extent() * Math.max(width, height) / side - 0.25));
        float[] planes = new float[CHANNELS * side * side];
        float[] sum = new float[CHANNELS];
        Places places = new Places(side * taps);
        float share = 1f / (taps * taps);
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                sum[0] = 0;
                sum[1] = 0;
                sum[2] = 0;
                for (int tap = 0; tap < taps * taps; tap++) {
                    int right = column * taps + tap % taps;
                    int down = row * taps + tap / taps;
                    add(places.x(right, down), places.y(right, down), sum);
                }
                int at = row * side + column;
                planes[at] = sum[0] * share;
                planes[at + side * side] = sum[1] * share;
                planes[at + 2 * side * side] = sum[2] * share;
            }
        }
        return planes;
    }

    /** Where in the picture each tap is, in pixels of which the first has its centre at 0: a part by column, one by row. */
    private final class Places {
        private final float[] xByColumn;
        private final float[] yByColumn;
        private final float[] xByRow;
        private final float[] yByRow;

        Places(int fine) {
            xByColumn = new float[fine];
            yByColumn = new float[fine];
            xByRow = new float[fine];
            yByRow = new float[fine];
            double cosine = Math.cos(geometry.angle());
            double sine = Math.sin(geometry.angle());
            for (int i = 0; i < fine; i++) {
                double right = geometry.rightOfCentre((i + 0.5) / fine);
                double down = geometry.belowCentre((i + 0.5) / fine);
                xByColumn[i] = (float) (width * (geometry.centreX() + right * cosine) - 0.5);
                yByColumn[i] = (float) (height * (geometry.centreY() + right * sine) - 0.5);
                xByRow[i] = (float) (-width * down * sine);
                yByRow[i] = (float) (height * down * cosine);
            }
        }

        float x(int column, int row) {
            return xByColumn[column] + xByRow[row];
        }

        float y(int column, int row) {
            return yByColumn[column] + yByRow[row];
        }
    }

    /** Adds the bilinear sample at a place. */
    private void add(float x, float y, float[] sum) {
        // One more and one less: a cast rounds towards 0, not down.
        int left = (int) (x + 1) - 1;
        int top = (int) (y + 1) - 1;
        if (x <= -1 || y <= -1 || x >= width || y >= height) {
            return;
        }
        float right = x - left;
        float down = y - top;
        if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
            int from = CHANNELS * (top * width + left);
            int below = from + CHANNELS * width;
            for (int channel = 0; channel < CHANNELS; channel++, from++, below++) {
                float upper = (pixels[from] & 0xFF) * (1 - right) + (pixels[from + CHANNELS] & 0xFF) * right;
                float lower = (pixels[below] & 0xFF) * (1 - right) + (pixels[below + CHANNELS] & 0xFF) * right;
                sum[channel] += upper * (1 - down) + lower * down;
            }
            return;
        }
        addInside(left, top, (1 - right) * (1 - down), sum);
        addInside(left + 1, top, right * (1 - down), sum);
        addInside(left, top + 1, (1 - right) * down, sum);
        addInside(left + 1, top + 1, right * down, sum);
    }

    private void addInside(int x, int y, float weight, float[] sum) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return;
        }
        int from = CHANNELS * (y * width + x);
        for (int channel = 0; channel < CHANNELS; channel++) {
            sum[channel] += weight * (pixels[from + channel] & 0xFF);
        }
    }
}

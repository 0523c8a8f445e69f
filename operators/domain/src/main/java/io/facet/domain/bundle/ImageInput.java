package io.facet.domain.bundle;

import java.util.List;

/**
 * How a network wants its picture. Shape {@code [N, C, height, width]}, float32, where C follows from the colour order.
 *
 * <p>A sample {@code v} in 0–255 becomes {@code (v · scale − mean[c]) / std[c]}.
 *
 * @param tensor name of the input tensor
 * @param width in pixels; 0 where the network takes any multiple of {@code multiple}
 * @param height in pixels; 0 where the network takes any multiple of {@code multiple}
 * @param multiple what width and height must be a multiple of, where they are free; else 1
 * @param color order of the channels
 * @param scale factor applied first
 * @param mean by channel, applied after the scale
 * @param std by channel, applied last
 */
public record ImageInput(
        String tensor,
        int width,
        int height,
        int multiple,
        ColorOrder color,
        double scale,
        List<Double> mean,
        List<Double> std) {

    /** Order of the channels of a picture. */
    public enum ColorOrder {
        RGB(3),
        BGR(3),
        /** One channel of luma, ITU-R BT.601 weights. */
        GRAY(1);

        private final int channels;

        ColorOrder(int channels) {
            this.channels = channels;
        }

        public int channels() {
            return channels;
        }
    }

    public ImageInput {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != color.channels() || std.size() != color.channels()) {
            throw new IllegalArgumentException("%s needs %d means and deviations, got %d and %d"
                    .formatted(color, color.channels(), mean.size(), std.size()));
        }
    }
}

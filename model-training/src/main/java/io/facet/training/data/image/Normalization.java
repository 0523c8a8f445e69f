package io.facet.training.data.image;

import java.util.List;

/** From samples in [0, 255] to what networks take. */
public final class Normalization {
    private Normalization() {}

    /**
     * Changes planes R, G, B in place: (sample / 255 − mean) / std.
     *
     * @param mean by channel, of samples in [0, 1]
     * @param std by channel
     */
    public static void apply(float[] planes, List<Double> mean, List<Double> std) {
        int plane = planes.length / 3;
        for (int channel = 0; channel < 3; channel++) {
            float gain = (float) (1 / (255 * std.get(channel)));
            float bias = (float) (-mean.get(channel) / std.get(channel));
            for (int i = channel * plane, end = i + plane; i < end; i++) {
                planes[i] = planes[i] * gain + bias;
            }
        }
    }
}

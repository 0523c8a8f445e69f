package io.facet.training.data.image;

import java.util.random.RandomGenerator;

/**
 * Changes of brightness, contrast about the mean grey, and saturation, by factors about 1; a saturation of 0 is grey.
 *
 * @param brightness factor on samples
 * @param contrast factor on distances from the mean grey
 * @param saturation factor on distances from a pixel's grey
 */
public record ColorChange(float brightness, float contrast, float saturation) {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /**
     * Draws one; takes four numbers from the generator whatever the bounds.
     *
     * @param brightness largest relative change
     * @param contrast largest relative change
     * @param saturation largest relative change
     * @param grayscale probability of no saturation
     */
    public static ColorChange draw(
            double brightness, double contrast, double saturation, double grayscale, RandomGenerator random) {
        float first = factor(brightness, random);
        float second = factor(contrast, random);
        float third = factor(saturation, random);
        boolean gray = random.nextDouble() < grayscale;
        return new ColorChange(first, second, gray ? 0 : third);
    }

    private static float factor(double strength, RandomGenerator random) {
        return (float) (1 + strength * (2 * random.nextDouble() - 1));
    }

    /** Changes planes R, G, B of samples in [0, 255] in place. */
    public void apply(float[] planes) {
        if (brightness == 1 && contrast == 1 && saturation == 1) {
            return;
        }
        int plane = planes.length / 3;
        double sum = 0;
        for (int i = 0; i < plane; i++) {
            for (int at = i; at < planes.length; at += plane) {
                planes[at] = clamp(planes[at] * brightness);
            }
            sum += gray(planes, i, plane);
        }
        float middle = (float) (sum / plane) * (1 - contrast);
        for (int i = 0; i < plane; i++) {
            for (int at = i; at < planes.length; at += plane) {
                planes[at] = clamp(planes[at] * contrast + middle);
            }
            float gray = gray(planes, i, plane) * (1 - saturation);
            for (int at = i; at < planes.length; at += plane) {
                planes[at] = clamp(planes[at] * saturation + gray);
            }
        }
    }

    private static float gray(float[] planes, int at, int plane) {
        return RED * planes[at] + GREEN * planes[at + plane] + BLUE * planes[at + 2 * plane];
    }

    private static float clamp(float sample) {
        return Math.max(0, Math.min(255, sample));
    }
}

package io.facet.vision.image;

import io.facet.domain.video.YuvImage;

/**
 * The conversion of one pixel from YUV to RGB: ITU-R BT.601 or BT.709 coefficients, video or full range.
 *
 * <p>The fixed-point form gives {@code 0xRRGGBB}; the float members are the same conversion for loops over rows.
 */
public final class YuvToRgb {
    /** Fraction bits of the coefficients: the largest, 2.11, times a 16-bit sample leaves room for the sum in an int. */
    private static final int COEFFICIENT_BITS = 13;

    /** Fraction bits of the samples {@link #rgbOfFixed} takes. */
    public static final int SAMPLE_BITS = 8;

    private static final int SHIFT = COEFFICIENT_BITS + SAMPLE_BITS;
    private static final int HALF = 1 << (SHIFT - 1);

    private static final YuvToRgb BT601_VIDEO = new YuvToRgb(0.299, 0.114, false);
    private static final YuvToRgb BT601_FULL = new YuvToRgb(0.299, 0.114, true);
    private static final YuvToRgb BT709_VIDEO = new YuvToRgb(0.2126, 0.0722, false);
    private static final YuvToRgb BT709_FULL = new YuvToRgb(0.2126, 0.0722, true);

    final float lumaOffset;
    final float lumaGain;
    final float redFromV;
    final float greenFromU;
    final float greenFromV;
    final float blueFromU;

    private final int fixedLumaOffset;
    private final int fixedLumaGain;
    private final int fixedRedFromV;
    private final int fixedGreenFromU;
    private final int fixedGreenFromV;
    private final int fixedBlueFromU;

    private YuvToRgb(double kr, double kb, boolean fullRange) {
        double kg = 1 - kr - kb;
        double luma = fullRange ? 1 : 255.0 / 219;
        double chroma = fullRange ? 1 : 255.0 / 224;
        int offset = fullRange ? 0 : 16;
        double red = 2 * (1 - kr) * chroma;
        double blue = 2 * (1 - kb) * chroma;
        double greenU = -blue * kb / kg;
        double greenV = -red * kr / kg;
        lumaOffset = offset;
        lumaGain = (float) luma;
        redFromV = (float) red;
        greenFromU = (float) greenU;
        greenFromV = (float) greenV;
        blueFromU = (float) blue;
        fixedLumaOffset = offset << SAMPLE_BITS;
        fixedLumaGain = fixed(luma);
        fixedRedFromV = fixed(red);
        fixedGreenFromU = fixed(greenU);
        fixedGreenFromV = fixed(greenV);
        fixedBlueFromU = fixed(blue);
    }

    private static int fixed(double coefficient) {
        return (int) Math.round(coefficient * (1 << COEFFICIENT_BITS));
    }

    /** The conversion an image's matrix and range ask for. */
    public static YuvToRgb of(YuvImage image) {
        return switch (image.matrix()) {
            case BT601 -> image.fullRange() ? BT601_FULL : BT601_VIDEO;
            case BT709 -> image.fullRange() ? BT709_FULL : BT709_VIDEO;
        };
    }

    /**
     * One pixel.
     *
     * @param y luma, 0–255
     * @param u blue difference, 0–255
     * @param v red difference, 0–255
     * @return {@code 0xRRGGBB}
     */
    public int rgb(int y, int u, int v) {
        return rgbOfFixed(y << SAMPLE_BITS, u << SAMPLE_BITS, v << SAMPLE_BITS);
    }

    /** As {@link #rgb}, of samples with {@link #SAMPLE_BITS} fraction bits, as interpolation gives them. */
    public int rgbOfFixed(int y, int u, int v) {
        int luma = (y - fixedLumaOffset) * fixedLumaGain + HALF;
        int blueDifference = u - (128 << SAMPLE_BITS);
        int redDifference = v - (128 << SAMPLE_BITS);
        int red = clamp((luma + redDifference * fixedRedFromV) >> SHIFT);
        int green = clamp((luma + blueDifference * fixedGreenFromU + redDifference * fixedGreenFromV) >> SHIFT);
        int blue = clamp((luma + blueDifference * fixedBlueFromU) >> SHIFT);
        return red << 16 | green << 8 | blue;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}

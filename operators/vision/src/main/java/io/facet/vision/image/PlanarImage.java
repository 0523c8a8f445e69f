package io.facet.vision.image;

import java.nio.FloatBuffer;
import java.util.Arrays;

import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.ImageInput.ColorOrder;
import io.facet.domain.video.YuvImage;

/**
 * Turns a frame into the float tensor a network wants: resized into a letterbox, converted to its colours, normalised.
 *
 * <p>The planes are averaged by area before the colours are converted, which is the same (the conversion is linear but
 * for its clamp) and touches each source pixel once.
 */
public final class PlanarImage {
    private final YuvToRgb colors;
    private final PlaneResampler luma;
    private final PlaneResampler blueDifference;
    private final PlaneResampler redDifference;
    private final float[] y;
    private final float[] u;
    private final float[] v;
    private final int contentWidth;

    private PlanarImage(YuvImage image, Letterbox box) {
        double stepX = 1 / box.scaleX();
        double stepY = 1 / box.scaleY();
        contentWidth = box.contentWidth();
        int chromaWidth = (image.width() + 1) / 2;
        int chromaHeight = (image.height() + 1) / 2;
        // Chroma lies on even luma columns, a quarter of a chroma sample left of the middle of its cell.
        AxisFilter chromaX = AxisFilter.of(chromaWidth, contentWidth, stepX / 2, 0.25);
        AxisFilter chromaY = AxisFilter.of(chromaHeight, box.contentHeight(), stepY / 2, 0);
        colors = YuvToRgb.of(image);
        luma = new PlaneResampler(
                image.y(),
                image.width(),
                AxisFilter.of(image.width(), contentWidth, stepX, 0),
                AxisFilter.of(image.height(), box.contentHeight(), stepY, 0));
        blueDifference = new PlaneResampler(image.u(), chromaWidth, chromaX, chromaY);
        redDifference = new PlaneResampler(image.v(), chromaWidth, chromaX, chromaY);
        y = new float[contentWidth];
        u = new float[contentWidth];
        v = new float[contentWidth];
    }

    /**
     * Writes {@code [C, box.height, box.width]} float32 at the buffer's position and moves the position behind it, so
     * that frames of one batch are filled one after the other. A sample {@code s} in 0–255 becomes
     * {@code (s · scale − mean[c]) / std[c]}; padding is what black becomes.
     *
     * @param image the frame
     * @param box made for the size of the frame
     * @param spec colour order and normalisation; its width and height are not looked at
     * @param out with room for the whole picture
     * @throws IllegalArgumentException if the box is for another size of frame, or the buffer is too small
     */
    public static void fill(YuvImage image, Letterbox box, ImageInput spec, FloatBuffer out) {
        if (image.width() != box.sourceWidth() || image.height() != box.sourceHeight()) {
            throw new IllegalArgumentException("the letterbox is for frames of %dx%d, got %dx%d"
                    .formatted(box.sourceWidth(), box.sourceHeight(), image.width(), image.height()));
        }
        int channels = spec.color().channels();
        int plane = box.width() * box.height();
        if (out.remaining() < channels * plane) {
            throw new IllegalArgumentException("a tensor of [%d, %d, %d] needs %d floats, the buffer has room for %d"
                    .formatted(channels, box.height(), box.width(), channels * plane, out.remaining()));
        }
        new PlanarImage(image, box).write(box, spec, out);
        out.position(out.position() + channels * plane);
    }

    private void write(Letterbox box, ImageInput spec, FloatBuffer out) {
        int channels = spec.color().channels();
        int base = out.position();
        int plane = box.width() * box.height();
        float[] gain = new float[channels];
        float[] bias = new float[channels];
        float[][] rows = new float[channels][box.width()];
        for (int c = 0; c < channels; c++) {
            gain[c] = (float) (spec.scale() / spec.std().get(c));
            bias[c] = (float) (-spec.mean().get(c) / spec.std().get(c));
            // The columns right of the content are never written again.
            Arrays.fill(rows[c], bias[c]);
        }
        for (int row = 0; row < box.contentHeight(); row++) {
            luma.row(row, y);
            blueDifference.row(row, u);
            redDifference.row(row, v);
            toColors(spec.color(), rows);
            for (int c = 0; c < channels; c++) {
                normalise(rows[c], gain[c], bias[c]);
                out.put(base + c * plane + row * box.width(), rows[c]);
            }
        }
        for (int c = 0; c < channels; c++) {
            Arrays.fill(rows[c], bias[c]);
            for (int row = box.contentHeight(); row < box.height(); row++) {
                out.put(base + c * plane + row * box.width(), rows[c]);
            }
        }
    }

    private void toColors(ColorOrder order, float[][] rows) {
        switch (order) {
            case RGB -> toRgb(rows[0], rows[1], rows[2]);
            case BGR -> toRgb(rows[2], rows[1], rows[0]);
            case GRAY -> toGray(rows[0]);
        }
    }

    private void toRgb(float[] red, float[] green, float[] blue) {
        // Locals, because the compiler must otherwise expect the fields to change under it.
        float[] y = this.y;
        float[] u = this.u;
        float[] v = this.v;
        int contentWidth = this.contentWidth;
        float offset = colors.lumaOffset;
        float gain = colors.lumaGain;
        float redFromV = colors.redFromV;
        float greenFromU = colors.greenFromU;
        float greenFromV = colors.greenFromV;
        float blueFromU = colors.blueFromU;
        for (int x = 0; x < contentWidth; x++) {
            float l = (y[x] - offset) * gain;
            float b = u[x] - 128;
            float r = v[x] - 128;
            red[x] = l + r * redFromV;
            green[x] = l + b * greenFromU + r * greenFromV;
            blue[x] = l + b * blueFromU;
        }
        // In loops of their own, which the compiler vectorises; inside the one above it does not.
        clamp(red, contentWidth);
        clamp(green, contentWidth);
        clamp(blue, contentWidth);
    }

    private void toGray(float[] gray) {
        float[] green = new float[contentWidth];
        float[] blue = new float[contentWidth];
        toRgb(gray, green, blue);
        for (int x = 0; x < contentWidth; x++) {
            gray[x] = 0.299f * gray[x] + 0.587f * green[x] + 0.114f * blue[x];
        }
    }

    private void normalise(float[] row, float gain, float bias) {
        for (int x = 0; x < contentWidth; x++) {
            row[x] = row[x] * gain + bias;
        }
    }

    private static void clamp(float[] row, int count) {
        for (int x = 0; x < count; x++) {
            row[x] = Math.max(0f, Math.min(255f, row[x]));
        }
    }
}

package io.facet.training.data.image;

import java.util.random.RandomGenerator;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

import io.facet.training.data.ImageTransform;
import io.facet.training.data.RgbImage;

/**
 * The transforms of {@link AugmentationSettings}, in this order: cut and resize, mirror, brightness, contrast,
 * saturation, grey, normalise. Shrinks by area, enlarges bicubically.
 *
 * <p>The same number of draws is taken from the generator whatever the picture and the settings, so that a changed
 * setting leaves the rest of a run's chance as it was.
 */
public final class Augmentation implements ImageTransform {
    private final AugmentationSettings settings;

    public Augmentation(AugmentationSettings settings) {
        this.settings = settings;
    }

    @Override
    public int size() {
        return settings.size();
    }

    @Override
    public float[] apply(RgbImage image, RandomGenerator random) {
        Cut cut = Cut.draw(image.width(), image.height(), settings, random);
        boolean mirrored = random.nextDouble() < settings.flip();
        ColorChange change = ColorChange.draw(settings, random);
        float[] planes = planes(resized(image, cut), mirrored);
        change.apply(planes);
        normalise(planes);
        return planes;
    }

    @SuppressWarnings("try") // the scope frees what is made within it
    private byte[] resized(RgbImage image, Cut cut) {
        int size = settings.size();
        boolean whole = cut.width() == image.width() && cut.height() == image.height();
        if (whole && image.width() == size && image.height() == size) {
            return image.pixels();
        }
        try (PointerScope scope = new PointerScope()) {
            Mat rows = OpenCv.rgb(image.width(), cut.top(), cut.height(), image.pixels());
            Mat part = new Mat(rows, new Rect(cut.left(), 0, cut.width(), cut.height()));
            Mat result = new Mat();
            boolean shrinks = cut.width() > size || cut.height() > size;
            int filter = shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC;
            opencv_imgproc.resize(part, result, new Size(size, size), 0, 0, filter);
            return OpenCv.bytes(result);
        }
    }

    /** Planar samples in [0, 255]. */
    private float[] planes(byte[] packed, boolean mirrored) {
        int size = settings.size();
        int plane = size * size;
        float[] planes = new float[3 * plane];
        for (int row = 0, from = 0; row < size; row++) {
            for (int column = 0; column < size; column++, from += 3) {
                int to = row * size + (mirrored ? size - 1 - column : column);
                planes[to] = packed[from] & 0xFF;
                planes[to + plane] = packed[from + 1] & 0xFF;
                planes[to + 2 * plane] = packed[from + 2] & 0xFF;
            }
        }
        return planes;
    }

    private void normalise(float[] planes) {
        int plane = planes.length / 3;
        for (int channel = 0; channel < 3; channel++) {
            float gain = (float) (1 / (255 * settings.std().get(channel)));
            float bias = (float) (-settings.mean().get(channel) / settings.std().get(channel));
            for (int i = channel * plane, end = i + plane; i < end; i++) {
                planes[i] = planes[i] * gain + bias;
            }
        }
    }

    /** The part of the picture that is shown, in pixels. */
    private record Cut(int left, int top, int width, int height) {
        static Cut draw(int width, int height, AugmentationSettings settings, RandomGenerator random) {
            double area = settings.minArea() + (settings.maxArea() - settings.minArea()) * random.nextDouble();
            double logAspect = Math.log(settings.maxAspect()) * (2 * random.nextDouble() - 1);
            double x = random.nextDouble();
            double y = random.nextDouble();
            if (settings.minArea() == 1) {
                int side = Math.min(width, height);
                return new Cut((width - side) / 2, (height - side) / 2, side, side);
            }
            double aspect = Math.exp(logAspect);
            double cutWidth = Math.sqrt(area * width * height * aspect);
            double cutHeight = Math.sqrt(area * width * height / aspect);
            int w = (int) Math.max(1, Math.min(width, Math.round(cutWidth)));
            int h = (int) Math.max(1, Math.min(height, Math.round(cutHeight)));
            return new Cut((int) ((width - w + 1) * x), (int) ((height - h + 1) * y), w, h);
        }
    }

    /** Factors about 1; a saturation of 0 is grey. */
    private record ColorChange(float brightness, float contrast, float saturation) {
        private static final float RED = 0.299f;
        private static final float GREEN = 0.587f;
        private static final float BLUE = 0.114f;

        static ColorChange draw(AugmentationSettings settings, RandomGenerator random) {
            float brightness = factor(settings.brightness(), random);
            float contrast = factor(settings.contrast(), random);
            float saturation = factor(settings.saturation(), random);
            boolean gray = random.nextDouble() < settings.grayscale();
            return new ColorChange(brightness, contrast, gray ? 0 : saturation);
        }

        private static float factor(double strength, RandomGenerator random) {
            return (float) (1 + strength * (2 * random.nextDouble() - 1));
        }

        void apply(float[] planes) {
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
}

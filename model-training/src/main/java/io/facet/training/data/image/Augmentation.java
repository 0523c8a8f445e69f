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
        ColorChange change = ColorChange.draw(
                settings.brightness(), settings.contrast(), settings.saturation(), settings.grayscale(), random);
        float[] planes = planes(resized(image, cut), mirrored);
        change.apply(planes);
        Normalization.apply(planes, settings.mean(), settings.std());
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
}

package io.facet.training.finetune;

import java.util.Arrays;
import java.util.random.RandomGenerator;

import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.image.ColorChange;
import io.facet.training.data.image.Degradation;
import io.facet.training.data.image.Normalization;

/**
 * Shows faces: cuts and varies them as {@link FaceAugmentation} says, in this order: place, colours, blur, resolution, noise,
 * rectangle, normalisation. What lies outside the stored picture is black.
 *
 * <p>Thread-safe. The same number of draws is taken for each face up to the noise, whatever the settings.
 *
 * @param settings how they are varied
 * @param side of the view in pixels
 */
public record FaceViews(FaceAugmentation settings, int side) {
    private static final int CHANNELS = 3;

    /** Shows one face. */
    public FaceView of(Sample sample, RandomGenerator random) {
        ViewGeometry geometry = geometry(random);
        ColorChange colours = ColorChange.draw(
                settings.brightness(), settings.contrast(), settings.saturation(), settings.grayscale(), random);
        float[] planes = cut(sample.image(), geometry);
        colours.apply(planes);
        degrade(planes, random);
        if (random.nextDouble() < settings.erase()) {
            erase(planes, random);
        }
        Normalization.apply(planes, settings.mean(), settings.std());
        return new FaceView(sample, geometry, planes);
    }

    private ViewGeometry geometry(RandomGenerator random) {
        double angle = Math.toRadians(settings.rotation()) * symmetric(random);
        // A face grows as the part shown shrinks; as often larger by a factor as smaller by it.
        double extent = settings.shown() * Math.pow(1 + settings.scale(), symmetric(random));
        double x = 0.5 + settings.shift() * settings.shown() * symmetric(random);
        double y = 0.5 + settings.shift() * settings.shown() * symmetric(random);
        return new ViewGeometry(x, y, extent, angle, random.nextDouble() < settings.flip());
    }

    private static double symmetric(RandomGenerator random) {
        return 2 * random.nextDouble() - 1;
    }

    private void degrade(float[] planes, RandomGenerator random) {
        boolean blurs = random.nextDouble() < settings.blur();
        double sigma = settings.blurSigma() * side * random.nextDouble();
        boolean shrinks = random.nextDouble() < settings.shrink();
        double share = settings.least() + (1 - settings.least()) * random.nextDouble();
        boolean noisy = random.nextDouble() < settings.noise();
        double noise = 255 * settings.noiseSigma() * random.nextDouble();
        if (blurs && sigma > 0) {
            Degradation.blur(planes, side, sigma);
        }
        if (shrinks) {
            Degradation.shrink(planes, side, Math.max(1, (int) Math.round(share * side)));
        }
        if (noisy) {
            for (int i = 0; i < planes.length; i++) {
                planes[i] = (float) Math.max(0, Math.min(255, planes[i] + noise * random.nextGaussian()));
            }
        }
    }

    /** A rectangle of 2 to 20 % of the area, at most 1 : 3, of one colour. */
    private void erase(float[] planes, RandomGenerator random) {
        double area = 0.02 + 0.18 * random.nextDouble();
        double aspect = Math.exp(Math.log(3) * symmetric(random));
        int width = (int) Math.max(1, Math.min(side, Math.round(side * Math.sqrt(area * aspect))));
        int height = (int) Math.max(1, Math.min(side, Math.round(side * Math.sqrt(area / aspect))));
        int left = random.nextInt(side - width + 1);
        int top = random.nextInt(side - height + 1);
        for (int channel = 0; channel < CHANNELS; channel++) {
            float sample = 255 * random.nextFloat();
            for (int y = top; y < top + height; y++) {
                int row = (channel * side + y) * side;
                Arrays.fill(planes, row + left, row + left + width, sample);
            }
        }
    }

    /** Samples in [0, 255], each the mean of as many bilinear samples as the picture has pixels to one of the view's. */
    private float[] cut(RgbImage image, ViewGeometry geometry) {
        double pixels = geometry.extent() * Math.max(image.width(), image.height()) / side;
        int taps = Math.max(1, (int) Math.ceil(pixels - 0.25));
        int fine = side * taps;
        double[] origin = geometry.stored(0.5 / fine, 0.5 / fine);
        double[] right = geometry.stored(1.5 / fine, 0.5 / fine);
        double[] down = geometry.stored(0.5 / fine, 1.5 / fine);
        // Places in pixels of the picture, whose first has its centre at 0.
        double x0 = origin[0] * image.width() - 0.5;
        double y0 = origin[1] * image.height() - 0.5;
        double xByColumn = (right[0] - origin[0]) * image.width();
        double yByColumn = (right[1] - origin[1]) * image.height();
        double xByRow = (down[0] - origin[0]) * image.width();
        double yByRow = (down[1] - origin[1]) * image.height();
        Bilinear source = new Bilinear(image, new float[CHANNELS * side * side], 1f / (taps * taps));
        for (int row = 0; row < fine; row++) {
            int first = row / taps * side;
            for (int column = 0; column < fine; column++) {
                source.add(
                        (float) (x0 + row * xByRow + column * xByColumn),
                        (float) (y0 + row * yByRow + column * yByColumn),
                        first + column / taps);
            }
        }
        return source.planes();
    }

    /** Adds bilinear samples of a picture to planes. */
    private record Bilinear(RgbImage image, float[] planes, float share) {
        void add(float x, float y, int to) {
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            if (left < -1 || top < -1 || left >= image.width() || top >= image.height()) {
                return;
            }
            float right = x - left;
            float down = y - top;
            add(left, top, (1 - right) * (1 - down) * share, to);
            add(left + 1, top, right * (1 - down) * share, to);
            add(left, top + 1, (1 - right) * down * share, to);
            add(left + 1, top + 1, right * down * share, to);
        }

        private void add(int x, int y, float weight, int to) {
            if (x < 0 || y < 0 || x >= image.width() || y >= image.height()) {
                return;
            }
            int from = CHANNELS * (y * image.width() + x);
            int plane = planes.length / CHANNELS;
            byte[] pixels = image.pixels();
            planes[to] += weight * (pixels[from] & 0xFF);
            planes[to + plane] += weight * (pixels[from + 1] & 0xFF);
            planes[to + 2 * plane] += weight * (pixels[from + 2] & 0xFF);
        }
    }
}

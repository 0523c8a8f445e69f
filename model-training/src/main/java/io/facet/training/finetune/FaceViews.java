package io.facet.training.finetune;

import java.util.Arrays;
import java.util.random.RandomGenerator;

import io.facet.training.data.Sample;
import io.facet.training.data.image.ColorChange;
import io.facet.training.data.image.Degradation;
import io.facet.training.data.image.Normalization;

/**
 * Shows faces: cuts and varies them as {@link FaceAugmentation} says, in this order: place, surround, colours, RandAugment,
 * blur, resolution, noise, rectangle, normalisation. What lies outside the stored picture is black, but for
 * a {@link Surround}. What is off takes no number from the generator that it did not always take.
 *
 * <p>Thread-safe.
 *
 * @param settings how they are varied; what is left out is the default
 * @param side of the view in pixels
 */
public record FaceViews(FaceAugmentation settings, int side) {
    private static final int CHANNELS = 3;

    public FaceViews {
        settings = settings.completed();
    }

    /** Shows one face. */
    public FaceView of(Sample sample, RandomGenerator random) {
        ViewGeometry geometry = new PointNoise(settings.pointNoise()).moved(geometry(random), sample, random);
        ColorChange colours = ColorChange.draw(
                settings.brightness(), settings.contrast(), settings.saturation(), settings.grayscale(), random);
        float[] planes = new PictureCut(sample.image(), geometry).planes(side);
        if (random.nextDouble() < settings.surround()) {
            Surround.draw(random).fill(planes, side, sample, geometry, random);
        }
        colours.apply(planes);
        settings.operations().apply(planes, side, random);
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
        return new ViewGeometry(x, y, extent, angle, settings.warp(), random.nextDouble() < settings.flip());
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
}

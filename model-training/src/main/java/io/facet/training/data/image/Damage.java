package io.facet.training.data.image;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.FloatRawIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

import io.facet.training.data.RgbImage;
import io.facet.training.data.UnreadableSampleException;

/**
 * Makes pictures of faces worse in the ways cameras and video do, one to three of them at once: something in front, too
 * little or too much light, blur, motion, few pixels, noise, strong compression. Each is drawn from hardly visible to
 * hopeless. The generator alone decides what is done. Stateless; any number of threads.
 */
public final class Damage {
    private static final int MOST = 3;

    private Damage() {}

    /**
     * A picture made worse.
     *
     * @param image of the same size
     * @param steps what was done, in order, with its strength
     */
    public record Damaged(RgbImage image, List<String> steps) {}

    /** What can be done, in the order in which light, lens, sensor and encoder do it. */
    private enum Step {
        OCCLUSION,
        LIGHT,
        BLUR,
        MOTION,
        SMALL,
        NOISE,
        JPEG
    }

    /** Makes a picture worse; the picture stays as it is. */
    public static Damaged of(RgbImage image, RandomGenerator random) {
        Set<Step> chosen = EnumSet.noneOf(Step.class);
        // Mostly one: of several at once, little is left.
        int count = 1 + Math.min(random.nextInt(MOST), random.nextInt(MOST));
        while (chosen.size() < count) {
            chosen.add(Step.values()[random.nextInt(Step.values().length)]);
        }
        RgbImage worse = image;
        List<String> steps = new ArrayList<>();
        for (Step step : chosen) {
            worse = apply(step, worse, random, steps);
        }
        return new Damaged(worse, List.copyOf(steps));
    }

    private static RgbImage apply(Step step, RgbImage image, RandomGenerator random, List<String> steps) {
        int side = Math.min(image.width(), image.height());
        return switch (step) {
            case OCCLUSION -> occluded(image, random, steps);
            case LIGHT -> {
                boolean dark = random.nextBoolean();
                yield lit(image, told(steps, step, dark ? log(random, 0.03, 0.5) : log(random, 1.5, 5)));
            }
            case BLUR -> blurred(image, told(steps, step, side * log(random, 0.003, 0.04)));
            case MOTION -> moved(image, told(steps, step, side * log(random, 0.015, 0.15)), random.nextDouble(Math.PI));
            case SMALL -> small(image, (int) Math.round(told(steps, step, side * log(random, 0.04, 0.4))));
            case NOISE -> noisy(image, told(steps, step, log(random, 6, 70)), random);
            case JPEG -> compressed(image, (int) Math.round(told(steps, step, log(random, 2, 30))));
        };
    }

    /** Uniform in the logarithm: each doubling is as likely. */
    private static double log(RandomGenerator random, double least, double most) {
        return least * Math.pow(most / least, random.nextDouble());
    }

    private static double told(List<String> steps, Step step, double strength) {
        steps.add("%s %.2f".formatted(step.name().toLowerCase(Locale.ROOT), strength));
        return strength;
    }

    /** A rectangle of one colour over the middle half of the picture, or part of it. */
    private static RgbImage occluded(RgbImage image, RandomGenerator random, List<String> steps) {
        double share = told(steps, Step.OCCLUSION, log(random, 0.02, 0.25));
        double form = log(random, 0.5, 2);
        int width = (int) Math.min(image.width(), Math.round(Math.sqrt(share * form) * image.width()));
        int height = (int) Math.min(image.height(), Math.round(Math.sqrt(share / form) * image.height()));
        int left = clamped(image.width() * (0.25 + 0.5 * random.nextDouble()) - width / 2.0, image.width() - width);
        int top = clamped(image.height() * (0.25 + 0.5 * random.nextDouble()) - height / 2.0, image.height() - height);
        byte[] colour = {(byte) random.nextInt(256), (byte) random.nextInt(256), (byte) random.nextInt(256)};
        byte[] pixels = image.pixels().clone();
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                System.arraycopy(colour, 0, pixels, 3 * (y * image.width() + x), 3);
            }
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    private static int clamped(double value, int most) {
        return (int) Math.max(0, Math.min(most, Math.round(value)));
    }

    private static RgbImage lit(RgbImage image, double gain) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) clamped((pixels[i] & 0xFF) * gain, 255);
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    private static RgbImage noisy(RgbImage image, double deviation, RandomGenerator random) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) clamped((pixels[i] & 0xFF) + deviation * random.nextGaussian(), 255);
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    @SuppressWarnings("try") // the scope frees what is made within it
    private static RgbImage blurred(RgbImage image, double deviation) {
        try (PointerScope scope = new PointerScope()) {
            Mat blurred = new Mat();
            Mat source = OpenCv.rgb(image.width(), image.height(), image.pixels());
            opencv_imgproc.GaussianBlur(source, blurred, new Size(0, 0), deviation);
            return new RgbImage(image.width(), image.height(), OpenCv.bytes(blurred));
        }
    }

    /** Averaged along a line. */
    @SuppressWarnings("try") // the scope frees what is made within it
    private static RgbImage moved(RgbImage image, double length, double angle) {
        int side = 2 * (int) Math.ceil(length / 2) + 1;
        int samples = 4 * side;
        try (PointerScope scope = new PointerScope()) {
            Mat kernel = Mat.zeros(side, side, opencv_core.CV_32F).asMat();
            FloatRawIndexer weights = kernel.createIndexer();
            for (int i = 0; i < samples; i++) {
                double along = length * ((i + 0.5) / samples - 0.5);
                int x = (int) Math.round(side / 2 + along * Math.cos(angle));
                int y = (int) Math.round(side / 2 + along * Math.sin(angle));
                weights.put(y, x, weights.get(y, x) + 1f / samples);
            }
            Mat moved = new Mat();
            opencv_imgproc.filter2D(OpenCv.rgb(image.width(), image.height(), image.pixels()), moved, -1, kernel);
            return new RgbImage(image.width(), image.height(), OpenCv.bytes(moved));
        }
    }

    /** Shrunk to a shorter side, and enlarged again. */
    @SuppressWarnings("try") // the scope frees what is made within it
    private static RgbImage small(RgbImage image, int side) {
        double scale = Math.max(1, side) / (double) Math.min(image.width(), image.height());
        Size shrunk = new Size((int) Math.max(1, Math.round(image.width() * scale)), (int)
                Math.max(1, Math.round(image.height() * scale)));
        try (PointerScope scope = new PointerScope()) {
            Mat small = new Mat();
            Mat large = new Mat();
            Mat source = OpenCv.rgb(image.width(), image.height(), image.pixels());
            opencv_imgproc.resize(source, small, shrunk, 0, 0, opencv_imgproc.INTER_AREA);
            Size size = new Size(image.width(), image.height());
            opencv_imgproc.resize(small, large, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            return new RgbImage(image.width(), image.height(), OpenCv.bytes(large));
        }
    }

    private static RgbImage compressed(RgbImage image, int quality) {
        try {
            return ImageDecoder.decode("a damaged picture", ImageEncoder.jpeg(image, quality));
        } catch (UnreadableSampleException e) {
            throw new IllegalStateException("what was just encoded can be decoded", e);
        }
    }
}

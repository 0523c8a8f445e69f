package io.facet.training.detect;

import java.util.random.RandomGenerator;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

import io.facet.training.data.image.OpenCv;

/** What cameras and codecs do to a whole scene: light, colour, blur, loss of detail, noise. */
final class SceneFinish {
    private static final double GREY = 0.1;
    private static final double BLUR = 0.12;
    private static final double SHRINK = 0.12;
    private static final double JPEG = 0.25;
    private static final double NOISE = 0.2;
    private static final int SAMPLES = 256;
    private static final int BITS = 8;
    private static final int ONE = 1 << BITS;

    private final int side;
    private final RandomGenerator random;

    SceneFinish(int side, RandomGenerator random) {
        this.side = side;
        this.random = random;
    }

    /** Tables of what becomes of a sample, by channel: brightness, contrast, gamma and a cast. */
    static byte[][] tones(RandomGenerator random, double strength) {
        double gamma = Math.exp(strength * 0.5 * random.nextGaussian());
        double contrast = Math.exp(strength * 0.3 * random.nextGaussian());
        double brightness = strength * 30 * random.nextGaussian();
        byte[][] tones = new byte[3][SAMPLES];
        for (byte[] channel : tones) {
            double cast = Math.exp(strength * 0.1 * random.nextGaussian());
            for (int sample = 0; sample < SAMPLES; sample++) {
                double value = 255 * Math.pow(sample / 255.0, gamma) * cast;
                value = (value - 128) * contrast + 128 + brightness;
                channel[sample] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
        }
        return tones;
    }

    /** The pixels as they come out of the camera; those handed in may be written to. */
    byte[] apply(byte[] pixels) {
        colour(pixels);
        byte[] finished = optics(pixels);
        if (random.nextDouble() < NOISE) {
            noise(finished, 2 + random.nextInt(18));
        }
        return finished;
    }

    private void colour(byte[] pixels) {
        byte[][] tones = tones(random, 0.6);
        boolean grey = random.nextDouble() < GREY;
        int saturation = grey ? 0 : (int) (ONE * (0.5 + random.nextDouble()));
        for (int at = 0; at < pixels.length; at += 3) {
            int red = tones[0][pixels[at] & 0xFF] & 0xFF;
            int green = tones[1][pixels[at + 1] & 0xFF] & 0xFF;
            int blue = tones[2][pixels[at + 2] & 0xFF] & 0xFF;
            int luma = 77 * red + 150 * green + 29 * blue >> BITS;
            pixels[at] = sample(luma + (saturation * (red - luma) >> BITS));
            pixels[at + 1] = sample(luma + (saturation * (green - luma) >> BITS));
            pixels[at + 2] = sample(luma + (saturation * (blue - luma) >> BITS));
        }
    }

    @SuppressWarnings("try") // the scope frees what is made within it
    private byte[] optics(byte[] pixels) {
        boolean blurred = random.nextDouble() < BLUR;
        boolean shrunk = random.nextDouble() < SHRINK;
        boolean coded = random.nextDouble() < JPEG;
        if (!blurred && !shrunk && !coded) {
            return pixels;
        }
        try (PointerScope scope = new PointerScope()) {
            Mat image = OpenCv.rgb(side, side, pixels);
            if (blurred) {
                double sigma = 0.4 + 1.6 * random.nextDouble();
                opencv_imgproc.GaussianBlur(image, image, new Size(0, 0), sigma);
            }
            if (shrunk) {
                int small = (int) (side * (0.4 + 0.5 * random.nextDouble()));
                Mat less = new Mat();
                opencv_imgproc.resize(image, less, new Size(small, small), 0, 0, opencv_imgproc.INTER_AREA);
                opencv_imgproc.resize(less, image, new Size(side, side), 0, 0, opencv_imgproc.INTER_LINEAR);
            }
            return OpenCv.bytes(coded ? jpeg(image) : image);
        }
    }

    /** Red and blue change places on the way, which a codec hardly minds. */
    private Mat jpeg(Mat image) {
        BytePointer file = new BytePointer();
        int quality = 25 + random.nextInt(70);
        opencv_imgcodecs.imencode(".jpg", image, file, new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality));
        return opencv_imgcodecs.imdecode(new Mat(file), opencv_imgcodecs.IMREAD_COLOR);
    }

    private void noise(byte[] pixels, int strength) {
        for (int at = 0; at < pixels.length; at++) {
            int both = random.nextInt();
            int grain = (both & 0xFF) + (both >>> 8 & 0xFF) - 0xFF;
            pixels[at] = sample((pixels[at] & 0xFF) + (grain * strength >> BITS));
        }
    }

    private static byte sample(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}

package io.facet.training.recipe;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.facet.training.data.DrawnSource;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;

/**
 * Rendered pictures with captions, for trials that have no data: a disc of one colour on a ground of another. Thread-safe.
 */
final class RenderedSource extends DrawnSource {
    private static final int SIDE = 64;
    private static final List<String> NAMES = List.of("red", "green", "blue", "yellow", "grey", "white");
    private static final int[][] COLOURS = {
        {200, 40, 40}, {40, 180, 60}, {50, 70, 210}, {220, 200, 40}, {128, 128, 128}, {245, 245, 245}
    };

    RenderedSource(int size) {
        super("rendered-disc", size);
    }

    @Override
    public Sample read(int index) {
        SplittableRandom random = new SplittableRandom(index);
        int disc = random.nextInt(COLOURS.length);
        int ground = random.nextInt(COLOURS.length);
        int radius = 12 + random.nextInt(16);
        String caption = "a %s disc on a %s ground".formatted(NAMES.get(disc), NAMES.get(ground));
        return new Sample(
                key(index), render(COLOURS[disc], COLOURS[ground], radius), List.of(caption), Map.of("disc", (double)
                        disc));
    }

    private static RgbImage render(int[] disc, int[] ground, int radius) {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean inside = Math.hypot(x - SIDE / 2.0, y - SIDE / 2.0) < radius;
                for (int channel = 0; channel < 3; channel++) {
                    pixels[3 * (y * SIDE + x) + channel] = (byte) (inside ? disc : ground)[channel];
                }
            }
        }
        return new RgbImage(SIDE, SIDE, pixels);
    }
}

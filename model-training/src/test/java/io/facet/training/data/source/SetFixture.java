package io.facet.training.data.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.RgbImage;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.image.ImageEncoder;

/** Writes miniatures of published sets, and opens them. */
public final class SetFixture {
    private SetFixture() {}

    /** Writes a text. */
    public static void text(Path folder, String name, String text) {
        TestPictures.write(folder, Map.of(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes pictures of 4x4 pixels. */
    public static void pictures(Path folder, String... names) {
        for (int i = 0; i < names.length; i++) {
            TestPictures.write(folder, Map.of(names[i], TestPictures.numbered(i)));
        }
    }

    /** Writes a mask of 4x4 pixels: the values given, then 0. */
    public static void mask(Path folder, String name, int... values) {
        byte[] pixels = new byte[3 * 16];
        for (int i = 0; i < 3 * values.length; i++) {
            pixels[i] = (byte) values[i / 3];
        }
        TestPictures.write(folder, Map.of(name, ImageEncoder.png(new RgbImage(4, 4, pixels))));
    }

    /** Opens a part; null: the set's first. */
    public static SampleSource open(Kind kind, Path path, String part) {
        return SampleSources.open(DataSpec.of(kind, path).withPart(part));
    }

    /** Keys of a part's samples, in order. */
    public static List<String> keys(Kind kind, Path path, String part) {
        try (SampleSource source = open(kind, path, part)) {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < source.size(); i++) {
                keys.add(source.key(i));
            }
            return keys;
        }
    }
}

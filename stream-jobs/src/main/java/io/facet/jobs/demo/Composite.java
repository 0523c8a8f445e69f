package io.facet.jobs.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.facet.domain.UserError;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

/**
 * A face averaged from many people, cut out. A folder of them, as {@code facet data composites} writes it, holds PNG
 * files and {@code composites.json}:
 *
 * <pre>{@code
 * {"faces": [{"name": "woman-20-39-asian", "file": "woman-20-39-asian.png", "pictures": 80,
 *             "points": [[x, y] × 5], "landmarks": [[x, y] × 68]}]}
 * }</pre>
 *
 * @param name unique in its folder
 * @param image with an alpha channel that fades out along the outline of the head
 * @param points of the image, pixels
 * @param landmarks 68 points (iBUG) of the image, pixels
 */
public record Composite(String name, BufferedImage image, FivePoints points, List<Point> landmarks) {
    /** Name of the file that lists a folder's faces. */
    public static final String INDEX = "composites.json";

    private static final int LANDMARKS = 68;
    private static final ObjectReader JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(Index.class);

    public Composite {
        landmarks = List.copyOf(landmarks);
        if (landmarks.size() != LANDMARKS) {
            throw new IllegalArgumentException(
                    "composite %s: expected %d landmarks, found %d".formatted(name, LANDMARKS, landmarks.size()));
        }
    }

    private record Index(List<Entry> faces) {}

    private record Entry(String name, String file, double[][] points, double[][] landmarks) {}

    /**
     * The faces of a folder, in the order of its index.
     *
     * @throws UserError if the folder holds none or one cannot be read
     */
    public static List<Composite> readAll(Path folder) {
        Path index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            throw new UserError("expected composites in %s, found no %s; make them by 'facet data composites'"
                    .formatted(folder, INDEX));
        }
        try {
            Index read = JSON.readValue(index.toFile());
            List<Composite> composites = new ArrayList<>();
            for (Entry entry : read.faces()) {
                composites.add(read(folder, entry));
            }
            if (composites.isEmpty()) {
                throw new UserError("%s: expected at least one face, found none".formatted(index));
            }
            return List.copyOf(composites);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot read the composites of %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Composite read(Path folder, Entry entry) throws IOException {
        BufferedImage png = ImageIO.read(folder.resolve(entry.file()).toFile());
        if (png == null || !png.getColorModel().hasAlpha()) {
            throw new IOException("expected a PNG with alpha in " + entry.file());
        }
        BufferedImage image = new BufferedImage(png.getWidth(), png.getHeight(), BufferedImage.TYPE_INT_ARGB);
        image.createGraphics().drawImage(png, 0, 0, null);
        return new Composite(entry.name(), image, FivePoints.of(points(entry.points())), points(entry.landmarks()));
    }

    private static List<Point> points(double[][] pairs) {
        List<Point> points = new ArrayList<>();
        for (double[] pair : pairs) {
            points.add(new Point(pair[0], pair[1]));
        }
        return points;
    }
}

package io.facet.training.data.composite;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.facet.domain.face.Point;
import io.facet.training.data.composite.FaceComposites.Composite;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * Composites as files: a PNG with alpha for each, cut to what is seen, and {@value #INDEX} with their points:
 *
 * <pre>{@code
 * {"faces": [{"name": "female-asian-20-34", "file": "female-asian-20-34.png", "pictures": 60,
 *             "points": [[x, y] × 5], "landmarks": [[x, y] × 68]}]}
 * }</pre>
 */
final class CompositeFiles {
    static final String INDEX = "composites.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final double UNIT = 1e2;

    private CompositeFiles() {}

    private record Index(List<Face> faces) {}

    private record Face(String name, String file, int pictures, double[][] points, double[][] landmarks) {}

    /** A part of a picture that holds all that is seen. */
    private record Part(int left, int top, int right, int bottom) {}

    static void write(List<Composite> composites, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Face> faces = new ArrayList<>();
        for (Composite composite : composites) {
            Part part = seen(composite);
            String file = composite.name() + ".png";
            ImageIO.write(image(composite, part), "png", folder.resolve(file).toFile());
            double[][] points = LandmarkScheme.IBUG_68.five(composite.landmarks()).asList().stream()
                    .map(point -> moved(point, part))
                    .toArray(double[][]::new);
            faces.add(new Face(composite.name(), file, composite.pictures(), points, landmarks(composite, part)));
        }
        JSON.writeValue(folder.resolve(INDEX).toFile(), new Index(faces));
    }

    private static Part seen(Composite composite) {
        int side = composite.image().width();
        int left = side;
        int top = side;
        int right = 0;
        int bottom = 0;
        for (int i = 0; i < composite.alpha().length; i++) {
            if (composite.alpha()[i] > 0) {
                left = Math.min(left, i % side);
                right = Math.max(right, i % side + 1);
                top = Math.min(top, i / side);
                bottom = Math.max(bottom, i / side + 1);
            }
        }
        return new Part(left, top, right, bottom);
    }

    private static BufferedImage image(Composite composite, Part part) {
        BufferedImage image =
                new BufferedImage(part.right - part.left, part.bottom - part.top, BufferedImage.TYPE_INT_ARGB);
        int side = composite.image().width();
        byte[] rgb = composite.image().pixels();
        for (int y = part.top; y < part.bottom; y++) {
            for (int x = part.left; x < part.right; x++) {
                int pixel = y * side + x;
                int alpha = composite.alpha()[pixel];
                // What is not seen is black: it would only make the file larger.
                int colour = alpha == 0
                        ? 0
                        : (rgb[3 * pixel] & 0xFF) << 16 | (rgb[3 * pixel + 1] & 0xFF) << 8 | rgb[3 * pixel + 2] & 0xFF;
                image.setRGB(x - part.left, y - part.top, alpha << 24 | colour);
            }
        }
        return image;
    }

    private static double[][] landmarks(Composite composite, Part part) {
        double[][] landmarks = new double[LandmarkScheme.IBUG_68.count()][];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] =
                    moved(new Point(composite.landmarks()[2 * i], composite.landmarks()[2 * i + 1]), part);
        }
        return landmarks;
    }

    private static double[] moved(Point point, Part part) {
        return new double[] {rounded(point.x() - part.left), rounded(point.y() - part.top)};
    }

    private static double rounded(double value) {
        return Math.rint(value * UNIT) / UNIT;
    }
}

package io.facet.jobs.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** A folder of composites as the trainer writes it, of faces that are drawn instead of averaged. */
final class DrawnFaces {
    static final int SIZE = 128;
    private static final double MIDDLE = 64;

    private DrawnFaces() {}

    static Path write(Path folder, Color... skins) throws IOException {
        Files.createDirectories(folder);
        List<Map<String, Object>> faces = new ArrayList<>();
        for (int i = 0; i < skins.length; i++) {
            String name = "drawn-" + i;
            ImageIO.write(draw(skins[i]), "png", folder.resolve(name + ".png").toFile());
            faces.add(Map.of(
                    "name",
                    name,
                    "file",
                    name + ".png",
                    "pictures",
                    0,
                    "points",
                    new double[][] {{48, 54}, {80, 54}, {64, 72}, {52, 88}, {76, 88}},
                    "landmarks",
                    landmarks()));
        }
        JsonMapper.builder().build().writeValue(folder.resolve(Composite.INDEX).toFile(), Map.of("faces", faces));
        return folder;
    }

    /** A jaw of half an ellipse, straight brows, and everything else in the middle. */
    private static double[][] landmarks() {
        double[][] points = new double[68][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {MIDDLE, 70};
        }
        for (int i = 0; i < 17; i++) {
            double angle = Math.PI * (1 - i / 16.0);
            points[i] = new double[] {MIDDLE + 36 * Math.cos(angle), 56 + 52 * Math.sin(angle)};
        }
        for (int i = 17; i < 27; i++) {
            points[i] = new double[] {36 + (i - 17) * 56 / 9.0, 44};
        }
        return points;
    }

    private static BufferedImage draw(Color skin) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(skin);
        graphics.fill(new Ellipse2D.Double(MIDDLE - 36, 18, 72, 90));
        graphics.setColor(Color.DARK_GRAY);
        for (double x : new double[] {48, 80}) {
            graphics.fill(new Ellipse2D.Double(x - 5, 51, 10, 6));
            graphics.fillRect((int) x - 8, 42, 16, 3);
        }
        graphics.fillRect(62, 60, 4, 14);
        graphics.setColor(new Color(0x8A3030));
        graphics.fill(new Ellipse2D.Double(52, 85, 24, 7));
        graphics.dispose();
        return image;
    }
}

package io.facet.jobs.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.Box;

/**
 * A composite with drawn hair, neck and shoulders, in the pixels of the composite.
 *
 * @param composite the face
 * @param outline of the face
 * @param sizes the image and ever halved ones, so that small faces are not made of every third pixel
 * @param behind what is drawn before the face, from back to front
 */
record Sprite(Composite composite, FaceOutline outline, List<BufferedImage> sizes, List<Part> behind) {
    private static final int SMALLEST = 32;
    private static final int JAW_LEFT = 3;
    private static final int JAW_RIGHT = 13;

    /** One plain shape. */
    record Part(Shape shape, Color colour) {}

    static Sprite of(Composite composite, Scene.Look look) {
        FaceOutline outline = FaceOutline.of(composite.landmarks());
        List<BufferedImage> sizes = new ArrayList<>();
        BufferedImage image = composite.image();
        sizes.add(image);
        while (image.getWidth() / 2 >= SMALLEST) {
            image = halved(image);
            sizes.add(image);
        }
        return new Sprite(composite, outline, List.copyOf(sizes), behind(composite, outline.bounds(), look));
    }

    private static List<Part> behind(Composite composite, Box face, Scene.Look look) {
        double middle = face.x() + face.width() / 2;
        double unit = face.width();
        double chin = face.bottom();
        Color skin = shade(
                mean(composite.image(), jaw(composite, JAW_LEFT, middle), jawHeight(composite), 0.06 * unit), 0.82);
        List<Part> parts = new ArrayList<>();
        if (look.longHair()) {
            parts.add(new Part(
                    new RoundRectangle2D.Double(
                            middle - 0.68 * unit, face.y() - 0.2 * unit, 1.36 * unit, 1.75 * unit, unit, unit),
                    look.hair()));
        }
        parts.add(new Part(
                new Ellipse2D.Double(middle - 0.59 * unit, face.y() - 0.38 * unit, 1.18 * unit, 1.25 * unit),
                look.hair()));
        parts.add(new Part(
                new RoundRectangle2D.Double(
                        middle - 0.27 * unit, chin - 0.35 * unit, 0.54 * unit, 0.9 * unit, 0.2 * unit, 0.2 * unit),
                skin));
        parts.add(new Part(shoulders(middle, chin, unit), look.clothes()));
        return List.copyOf(parts);
    }

    private static double jaw(Composite composite, int landmark, double middle) {
        return 0.8 * composite.landmarks().get(landmark).x() + 0.2 * middle;
    }

    private static double jawHeight(Composite composite) {
        return (composite.landmarks().get(JAW_LEFT).y()
                        + composite.landmarks().get(JAW_RIGHT).y())
                / 2;
    }

    private static Path2D shoulders(double middle, double chin, double unit) {
        Path2D path = new Path2D.Double();
        path.moveTo(middle - 0.27 * unit, chin + 0.22 * unit);
        path.quadTo(middle, chin + 0.55 * unit, middle + 0.27 * unit, chin + 0.22 * unit);
        path.curveTo(
                middle + 0.7 * unit,
                chin + 0.4 * unit,
                middle + 1.15 * unit,
                chin + 0.45 * unit,
                middle + 1.2 * unit,
                chin + unit);
        path.lineTo(middle + 1.3 * unit, chin + 6 * unit);
        path.lineTo(middle - 1.3 * unit, chin + 6 * unit);
        path.lineTo(middle - 1.2 * unit, chin + unit);
        path.curveTo(
                middle - 1.15 * unit,
                chin + 0.45 * unit,
                middle - 0.7 * unit,
                chin + 0.4 * unit,
                middle - 0.27 * unit,
                chin + 0.22 * unit);
        path.closePath();
        return path;
    }

    /**
     * From the composite's pixels to the picture's.
     *
     * @param x where the middle of the face is to be, pixels
     * @param y likewise
     * @param width of the face, pixels
     * @param degrees clockwise
     */
    AffineTransform place(double x, double y, double width, double degrees) {
        Box face = outline.bounds();
        AffineTransform transform = AffineTransform.getTranslateInstance(x, y);
        transform.rotate(Math.toRadians(degrees));
        double scale = width / face.width();
        transform.scale(scale, scale);
        transform.translate(-face.x() - face.width() / 2, -face.y() - face.height() / 2);
        return transform;
    }

    void draw(Graphics2D graphics, AffineTransform place) {
        for (Part part : behind) {
            graphics.setColor(part.colour());
            graphics.fill(place.createTransformedShape(part.shape()));
        }
        int level = 0;
        double scale = Math.sqrt(Math.abs(place.getDeterminant()));
        while (level + 1 < sizes.size() && scale * (1 << level) < 0.6) {
            level++;
        }
        BufferedImage image = sizes.get(level);
        AffineTransform sized = new AffineTransform(place);
        sized.scale(
                (double) composite.image().getWidth() / image.getWidth(),
                (double) composite.image().getHeight() / image.getHeight());
        graphics.drawImage(image, sized, null);
    }

    /** All that the person hides of what is behind. */
    Area silhouette(AffineTransform place) {
        Area area = new Area(outline.path());
        behind.forEach(part -> area.add(new Area(part.shape())));
        return area.createTransformedArea(place);
    }

    private static BufferedImage halved(BufferedImage image) {
        int width = image.getWidth() / 2;
        int height = image.getHeight() / 2;
        BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                half.setRGB(x, y, meanOfFour(image, 2 * x, 2 * y));
            }
        }
        return half;
    }

    /** Colours count by their alpha, or the colour of what cannot be seen would shine through. */
    private static int meanOfFour(BufferedImage image, int x, int y) {
        int[] sums = new int[4];
        for (int i = 0; i < 4; i++) {
            int argb = image.getRGB(x + i % 2, y + i / 2);
            int alpha = argb >>> 24;
            sums[0] += alpha;
            sums[1] += alpha * (argb >> 16 & 0xFF);
            sums[2] += alpha * (argb >> 8 & 0xFF);
            sums[3] += alpha * (argb & 0xFF);
        }
        if (sums[0] == 0) {
            return 0;
        }
        return sums[0] / 4 << 24 | sums[1] / sums[0] << 16 | sums[2] / sums[0] << 8 | sums[3] / sums[0];
    }

    private static Color mean(BufferedImage image, double x, double y, double radius) {
        long red = 0;
        long green = 0;
        long blue = 0;
        int count = 0;
        for (int py = clamp(y - radius, image.getHeight()); py <= clamp(y + radius, image.getHeight()); py++) {
            for (int px = clamp(x - radius, image.getWidth()); px <= clamp(x + radius, image.getWidth()); px++) {
                int rgb = image.getRGB(px, py);
                red += rgb >> 16 & 0xFF;
                green += rgb >> 8 & 0xFF;
                blue += rgb & 0xFF;
                count++;
            }
        }
        return new Color((int) (red / count), (int) (green / count), (int) (blue / count));
    }

    private static int clamp(double value, int size) {
        return (int) Math.max(0, Math.min(size - 1, Math.round(value)));
    }

    private static Color shade(Color colour, double factor) {
        return new Color((int) (colour.getRed() * factor), (int) (colour.getGreen() * factor), (int)
                (colour.getBlue() * factor));
    }
}

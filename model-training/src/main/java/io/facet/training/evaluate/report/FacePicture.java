package io.facet.training.evaluate.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

import javax.imageio.ImageIO;

import io.facet.domain.face.Box;
import io.facet.domain.face.Point;
import io.facet.training.data.ClassMap;
import io.facet.training.data.RgbImage;
import io.facet.training.evaluate.task.FaceValue;

/** A picture with what is true and what was predicted drawn on it, at a size to be looked at. Used by one thread. */
final class FacePicture {
    static final Color TRUTH = new Color(0x2ecc71);

    /** Of each bundle in turn. */
    static final List<Color> PREDICTED = List.of(new Color(0xff5a36), new Color(0x4aa3ff));

    /** One for each class, far apart in hue; the first is the background, which is left clear. */
    private static final int HUES = 19;

    private final BufferedImage canvas;
    private final Graphics2D graphics;
    private final double scale;

    /**
     * @param longest longest side in pixels
     */
    FacePicture(RgbImage image, int longest) {
        scale = (double) longest / Math.max(image.width(), image.height());
        int width = Math.max(1, (int) Math.round(scale * image.width()));
        int height = Math.max(1, (int) Math.round(scale * image.height()));
        canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(source(image), 0, 0, width, height, null);
    }

    private static BufferedImage source(RgbImage image) {
        BufferedImage source = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) source.getRaster().getDataBuffer()).getData();
        byte[] rgb = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (rgb[3 * i] & 0xFF) << 16 | (rgb[3 * i + 1] & 0xFF) << 8 | rgb[3 * i + 2] & 0xFF;
        }
        return source;
    }

    /** Dots at x and y in turn, in pixels of the picture. */
    FacePicture points(float[] points, Color color) {
        graphics.setColor(color);
        double radius = 1.6;
        for (int i = 0; i < points.length; i += 2) {
            graphics.fill(new Ellipse2D.Double(
                    scale * points[i] - radius, scale * points[i + 1] - radius, 2 * radius, 2 * radius));
        }
        return this;
    }

    /** A frame, in pixels of the picture. */
    FacePicture box(Box box, Color color) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(
                new Rectangle2D.Double(scale * box.x(), scale * box.y(), scale * box.width(), scale * box.height()));
        return this;
    }

    /**
     * Colours the classes over the picture.
     *
     * @param truth whose pixels the mask is placed by
     * @param order names in the order of colours
     */
    FacePicture mask(FaceValue.Mask mask, ClassMap truth, List<String> order) {
        ClassMap map = mask.classes();
        for (int y = 0; y < canvas.getHeight(); y++) {
            for (int x = 0; x < canvas.getWidth(); x++) {
                double shareX = (x + 0.5) / canvas.getWidth();
                double shareY = (y + 0.5) / canvas.getHeight();
                Point at = mask.place() == null
                        ? new Point(shareX * map.width(), shareY * map.height())
                        : mask.place().toCrop(new Point(shareX * truth.width(), shareY * truth.height()));
                int column = (int) Math.floor(at.x());
                int row = (int) Math.floor(at.y());
                if (column >= 0 && row >= 0 && column < map.width() && row < map.height()) {
                    paint(x, y, map.at(column, row), mask.labels(), order);
                }
            }
        }
        return this;
    }

    private void paint(int x, int y, int number, List<String> labels, List<String> order) {
        int colour = number < labels.size() ? order.indexOf(labels.get(number)) : -1;
        if (colour <= 0) {
            return;
        }
        int over = Color.HSBtoRGB((float) (colour * 7 % HUES) / HUES, 0.85f, 1f);
        int under = canvas.getRGB(x, y);
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            mixed |= ((under >> shift & 0xFF) * 45 + (over >> shift & 0xFF) * 55) / 100 << shift;
        }
        canvas.setRGB(x, y, mixed);
    }

    /** The pictures beside each other. */
    static BufferedImage row(List<FacePicture> pictures) {
        int gap = 4;
        int width = -gap;
        int height = 0;
        for (FacePicture picture : pictures) {
            width += picture.canvas.getWidth() + gap;
            height = Math.max(height, picture.canvas.getHeight());
        }
        BufferedImage row = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = row.createGraphics();
        int x = 0;
        for (FacePicture picture : pictures) {
            graphics.drawImage(picture.canvas, x, 0, null);
            x += picture.canvas.getWidth() + gap;
        }
        graphics.dispose();
        return row;
    }

    /** As a page holds it: JPEG in a data URI. */
    static String uri(BufferedImage image) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "jpg", bytes);
            return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused a picture", e);
        }
    }
}

package io.facet.training.detect;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.random.RandomGenerator;

/**
 * Lines, rings and filled outlines, as letters, ornaments, branches and folds have: small bright and dark things beside each
 * other are what a detector that knows faces alone takes for eyes and mouths. Drawn without fonts, which a server may lack.
 */
final class Strokes {
    private static final int MOST_POINTS = 5;
    private static final int MOST_OF_A_KIND = 8;

    private final int side;
    private final RandomGenerator random;

    Strokes(int side, RandomGenerator random) {
        this.side = side;
        this.random = random;
    }

    /**
     * Draws into a picture.
     *
     * @param pixels RGB, row by row
     */
    void paint(byte[] pixels) {
        Graphics2D graphics = canvas(pixels).createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            for (int group = 1 + random.nextInt(4); group > 0; group--) {
                group(graphics);
            }
        } finally {
            graphics.dispose();
        }
    }

    private BufferedImage canvas(byte[] pixels) {
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(pixels, pixels.length), side, side, 3 * side, 3, new int[] {0, 1, 2}, null);
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, raster, false, null);
    }

    /** Figures of one size and colour in a row, as letters stand. */
    private void group(Graphics2D graphics) {
        double size = 4 * Math.pow(side / 8.0, random.nextDouble());
        double x = side * random.nextDouble();
        double y = side * random.nextDouble();
        float width = (float) Math.max(1, size * (0.05 + 0.3 * random.nextDouble()));
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        Paint paint = random.nextBoolean()
                ? colour()
                : new GradientPaint((float) x, (float) y, colour(), (float) x, (float) (y + size), colour());
        graphics.setPaint(paint);
        for (int figure = 1 + random.nextInt(MOST_OF_A_KIND); figure > 0; figure--) {
            figure(graphics, x, y, size);
            x += size * (0.8 + 0.6 * random.nextDouble());
        }
    }

    private void figure(Graphics2D graphics, double x, double y, double size) {
        if (random.nextInt(3) == 0) {
            double height = size * (0.5 + random.nextDouble());
            double extent = random.nextBoolean() ? 360 : 360 * random.nextDouble();
            graphics.draw(new Arc2D.Double(x, y, size, height, 360 * random.nextDouble(), extent, Arc2D.OPEN));
            return;
        }
        Path2D path = new Path2D.Double();
        path.moveTo(x + size * random.nextDouble(), y + size * random.nextDouble());
        for (int point = 1 + random.nextInt(MOST_POINTS); point > 0; point--) {
            double toX = x + size * random.nextDouble();
            double toY = y + size * random.nextDouble();
            if (random.nextBoolean()) {
                path.lineTo(toX, toY);
            } else {
                path.quadTo(x + size * random.nextDouble(), y + size * random.nextDouble(), toX, toY);
            }
        }
        if (random.nextInt(4) == 0) {
            graphics.fill(path);
        } else {
            graphics.draw(path);
        }
    }

    private Color colour() {
        return Color.getHSBColor(
                random.nextFloat(), (float) Math.pow(random.nextFloat(), 2), (float) random.nextDouble());
    }
}

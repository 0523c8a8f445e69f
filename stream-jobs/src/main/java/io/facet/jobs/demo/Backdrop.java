package io.facet.jobs.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Drawn places without anybody in them; the same on every machine. */
enum Backdrop {
    /** A shelf of books beside a window. */
    LIBRARY {
        @Override
        void paint(Canvas canvas) {
            canvas.sky(new Color(0xC9BFA8), new Color(0xA8977C));
            canvas.rectangle(0.70, 0.10, 0.22, 0.45, new Color(0xDDE9F2));
            canvas.rectangle(0.805, 0.10, 0.01, 0.45, new Color(0x6B5B45));
            for (int shelf = 0; shelf < 4; shelf++) {
                double top = 0.06 + shelf * 0.2;
                canvas.rectangle(0.03, top + 0.16, 0.58, 0.02, new Color(0x5C4630));
                for (double x = 0.04; x < 0.58; ) {
                    double thick = 0.012 + 0.016 * canvas.random.nextDouble();
                    double tall = 0.09 + 0.06 * canvas.random.nextDouble();
                    canvas.rectangle(x, top + 0.16 - tall, thick * 0.9, tall, canvas.dull());
                    x += thick;
                }
            }
            canvas.rectangle(0, 0.9, 1, 0.1, new Color(0x7A5B3E));
        }
    },
    /** Houses with windows under a bright sky. */
    STREET {
        @Override
        void paint(Canvas canvas) {
            canvas.sky(new Color(0x9CC3E6), new Color(0xE6EEF3));
            for (double x = -0.02; x < 1; ) {
                double wide = 0.12 + 0.1 * canvas.random.nextDouble();
                double top = 0.15 + 0.3 * canvas.random.nextDouble();
                canvas.rectangle(x, top, wide, 0.75 - top, canvas.dull());
                for (double wx = x + 0.02; wx < x + wide - 0.03; wx += 0.04) {
                    for (double wy = top + 0.04; wy < 0.66; wy += 0.09) {
                        canvas.rectangle(wx, wy, 0.018, 0.045, new Color(0x39424E));
                    }
                }
                x += wide + 0.005;
            }
            canvas.rectangle(0, 0.75, 1, 0.08, new Color(0x9A9A96));
            canvas.rectangle(0, 0.83, 1, 0.17, new Color(0x55585C));
        }
    },
    /** Trees on a lawn. */
    PARK {
        @Override
        void paint(Canvas canvas) {
            canvas.sky(new Color(0xAFD3EC), new Color(0xDDEBD8));
            canvas.rectangle(0, 0.62, 1, 0.38, new Color(0x6E9A55));
            for (int tree = 0; tree < 9; tree++) {
                double x = tree * 0.12 + 0.05 * canvas.random.nextDouble();
                double foot = 0.64 + 0.08 * canvas.random.nextDouble();
                canvas.rectangle(x - 0.008, foot - 0.2, 0.016, 0.2, new Color(0x5F4A35));
                for (int ball = 0; ball < 6; ball++) {
                    double dx = 0.07 * (canvas.random.nextDouble() - 0.5);
                    double dy = 0.16 * (canvas.random.nextDouble() - 0.5);
                    int green = 90 + canvas.random.nextInt(60);
                    canvas.ellipse(x + dx, foot - 0.28 + dy, 0.05, 0.07, new Color(green / 2, green, green / 3));
                }
            }
        }
    },
    /** A bare wall with a picture and a door. */
    CORRIDOR {
        @Override
        void paint(Canvas canvas) {
            canvas.sky(new Color(0xD8DCDD), new Color(0xB4BABD));
            canvas.rectangle(0.08, 0.18, 0.14, 0.72, new Color(0x8C6D52));
            canvas.rectangle(0.20, 0.52, 0.008, 0.03, new Color(0xD9C27A));
            canvas.rectangle(0.62, 0.16, 0.2, 0.26, new Color(0x3E464C));
            canvas.rectangle(0.63, 0.178, 0.18, 0.224, new Color(0x7FA0AE));
            canvas.rectangle(0.63, 0.3, 0.18, 0.1, new Color(0xB59E74));
            canvas.rectangle(0, 0.9, 1, 0.1, new Color(0x6B7277));
        }
    },
    /** Coloured stripes out of focus, as behind a stage. */
    STAGE {
        @Override
        void paint(Canvas canvas) {
            canvas.sky(new Color(0x342C4A), new Color(0x171420));
            for (int i = 0; i < 40; i++) {
                Color colour = canvas.dull();
                canvas.ellipse(
                        canvas.random.nextDouble(),
                        0.9 * canvas.random.nextDouble(),
                        0.02,
                        0.03,
                        new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 110));
            }
            canvas.rectangle(0, 0.85, 1, 0.15, new Color(0x3B2B22));
        }
    };

    abstract void paint(Canvas canvas);

    /** The place in a picture of that size. */
    BufferedImage image(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        paint(new Canvas(graphics, width, height, new Random(ordinal() + 1L)));
        graphics.dispose();
        return image;
    }

    /** Paints in shares of the picture. */
    private record Canvas(Graphics2D graphics, int width, int height, Random random) {

        void sky(Color top, Color bottom) {
            graphics.setPaint(new GradientPaint(0, 0, top, 0, height, bottom));
            graphics.fillRect(0, 0, width, height);
        }

        void rectangle(double x, double y, double w, double h, Color colour) {
            graphics.setColor(colour);
            graphics.fill(new Rectangle2D.Double(x * width, y * height, w * width, h * height));
        }

        void ellipse(double x, double y, double rx, double ry, Color colour) {
            graphics.setColor(colour);
            graphics.fill(new Ellipse2D.Double((x - rx) * width, (y - ry) * height, 2 * rx * width, 2 * ry * height));
        }

        Color dull() {
            return Color.getHSBColor(
                    random.nextFloat(), 0.25f + 0.3f * random.nextFloat(), 0.35f + 0.4f * random.nextFloat());
        }
    }
}

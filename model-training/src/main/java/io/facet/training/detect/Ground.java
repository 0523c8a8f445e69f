package io.facet.training.detect;

import java.util.random.RandomGenerator;

import io.facet.training.data.RgbImage;

/**
 * What lies below the pictures of a scene: colours that run into each other, clouds, shapes, stripes, strokes, grain. None
 * of it is a face.
 */
final class Ground {
    private static final int SHAPES = 14;

    private final int side;
    private final byte[] pixels;
    private final RandomGenerator random;

    Ground(int side, RandomGenerator random) {
        this.side = side;
        this.pixels = new byte[3 * side * side];
        this.random = random;
    }

    RgbImage paint() {
        switch (random.nextInt(5)) {
            case 0 -> gradient();
            case 1 -> clouds(4 + random.nextInt(20));
            case 2 -> {
                clouds(12 + random.nextInt(30));
                shapes(SHAPES);
            }
            case 3 -> {
                gradient();
                shapes(2 * SHAPES);
            }
            default -> stripes();
        }
        if (random.nextInt(3) == 0) {
            new Strokes(side, random).paint(pixels);
        }
        if (random.nextInt(3) == 0) {
            grain(3 + random.nextInt(25));
        }
        return new RgbImage(side, side, pixels);
    }

    private int[] colour() {
        int[] colour = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
        double grey = random.nextDouble();
        int mean = (colour[0] + colour[1] + colour[2]) / 3;
        for (int i = 0; i < 3; i++) {
            colour[i] = (int) Math.round(colour[i] + grey * (mean - colour[i]));
        }
        return colour;
    }

    private void gradient() {
        int[] from = colour();
        int[] to = colour();
        double angle = 2 * Math.PI * random.nextDouble();
        double x = Math.cos(angle) / side;
        double y = Math.sin(angle) / side;
        fill((column, row) -> 0.5 + 0.7 * ((column - side / 2.0) * x + (row - side / 2.0) * y), from, to);
    }

    private void stripes() {
        double period = 2 + random.nextInt(20);
        double angle = Math.PI * random.nextDouble();
        double x = Math.cos(angle) * 2 * Math.PI / period;
        double y = Math.sin(angle) * 2 * Math.PI / period;
        double bend = random.nextDouble() * 3;
        fill(
                (column, row) -> 0.5 + 0.6 * Math.sin(column * x + row * y + bend * Math.sin(row * 0.1)),
                colour(),
                colour());
    }

    /** Values at the corners of a grid, run into each other, in three sizes. */
    private void clouds(int size) {
        double[][] grids = new double[3][];
        int[] cells = new int[3];
        for (int octave = 0; octave < 3; octave++) {
            cells[octave] = side / Math.max(2, size >> octave) + 2;
            grids[octave] = random.doubles((long) cells[octave] * cells[octave]).toArray();
        }
        fill(
                (column, row) -> {
                    double sum = 0;
                    for (int octave = 0; octave < 3; octave++) {
                        int step = Math.max(2, size >> octave);
                        sum += smooth(grids[octave], cells[octave], column / (double) step, row / (double) step)
                                / (1 << octave);
                    }
                    return 1.6 * (sum / 1.75 - 0.5) + 0.5;
                },
                colour(),
                colour());
    }

    private static double smooth(double[] grid, int cells, double x, double y) {
        int column = (int) x;
        int row = (int) y;
        double fx = x - column;
        double fy = y - row;
        int at = row * cells + column;
        double above = grid[at] + fx * (grid[at + 1] - grid[at]);
        double below = grid[at + cells] + fx * (grid[at + cells + 1] - grid[at + cells]);
        return above + fy * (below - above);
    }

    @FunctionalInterface
    private interface Mix {
        double at(int column, int row);
    }

    private void fill(Mix mix, int[] from, int[] to) {
        for (int row = 0, at = 0; row < side; row++) {
            for (int column = 0; column < side; column++, at += 3) {
                double share = Math.max(0, Math.min(1, mix.at(column, row)));
                for (int channel = 0; channel < 3; channel++) {
                    pixels[at + channel] = (byte) Math.round(from[channel] + share * (to[channel] - from[channel]));
                }
            }
        }
    }

    private void shapes(int most) {
        for (int shape = 1 + random.nextInt(most); shape > 0; shape--) {
            int width = 2 + (int) (side * 0.5 * Math.pow(random.nextDouble(), 2));
            int height = 2 + (int) (side * 0.5 * Math.pow(random.nextDouble(), 2));
            int left = random.nextInt(side) - width / 2;
            int top = random.nextInt(side) - height / 2;
            shape(left, top, width, height, random.nextBoolean(), colour());
        }
    }

    private void shape(int left, int top, int width, int height, boolean round, int[] colour) {
        for (int row = Math.max(0, top); row < Math.min(side, top + height); row++) {
            double y = (row + 0.5 - top) / height * 2 - 1;
            for (int column = Math.max(0, left); column < Math.min(side, left + width); column++) {
                double x = (column + 0.5 - left) / width * 2 - 1;
                if (!round || x * x + y * y < 1) {
                    for (int channel = 0; channel < 3; channel++) {
                        pixels[3 * (row * side + column) + channel] = (byte) colour[channel];
                    }
                }
            }
        }
    }

    private void grain(int strength) {
        for (int at = 0; at < pixels.length; at += 3) {
            int change = random.nextInt(2 * strength + 1) - strength;
            for (int channel = 0; channel < 3; channel++) {
                pixels[at + channel] = (byte) Math.max(0, Math.min(255, (pixels[at + channel] & 0xFF) + change));
            }
        }
    }
}

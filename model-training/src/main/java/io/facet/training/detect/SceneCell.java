package io.facet.training.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A rectangle of a scene, which one picture fills.
 *
 * @param left in pixels
 * @param top in pixels
 * @param width in pixels
 * @param height in pixels
 */
record SceneCell(int left, int top, int width, int height) {
    private static final int LEAST_SIDE = 28;

    int shorter() {
        return Math.min(width, height);
    }

    boolean contains(double x, double y) {
        return x >= left && y >= top && x < left + width && y < top + height;
    }

    /**
     * Cuts a square into cells by cutting the largest in two again and again.
     *
     * @param most cells
     */
    static List<SceneCell> split(int side, int most, RandomGenerator random) {
        List<SceneCell> cells = new ArrayList<>(List.of(new SceneCell(0, 0, side, side)));
        while (cells.size() < most) {
            int largest = 0;
            for (int i = 1; i < cells.size(); i++) {
                if (cells.get(i).area() > cells.get(largest).area()) {
                    largest = i;
                }
            }
            SceneCell cell = cells.get(largest);
            if (Math.max(cell.width, cell.height) < 2 * LEAST_SIDE) {
                break;
            }
            cells.remove(largest);
            cells.addAll(cell.halves(0.3 + 0.4 * random.nextDouble()));
        }
        return cells;
    }

    private long area() {
        return (long) width * height;
    }

    private List<SceneCell> halves(double share) {
        int cut = Math.max(width, height);
        int first = (int) Math.max(LEAST_SIDE, Math.min(cut - LEAST_SIDE, Math.round(cut * share)));
        return width >= height
                ? List.of(
                        new SceneCell(left, top, first, height),
                        new SceneCell(left + first, top, width - first, height))
                : List.of(
                        new SceneCell(left, top, width, first),
                        new SceneCell(left, top + first, width, height - first));
    }
}

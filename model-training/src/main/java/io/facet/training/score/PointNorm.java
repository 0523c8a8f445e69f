package io.facet.training.score;

import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.Point;

/** What the mean distance of a face's landmarks is divided by, always taken from the truth. */
public enum PointNorm {
    /** Diagonal of the box (AFLW-19; FaRL Table 6, NME_diag). */
    DIAGONAL("diag"),
    /** √(width · height) of the box (Kumar et al., "LUVLi", 2020; FaRL Table 6, NME_box). */
    BOX("box"),
    /** Between the outer corners of the eyes (300-W, WFLW; FaRL Tables 7 and 8). */
    INTER_OCULAR("inter-ocular"),
    /** Between the centres of the eyes (COFW as some papers score it). */
    INTER_PUPIL("inter-pupil");

    private final String key;

    PointNorm(String key) {
        this.key = key;
    }

    /** Its name in files and reports. */
    public String key() {
        return key;
    }

    /**
     * The normalised mean error of one face: the mean distance between its points and the true ones, over this length.
     *
     * @param layout of both
     * @param truth in pixels
     * @param box of the face in pixels as the set gives it; null for the tight box around the true points
     * @param predicted in the same pixels
     * @return at least 0; 0.03 is 3 %
     * @throws IllegalArgumentException if the numbers of points differ from the layout's, a coordinate is not finite,
     *     or the length is 0
     */
    public double error(PointLayout layout, List<Point> truth, Box box, List<Point> predicted) {
        requireCount(layout, "truth", truth);
        requireCount(layout, "prediction", predicted);
        double length = length(layout, truth, box);
        double sum = 0;
        for (int i = 0; i < truth.size(); i++) {
            sum += PointLayout.distance(truth.get(i), predicted.get(i));
        }
        double error = sum / truth.size() / length;
        if (!(length > 0) || !Double.isFinite(error)) {
            throw new IllegalArgumentException(
                    "expected finite points and a %s length above 0, found an error of %s over a length of %s"
                            .formatted(key, sum / truth.size(), length));
        }
        return error;
    }

    private double length(PointLayout layout, List<Point> truth, Box given) {
        return switch (this) {
            case DIAGONAL -> {
                Box box = given == null ? around(truth) : given;
                yield Math.hypot(box.width(), box.height());
            }
            case BOX -> Math.sqrt((given == null ? around(truth) : given).area());
            case INTER_OCULAR -> layout.interOcular(truth);
            case INTER_PUPIL -> layout.interPupil(truth);
        };
    }

    private static Box around(List<Point> points) {
        double left = points.stream().mapToDouble(Point::x).min().orElseThrow();
        double top = points.stream().mapToDouble(Point::y).min().orElseThrow();
        double right = points.stream().mapToDouble(Point::x).max().orElseThrow();
        double bottom = points.stream().mapToDouble(Point::y).max().orElseThrow();
        return new Box(left, top, right - left, bottom - top);
    }

    private static void requireCount(PointLayout layout, String side, List<Point> points) {
        if (points.size() != layout.points()) {
            throw new IllegalArgumentException("%s: expected %d points (%s), found %d"
                    .formatted(side, layout.points(), layout.key(), points.size()));
        }
    }
}

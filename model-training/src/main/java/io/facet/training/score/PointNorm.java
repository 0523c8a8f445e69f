package io.facet.training.score;

import io.facet.domain.face.Box;
import io.facet.vision.landmark.LandmarkScheme;

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
     * @param scheme of both
     * @param truth x and y of each point in turn, in pixels
     * @param box of the face in pixels as the set gives it; null for the tight box around the true points
     * @param predicted in the same pixels and order
     * @return at least 0; 0.03 is 3 %
     * @throws IllegalArgumentException if the numbers of points differ from the scheme's, a coordinate is not finite,
     *     or the length is 0
     */
    public double error(LandmarkScheme scheme, float[] truth, Box box, float[] predicted) {
        scheme.requireCount(truth);
        scheme.requireCount(predicted);
        double length = length(scheme, truth, box);
        double mean = meanDistance(truth, predicted);
        double error = mean / length;
        if (!(length > 0) || !Double.isFinite(error)) {
            throw new IllegalArgumentException(
                    "expected finite points and a %s length above 0, found a mean distance of %s over a length of %s"
                            .formatted(key, mean, length));
        }
        return error;
    }

    private static double meanDistance(float[] truth, float[] predicted) {
        double sum = 0;
        for (int i = 0; i < truth.length; i += 2) {
            sum += Math.hypot(truth[i] - predicted[i], truth[i + 1] - predicted[i + 1]);
        }
        return sum / (truth.length / 2);
    }

    private double length(LandmarkScheme scheme, float[] truth, Box given) {
        return switch (this) {
            case DIAGONAL -> {
                Box box = given == null ? around(truth) : given;
                yield Math.hypot(box.width(), box.height());
            }
            case BOX -> Math.sqrt((given == null ? around(truth) : given).area());
            case INTER_OCULAR -> scheme.ocular().distance(truth);
            case INTER_PUPIL -> scheme.pupils().distance(truth);
        };
    }

    private static Box around(float[] points) {
        double left = points[0];
        double right = points[0];
        double top = points[1];
        double bottom = points[1];
        for (int i = 2; i < points.length; i += 2) {
            left = Math.min(left, points[i]);
            right = Math.max(right, points[i]);
            top = Math.min(top, points[i + 1]);
            bottom = Math.max(bottom, points[i + 1]);
        }
        return new Box(left, top, right - left, bottom - top);
    }
}

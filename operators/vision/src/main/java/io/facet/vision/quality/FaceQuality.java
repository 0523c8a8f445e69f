package io.facet.vision.quality;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

/**
 * How fit a face is for analysis: a number to choose by among the faces of a track, not a probability.
 *
 * <p>The detector's score times the geometric mean of three parts in [0, 1]: how many pixels the face has, how frontal
 * it is, and how sharp it is. One bad part makes the whole bad, as it does the analysis.
 */
public final class FaceQuality {
    /** A face whose shorter side is this long loses nothing by its size. */
    private static final double FULL_SIZE_PX = 112;

    /** Variance of the Laplacian at which a face counts as half sharp. */
    private static final double HALF_SHARP = 60;

    private FaceQuality() {}

    /**
     * @param detection the face
     * @param crop the same face, aligned
     * @return in [0, 1]
     */
    public static double of(Detection detection, AlignedCrop crop) {
        double parts = size(detection) * frontalness(detection.points()) * sharpness(crop);
        return clamp(detection.score()) * StrictMath.cbrt(parts);
    }

    private static double size(Detection detection) {
        return clamp(Math.min(detection.box().width(), detection.box().height()) / FULL_SIZE_PX);
    }

    /**
     * 1 where the nose tip lies in the middle between the eyes and midway between eye line and mouth line, falling to 0
     * where it leaves the face on either side. A face turned in the plane of the picture loses nothing.
     */
    static double frontalness(FivePoints points) {
        Point eyes = middle(points.leftEye(), points.rightEye());
        Point mouth = middle(points.leftMouth(), points.rightMouth());
        double acrossX = points.rightEye().x() - points.leftEye().x();
        double acrossY = points.rightEye().y() - points.leftEye().y();
        double downX = mouth.x() - eyes.x();
        double downY = mouth.y() - eyes.y();
        double det = acrossX * downY - acrossY * downX;
        if (!(det > 0)) {
            // Eyes or mouth coincide, or the points are mirrored: not a face seen from the front.
            return 0;
        }
        double noseX = points.nose().x() - eyes.x();
        double noseY = points.nose().y() - eyes.y();
        double sideways = (noseX * downY - noseY * downX) / det;
        double downwards = (acrossX * noseY - acrossY * noseX) / det;
        return clamp(1 - 2 * Math.abs(sideways)) * clamp(1 - 2 * Math.abs(downwards - 0.5));
    }

    /**
     * Variance of the Laplacian of the green channel over the inner face, squeezed into [0, 1). The marks of strong JPEG
     * compression count as detail.
     */
    public static double sharpness(AlignedCrop crop) {
        int size = crop.size();
        byte[] rgb = crop.rgb();
        int green = size * size;
        int from = size / 4;
        int to = size - size / 4;
        long sum = 0;
        long squares = 0;
        for (int y = from; y < to; y++) {
            for (int x = from; x < to; x++) {
                int at = green + y * size + x;
                int laplacian = 4 * (rgb[at] & 0xFF)
                        - (rgb[at - 1] & 0xFF)
                        - (rgb[at + 1] & 0xFF)
                        - (rgb[at - size] & 0xFF)
                        - (rgb[at + size] & 0xFF);
                sum += laplacian;
                squares += (long) laplacian * laplacian;
            }
        }
        double count = (double) (to - from) * (to - from);
        double mean = sum / count;
        double variance = squares / count - mean * mean;
        return variance / (variance + HALF_SHARP);
    }

    private static Point middle(Point one, Point other) {
        return new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
    }

    /** NaN counts as nothing. */
    private static double clamp(double value) {
        return value > 0 ? Math.min(1, value) : 0;
    }
}

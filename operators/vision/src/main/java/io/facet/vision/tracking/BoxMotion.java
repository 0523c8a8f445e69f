package io.facet.vision.tracking;

import io.facet.domain.face.Box;

/**
 * The Kalman filter of one face's box: centre, area and aspect as in SORT (Bewley et al., 2016, section 3.2), the first
 * three with a constant rate, the aspect constant.
 *
 * <p>SORT counts in frames and its noise is in pixels. Here time is in seconds, so that frames may be sampled at any
 * rate, and noise is in proportion to the height of the face, with the proportions of ByteTrack's filter (1/20 for
 * position, 1/160 a frame for velocity) at 30 frames a second.
 *
 * @param centreX in pixels
 * @param centreY in pixels
 * @param area in square pixels
 * @param aspect width over height; its rate is always 0
 */
public record BoxMotion(AxisMotion centreX, AxisMotion centreY, AxisMotion area, AxisMotion aspect) {
    private static final double REFERENCE_FPS = 30;

    /** Standard deviation of a measured edge, in face heights. */
    private static final double POSITION = 1 / 20.0;

    /** Standard deviation of a change of velocity from frame to frame, in face heights per second. */
    private static final double VELOCITY = REFERENCE_FPS / 160;

    /** An area changes twice as much, relatively, as a length. */
    private static final double AREA = 2;

    private static final double ASPECT_MEASURED = 0.1;
    private static final double ASPECT_WANDER = 0.01;

    /** The least side of a box, in pixels: keeps area and aspect away from division by zero. */
    private static final double LEAST_SIDE = 1e-3;

    /** Variances add up over frames, so standard deviations per second are this much those per frame. */
    private static final double PER_SECOND = Math.sqrt(REFERENCE_FPS);

    /** The motion of a face seen for the first time. */
    static BoxMotion firstSeen(Box box) {
        double width = side(box.width());
        double height = side(box.height());
        double area = width * height;
        double position = 2 * POSITION * height;
        double velocity = 10 * VELOCITY * height;
        return new BoxMotion(
                AxisMotion.firstSeen(box.x() + box.width() / 2, position, velocity),
                AxisMotion.firstSeen(box.y() + box.height() / 2, position, velocity),
                AxisMotion.firstSeen(area, 2 * POSITION * AREA * area, 10 * VELOCITY * AREA * area),
                AxisMotion.firstSeen(width / height, ASPECT_MEASURED, 0));
    }

    /**
     * The motion some time later.
     *
     * @param seconds since the last frame, 0 or more
     * @param seen whether the face was detected in the last frame; the size of a face that is out of sight is taken to
     *     stay as it is, as in ByteTrack
     */
    BoxMotion predict(double seconds, boolean seen) {
        double height = height();
        double position = POSITION * PER_SECOND * height;
        double velocity = VELOCITY * PER_SECOND * height;
        boolean growing = seen && area.value() + area.rate() * seconds > LEAST_SIDE;
        return new BoxMotion(
                centreX.predict(seconds, position, velocity),
                centreY.predict(seconds, position, velocity),
                (growing ? area : area.halted())
                        .predict(
                                seconds,
                                POSITION * AREA * PER_SECOND * area.value(),
                                VELOCITY * AREA * PER_SECOND * area.value()),
                aspect.predict(seconds, ASPECT_WANDER * PER_SECOND, 0));
    }

    /** The motion after the face was detected. */
    BoxMotion correct(Box box) {
        double width = side(box.width());
        double height = side(box.height());
        double position = POSITION * height;
        double measuredArea = width * height;
        return new BoxMotion(
                centreX.correct(box.x() + box.width() / 2, position),
                centreY.correct(box.y() + box.height() / 2, position),
                area.correct(measuredArea, POSITION * AREA * measuredArea),
                aspect.correct(width / height, ASPECT_MEASURED));
    }

    /** Where the face is thought to be, in pixels. */
    public Box box() {
        double width = Math.sqrt(area.value() * aspect.value());
        double height = height();
        return new Box(centreX.value() - width / 2, centreY.value() - height / 2, width, height);
    }

    private double height() {
        return Math.sqrt(area.value() / aspect.value());
    }

    private static double side(double length) {
        return Math.max(LEAST_SIDE, length);
    }
}

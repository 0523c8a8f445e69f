package io.facet.inference.detect;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

/** What both families need to read their outputs. */
final class OutputTensors {
    private static final int POINTS = 5;

    private OutputTensors() {}

    static void requireCount(List<FloatBuffer> outputs, int expected) {
        if (outputs.size() != expected) {
            throw new IllegalArgumentException(
                    "expected %d output tensors, got %d".formatted(expected, outputs.size()));
        }
    }

    /** Refuses a tensor that does not hold the given frame. */
    static void requireFrame(String name, FloatBuffer values, int frame, int valuesPerFrame) {
        if (values.limit() % valuesPerFrame != 0 || values.limit() < (frame + 1) * valuesPerFrame) {
            throw new IllegalArgumentException("%s must hold %d values a frame up to frame %d, got %d values"
                    .formatted(name, valuesPerFrame, frame, values.limit()));
        }
    }

    /** Five points given as offsets from a centre, in units of {@code unitX} and {@code unitY} pixels. */
    static FivePoints points(FloatBuffer values, int at, double x, double y, double unitX, double unitY) {
        List<Point> points = new ArrayList<>(POINTS);
        for (int i = 0; i < POINTS; i++) {
            points.add(new Point(x + values.get(at + 2 * i) * unitX, y + values.get(at + 2 * i + 1) * unitY));
        }
        return FivePoints.of(points);
    }
}

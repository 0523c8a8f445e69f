package io.facet.inference.detect;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;

/**
 * Reads RetinaFace (Deng et al., "RetinaFace: Single-shot Multi-level Face Localisation in the Wild", 2020) and its
 * relatives with SSD anchors (Liu et al., "SSD", 2016, section 2.2).
 *
 * <p>Tensors, {@code P} anchors ordered by stride, row, column and anchor side: boxes {@code [N, P, 4]}, scores
 * {@code [N, P, 2]} probabilities of (background, face), points {@code [N, P, 10]}. An anchor is a square centred in its
 * cell; offsets are in units of 0.1 of its side, sizes are logarithms in units of 0.2. A map has
 * {@code ⌈side / stride⌉} cells.
 */
record RetinaFaceDecoder(List<Integer> strides, List<List<Integer>> anchors) implements DetectionDecoder {
    private static final double CENTRE_VARIANCE = 0.1;
    private static final double SIZE_VARIANCE = 0.2;
    private static final int BOX = 4;
    private static final int SCORES = 2;
    private static final int POINTS = 10;

    RetinaFaceDecoder {
        strides = List.copyOf(strides);
        anchors = anchors.stream().map(List::copyOf).toList();
        if (strides.size() != anchors.size()) {
            throw new IllegalArgumentException("expected anchor sides for each of the %d strides, got %d"
                    .formatted(strides.size(), anchors.size()));
        }
    }

    @Override
    public List<Detection> decode(List<FloatBuffer> outputs, int frame, int width, int height, double minScore) {
        OutputTensors.requireCount(outputs, 3);
        int priors = priors(width, height);
        OutputTensors.requireFrame("boxes", outputs.get(0), frame, priors * BOX);
        OutputTensors.requireFrame("scores", outputs.get(1), frame, priors * SCORES);
        OutputTensors.requireFrame("points", outputs.get(2), frame, priors * POINTS);
        List<Detection> candidates = new ArrayList<>();
        int at = frame * priors;
        for (int level = 0; level < strides.size(); level++) {
            int stride = strides.get(level);
            for (int row = 0; row < cells(height, stride); row++) {
                for (int column = 0; column < cells(width, stride); column++) {
                    for (int side : anchors.get(level)) {
                        double score = outputs.get(1).get(at * SCORES + 1);
                        if (!(score < minScore)) {
                            Anchor anchor = new Anchor((column + 0.5) * stride, (row + 0.5) * stride, side);
                            candidates.add(anchor.decode(outputs.get(0), outputs.get(2), at, Math.min(1, score)));
                        }
                        at++;
                    }
                }
            }
        }
        return candidates;
    }

    private int priors(int width, int height) {
        int priors = 0;
        for (int level = 0; level < strides.size(); level++) {
            int stride = strides.get(level);
            priors += cells(width, stride)
                    * cells(height, stride)
                    * anchors.get(level).size();
        }
        return priors;
    }

    private static int cells(int pixels, int stride) {
        return (pixels + stride - 1) / stride;
    }

    private record Anchor(double x, double y, double side) {

        Detection decode(FloatBuffer boxes, FloatBuffer points, int at, double score) {
            double unit = CENTRE_VARIANCE * side;
            int b = at * BOX;
            double w = side * Math.exp(boxes.get(b + 2) * SIZE_VARIANCE);
            double h = side * Math.exp(boxes.get(b + 3) * SIZE_VARIANCE);
            double left = x + boxes.get(b) * unit - w / 2;
            double top = y + boxes.get(b + 1) * unit - h / 2;
            return new Detection(
                    new Box(left, top, w, h), OutputTensors.points(points, at * POINTS, x, y, unit, unit), score);
        }
    }
}

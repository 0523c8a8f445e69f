package io.facet.inference.detect;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;

/**
 * Reads YuNet (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023): anchor-free, one candidate for
 * each cell of each stride.
 *
 * <p>Tensors for each stride, {@code cells = (height / stride) · (width / stride)} in row order: cls and obj
 * {@code [N, cells, 1]} in [0, 1]; bbox {@code [N, cells, 4]} centre offset from the cell's corner and logarithm of the
 * size, kps {@code [N, cells, 10]} offsets from the cell's corner, all in units of the stride. The score is
 * {@code √(cls · obj)}.
 */
record YunetDecoder(List<Integer> strides) implements DetectionDecoder {
    private static final int BOX = 4;
    private static final int POINTS = 10;

    YunetDecoder {
        strides = List.copyOf(strides);
    }

    @Override
    public List<Detection> decode(List<FloatBuffer> outputs, int frame, int width, int height, double minScore) {
        int levels = strides.size();
        OutputTensors.requireCount(outputs, 4 * levels);
        List<Detection> candidates = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            Level tensors = new Level(
                    strides.get(level),
                    outputs.get(level),
                    outputs.get(levels + level),
                    outputs.get(2 * levels + level),
                    outputs.get(3 * levels + level));
            tensors.decode(frame, width, height, minScore, candidates);
        }
        return candidates;
    }

    private record Level(int stride, FloatBuffer cls, FloatBuffer obj, FloatBuffer box, FloatBuffer points) {

        void decode(int frame, int width, int height, double minScore, List<Detection> candidates) {
            int columns = width / stride;
            int cells = columns * (height / stride);
            OutputTensors.requireFrame("cls_" + stride, cls, frame, cells);
            OutputTensors.requireFrame("obj_" + stride, obj, frame, cells);
            OutputTensors.requireFrame("bbox_" + stride, box, frame, cells * BOX);
            OutputTensors.requireFrame("kps_" + stride, points, frame, cells * POINTS);
            for (int cell = 0; cell < cells; cell++) {
                int at = frame * cells + cell;
                double score = Math.sqrt(unit(cls.get(at)) * unit(obj.get(at)));
                if (!(score < minScore)) {
                    candidates.add(candidate(at, cell % columns, cell / columns, score));
                }
            }
        }

        private Detection candidate(int at, int column, int row, double score) {
            int b = at * BOX;
            double centreX = (column + box.get(b)) * stride;
            double centreY = (row + box.get(b + 1)) * stride;
            double w = Math.exp(box.get(b + 2)) * stride;
            double h = Math.exp(box.get(b + 3)) * stride;
            return new Detection(
                    new Box(centreX - w / 2, centreY - h / 2, w, h),
                    OutputTensors.points(points, at * POINTS, column * stride, row * stride, stride, stride),
                    score);
        }

        private static double unit(double value) {
            return Math.min(1, Math.max(0, value));
        }
    }
}

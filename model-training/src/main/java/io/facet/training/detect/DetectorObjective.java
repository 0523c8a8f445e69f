package io.facet.training.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.loss.BinaryCrossEntropy;
import io.facet.training.loss.FullPrecision;
import io.facet.training.network.detector.DetectorProgram;
import io.facet.training.network.detector.FaceDetectorNetwork;
import io.facet.training.pretrain.Objective;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Trains the detector as YuNet is trained (Wu, Peng and Yu, 2023, §3.3): each cell says by binary cross-entropy whether it
 * stands for a face (obj); a cell that does says how well its box overlaps the face (cls), where the box is, and where the
 * five points are.
 *
 * <p>Inputs: {@code input [B, 3, S, S]} and those that {@link DetectorTargets} names. Outputs: {@code loss} and its parts not
 * weighted: {@code presence}, {@code quality}, {@code box}, {@code points}; and {@code overlap}, the mean overlap of boxes.
 *
 * @param network what is trained
 * @param side S, a multiple of 32
 * @param boxWeight beside presence and quality, 5 in the paper
 * @param pointsWeight of the points' error as a share of the face's size
 */
public record DetectorObjective(FaceDetectorNetwork network, int side, double boxWeight, double pointsWeight)
        implements Objective {
    private static final int BOX = FaceDetectorNetwork.BOX;
    private static final int POINTS = FaceDetectorNetwork.POINTS;

    /** Share of a face's size where the points' loss turns from squares to lengths. */
    private static final double BEND = 0.02;

    /** Sizes from e⁻⁴ to e⁵ strides: what a first network may say must not overflow. */
    private static final double SMALLEST = -4;

    private static final double LARGEST = 5;

    @Override
    public Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put(DetectorProgram.INPUT, Shape.of(Shape.ANY, 3, side, side));
        inputs.putAll(DetectorTargets.shapes());
        return inputs;
    }

    @Override
    public List<String> frozen() {
        return List.of();
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        T rows = rows(ops, inputs.get(DetectorProgram.INPUT));
        T presence = presence(ops, rows, inputs);
        T faces = ops.gatherRows(rows, inputs.get(DetectorTargets.CELLS));
        T weights = inputs.get(DetectorTargets.WEIGHTS);
        BoxOverlapLoss.Result<T> boxes = boxes(ops, faces, inputs);
        T box = weighted(ops, boxes.loss(), weights);
        T points = weighted(ops, points(ops, faces, inputs), weights);
        T quality = weighted(
                ops,
                BinaryCrossEntropy.elements(
                        ops, column(ops, faces, FaceDetectorNetwork.CLS), ops.stopGradient(boxes.overlap())),
                weights);
        T parts = ops.add(presence, quality);
        Map<String, T> outputs = new LinkedHashMap<>();
        outputs.put(LOSS, ops.add(parts, ops.add(ops.multiply(box, boxWeight), ops.multiply(points, pointsWeight))));
        outputs.put("presence", presence);
        outputs.put("quality", quality);
        outputs.put("box", box);
        outputs.put("points", points);
        outputs.put("overlap", weighted(ops, ops.stopGradient(boxes.overlap()), weights));
        return outputs;
    }

    /** What every cell says, {@code [B·A, 16]}. */
    private <T> T rows(Ops<T> ops, T image) {
        List<T> levels = new ArrayList<>();
        for (T level : network.cells(ops, image)) {
            Shape shape = ops.shape(level);
            levels.add(ops.reshape(level, -1, shape.size(1) * shape.size(2), FaceDetectorNetwork.VALUES));
        }
        return FullPrecision.of(ops, ops.reshape(ops.concat(1, levels), -1, FaceDetectorNetwork.VALUES));
    }

    private static <T> T presence(Ops<T> ops, T rows, Map<String, T> inputs) {
        T logits = column(ops, rows, FaceDetectorNetwork.OBJ);
        return weighted(
                ops,
                BinaryCrossEntropy.elements(ops, logits, inputs.get(DetectorTargets.PRESENCE)),
                inputs.get(DetectorTargets.PRESENCE_WEIGHT));
    }

    private static <T> BoxOverlapLoss.Result<T> boxes(Ops<T> ops, T faces, Map<String, T> inputs) {
        T origins = inputs.get(DetectorTargets.ORIGINS);
        T stride = ops.slice(origins, 1, 2, 3);
        T centre = ops.add(ops.slice(origins, 1, 0, 2), ops.multiply(ops.slice(faces, 1, BOX, BOX + 2), stride));
        T logarithms = ops.clamp(ops.slice(faces, 1, BOX + 2, BOX + 4), SMALLEST, LARGEST);
        T size = ops.multiply(ops.exp(logarithms), stride);
        return new BoxOverlapLoss<>(ops).of(ops.concat(1, List.of(centre, size)), inputs.get(DetectorTargets.BOXES));
    }

    /** Mean over the ten numbers of a smooth length (Girshick, 2015) of the error as a share of the face, {@code [P]}. */
    private static <T> T points(Ops<T> ops, T faces, Map<String, T> inputs) {
        T origins = inputs.get(DetectorTargets.ORIGINS);
        T corner = ops.slice(origins, 1, 0, 2);
        T corners = ops.concat(1, List.of(corner, corner, corner, corner, corner));
        T offsets = ops.multiply(ops.slice(faces, 1, POINTS, FaceDetectorNetwork.VALUES), ops.slice(origins, 1, 2, 3));
        T difference = ops.subtract(ops.add(corners, offsets), inputs.get(DetectorTargets.POINTS));
        T boxes = inputs.get(DetectorTargets.BOXES);
        T size = ops.sqrt(ops.multiply(ops.slice(boxes, 1, 2, 3), ops.slice(boxes, 1, 3, 4)));
        T error = ops.abs(ops.divide(difference, size));
        T bent = ops.clamp(error, 0, BEND);
        T smooth = ops.multiply(ops.multiply(bent, ops.subtract(error, ops.multiply(bent, 0.5))), 1 / BEND);
        return ops.mean(smooth, false, 1);
    }

    private static <T> T weighted(Ops<T> ops, T values, T weights) {
        return ops.sum(ops.multiply(values, weights), false, 0);
    }

    private static <T> T column(Ops<T> ops, T rows, int column) {
        return ops.reshape(ops.slice(rows, 1, column, column + 1), -1);
    }
}

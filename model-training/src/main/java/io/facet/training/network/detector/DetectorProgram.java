package io.facet.training.network.detector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * The detector as jobs run it.
 *
 * <p>Input: {@code input [N, 3, H, W]}, H and W multiples of {@value DetectorShape#MULTIPLE}.
 *
 * <p>Outputs for each stride s, {@code [N, H/s, W/s, ·]}: {@code cls_s} and {@code obj_s} (one number in [0, 1]), {@code
 * bbox_s} (4), {@code kps_s} (10): the values, in the order, that a decoder of YuNet's family reads.
 */
public record DetectorProgram(FaceDetectorNetwork network) implements Program {
    public static final String INPUT = "input";

    private static final List<String> KINDS = List.of("cls", "obj", "bbox", "kps");

    /** Shape of the input, all but the channels open. */
    public static Shape image() {
        return Shape.of(Shape.ANY, 3, Shape.ANY, Shape.ANY);
    }

    /** {@code cls_8, cls_16, cls_32, obj_8, …}. */
    public static List<String> outputs() {
        return KINDS.stream()
                .flatMap(kind -> DetectorShape.STRIDES.stream().map(stride -> kind + "_" + stride))
                .toList();
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        List<T> cells = network.cells(ops, inputs.get(INPUT));
        Map<String, T> outputs = new LinkedHashMap<>();
        for (int level = 0; level < cells.size(); level++) {
            String stride = "_" + DetectorShape.STRIDES.get(level);
            T values = cells.get(level);
            T scores = ops.sigmoid(ops.slice(values, 3, FaceDetectorNetwork.CLS, FaceDetectorNetwork.BOX));
            outputs.put("cls" + stride, ops.slice(scores, 3, 0, 1));
            outputs.put("obj" + stride, ops.slice(scores, 3, 1, 2));
            outputs.put("bbox" + stride, ops.slice(values, 3, FaceDetectorNetwork.BOX, FaceDetectorNetwork.POINTS));
            outputs.put("kps" + stride, ops.slice(values, 3, FaceDetectorNetwork.POINTS, FaceDetectorNetwork.VALUES));
        }
        return outputs;
    }
}

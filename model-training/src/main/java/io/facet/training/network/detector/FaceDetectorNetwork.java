package io.facet.training.network.detector;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

import io.facet.training.network.ConvNorm;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * A face detector of YuNet's size and kind (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023):
 * depthwise-separable convolutions (Howard et al., 2017), their deeper ones residual, a light top-down pyramid (Lin et al.,
 * 2017) and, at each stride, one head for all that a cell says.
 *
 * <p>Only convolutions, norms, sums and enlargements by 2: it takes images of any height and width that are multiples of
 * {@value DetectorShape#MULTIPLE}.
 *
 * @param name prefix of its parameters
 * @param shape its widths
 */
public record FaceDetectorNetwork(String name, DetectorShape shape) {
    /** Values of a cell: cls and obj as logits, then box and points as YuNet has them. */
    public static final int VALUES = 16;

    /** Where in a cell's values the logit of a face of good overlap is. */
    public static final int CLS = 0;

    /** Where the logit of a face's presence is. */
    public static final int OBJ = 1;

    /** Where the box begins: centre offset from the cell's corner and logarithm of width and height, in strides. */
    public static final int BOX = 2;

    /** Where the five points begin: offsets x, y from the cell's corner, in strides. */
    public static final int POINTS = 6;

    private static final int FIRST_STAGE = 1;

    /** Faces are rare: one cell in a hundred, to begin with (Lin et al., "Focal Loss", 2017, §4.1). */
    private static final double PRIOR = 0.01;

    private static final double OUTPUT_DEVIATION = 0.01;

    /**
     * What each cell says.
     *
     * @param image {@code [N, 3, H, W]}, normalised RGB
     * @return for each of {@link DetectorShape#STRIDES}, {@code [N, H/stride, W/stride, 16]}
     */
    public <T> List<T> cells(Ops<T> ops, T image) {
        List<T> maps = neck(ops, backbone(ops, image));
        List<T> cells = new ArrayList<>();
        for (int level = 0; level < maps.size(); level++) {
            String head = name + ".head." + DetectorShape.STRIDES.get(level);
            T features = block(ops, head + ".block", shape.neck(), maps.get(level));
            cells.add(ops.permute(output(ops, head + ".output", features), 0, 2, 3, 1));
        }
        return cells;
    }

    /** Maps at the strides with candidates. */
    private <T> List<T> backbone(Ops<T> ops, T image) {
        T x = new ConvNorm(name + ".stem", 3, shape.stem(), 3, 2).activated(ops, image);
        int channels = shape.stem();
        List<T> maps = new ArrayList<>();
        for (int stage = 0; stage < shape.widths().size(); stage++) {
            String prefix = name + ".stage." + stage;
            int width = shape.widths().get(stage);
            x = new ConvNorm(prefix + ".down.depthwise", channels, channels, 3, 2, channels, 1).activated(ops, x);
            x = new ConvNorm(prefix + ".down.pointwise", channels, width, 1, 1).activated(ops, x);
            for (int block = 0; block < shape.blocks().get(stage); block++) {
                x = block(ops, prefix + ".block." + block, width, x);
            }
            if (stage >= FIRST_STAGE) {
                maps.add(x);
            }
            channels = width;
        }
        return maps;
    }

    /** Each map and, enlarged, what is seen at the next stride. */
    private <T> List<T> neck(Ops<T> ops, List<T> maps) {
        LinkedList<T> merged = new LinkedList<>();
        for (int level = maps.size() - 1; level >= 0; level--) {
            int stride = DetectorShape.STRIDES.get(level);
            int width = shape.widths().get(FIRST_STAGE + level);
            String prefix = name + ".neck." + stride;
            T lateral = new ConvNorm(prefix, width, shape.neck(), 1, 1).activated(ops, maps.get(level));
            merged.addFirst(merged.isEmpty() ? lateral : ops.add(lateral, ops.enlarge(merged.getFirst(), 2)));
        }
        return merged;
    }

    private static <T> T block(Ops<T> ops, String name, int width, T x) {
        T inner = new ConvNorm(name + ".depthwise", width, width, 3, 1, width, 1).activated(ops, x);
        T branch = new ConvNorm(name + ".pointwise", width, width, 1, 1).apply(ops, inner);
        return ops.relu(ops.add(x, branch));
    }

    private <T> T output(Ops<T> ops, String output, T features) {
        T weight = ops.parameter(new ParameterSpec(
                output + ".weight", Shape.of(VALUES, shape.neck(), 1, 1), Initialization.normal(OUTPUT_DEVIATION)));
        T bias = ops.parameter(new ParameterSpec(
                output + ".bias", Shape.of(VALUES), new Initialization.Computed(FaceDetectorNetwork::firstBias)));
        return ops.conv2d(features, weight, bias, 1, 0);
    }

    private static float[] firstBias() {
        float[] bias = new float[VALUES];
        bias[OBJ] = (float) Math.log(PRIOR / (1 - PRIOR));
        return bias;
    }
}

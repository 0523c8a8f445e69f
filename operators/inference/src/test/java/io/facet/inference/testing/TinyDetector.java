package io.facet.inference.testing;

import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.Point;
import io.facet.inference.onnx.Attributes;
import io.facet.inference.onnx.GraphBuilder;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;

/**
 * A detector without training: finds magenta discs, and has the inputs and outputs of YuNet.
 *
 * <p>What to draw, so that each disc is found exactly once, whatever a codec does to the picture:
 *
 * <ul>
 *   <li>background rgb(40, 40, 40);
 *   <li>each face a filled circle of rgb(230, 30, 200), 48 to 96 px across, wholly in the picture;
 *   <li>at least 120 px between the centres of two;
 *   <li>sides of the picture a multiple of 32.
 * </ul>
 *
 * <p>The box is the square around the disc; the five points are those of the mean face, drawn so that a disc {@code d}
 * px across has its eyes {@code 0.4 · d} apart. Both are good to about a pixel.
 *
 * <p>How: saliency is how much redder and bluer than green a pixel is, clipped to [0, 1] so that compression noise
 * vanishes on either side. Each cell of 8 x 8 px gathers mass and first moments of the saliency, and sums them over the
 * cells within 60 px: the whole of its own disc and nothing of another, if the disc's centre is in the cell. Centre and
 * diameter follow from the moments. A cell scores by how near to its middle it finds the centre, if it is itself
 * magenta. Strides 16 and 32 find nothing.
 */
final class TinyDetector {
    private static final int CELL = 8;
    private static final int REACH_CELLS = 7;
    private static final double REACH_PX = 60;

    /** Squared distance in px from a cell's middle to the disc's centre at which the score is nought. */
    private static final float FAR = 200;

    /** Where the disc lies in a crop of 224 px: with its eyes on those of the mean face. */
    private static final double DISC_CENTRE_X = 112;

    private static final double DISC_CENTRE_Y = 121;
    private static final double DISC_DIAMETER = 151;

    private static final List<Point> MEAN_FACE = List.of(
            new Point(81.505, 98.479),
            new Point(141.912, 98.145),
            new Point(111.900, 132.834),
            new Point(87.085, 168.198),
            new Point(137.108, 167.921));

    private final GraphBuilder graph = new GraphBuilder();

    private TinyDetector() {}

    /** An ONNX model. Input {@code input [N, 3, h, w]}, BGR, 0-255. */
    static byte[] model() {
        return new TinyDetector().build();
    }

    private byte[] build() {
        String cells = cells(saliency("input"));
        String moments = moments(cells);
        String mass = pick(moments, 0, "mass");
        String floor = graph.floats("mass/floor", List.of(), 1);
        String solid = graph.node("Max", "solid", List.of(mass, floor));
        String offsetX = graph.node("Div", "offset_x", List.of(pick(moments, 1, "moment_x"), solid));
        String offsetY = graph.node("Div", "offset_y", List.of(pick(moments, 2, "moment_y"), solid));

        output("cls_8", magenta(cells), 1);
        output("obj_8", nearness(offsetX, offsetY), 1);
        output("bbox_8", box(offsetX, offsetY, solid), 4);
        output("kps_8", points(offsetX, offsetY, solid), 10);
        for (int stride : new int[] {16, 32}) {
            nothing("cls_" + stride, cells, stride, 1);
            nothing("obj_" + stride, cells, stride, 1);
            nothing("bbox_" + stride, cells, stride, 4);
            nothing("kps_" + stride, cells, stride, 10);
        }
        TensorPort input = new TensorPort("input", ElementType.FLOAT32, List.of(-1L, 3L, -1L, -1L));
        return OnnxModels.write(OnnxModels.of(graph.build("tiny-detector", List.of(input), outputs())));
    }

    /** How magenta each pixel is: 0 on the background, 1 on a disc, one half on its rim. Shape {@code [N, 1, h, w]}. */
    private String saliency(String input) {
        // (R + B) / 2 - G is 185 on a disc and 0 beside it.
        String contrast = graph.node(
                "Conv",
                "contrast",
                List.of(
                        input,
                        graph.floats("contrast/weights", List.of(1L, 3L, 1L, 1L), 0.5f / 60, -1f / 60, 0.5f / 60),
                        graph.floats("contrast/bias", List.of(1L), -62.5f / 60)));
        return clip(contrast, "saliency");
    }

    /** Mass and first moments of each cell. Shape {@code [N, 3, h/8, w/8]}. */
    private String cells(String saliency) {
        float[] weights = new float[3 * CELL * CELL];
        for (int y = 0; y < CELL; y++) {
            for (int x = 0; x < CELL; x++) {
                int at = y * CELL + x;
                weights[at] = 1;
                weights[CELL * CELL + at] = x + 0.5f - CELL / 2f;
                weights[2 * CELL * CELL + at] = y + 0.5f - CELL / 2f;
            }
        }
        return graph.node(
                "Conv",
                "cells",
                List.of(saliency, graph.floats("cells/weights", List.of(3L, 1L, 8L, 8L), weights)),
                Attributes.ofInts("strides", CELL, CELL));
    }

    /** Mass and first moments, about each cell's middle, of all within reach. Shape {@code [N, 3, h/8, w/8]}. */
    private String moments(String cells) {
        int side = 2 * REACH_CELLS + 1;
        float[] weights = new float[3 * 3 * side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                float dx = (x - REACH_CELLS) * CELL;
                float dy = (y - REACH_CELLS) * CELL;
                if (Math.hypot(dx, dy) > REACH_PX) {
                    continue;
                }
                // Row: which moment comes out; column: mass, own moment in x, own moment in y.
                float[][] transfer = {{1, 0, 0}, {dx, 1, 0}, {dy, 0, 1}};
                for (int out = 0; out < 3; out++) {
                    for (int in = 0; in < 3; in++) {
                        weights[((out * 3 + in) * side + y) * side + x] = transfer[out][in];
                    }
                }
            }
        }
        return graph.node(
                "Conv",
                "moments",
                List.of(cells, graph.floats("moments/weights", List.of(3L, 3L, (long) side, (long) side), weights)),
                Attributes.ofInts("pads", REACH_CELLS, REACH_CELLS, REACH_CELLS, REACH_CELLS));
    }

    /** 1 in a cell that is magenta all over, 0 in one that is half so. */
    private String magenta(String cells) {
        String mass = pick(cells, 0, "cell_mass");
        return clip(affine(mass, 2f / (CELL * CELL), -1, "cell_magenta"), "magenta");
    }

    private String nearness(String offsetX, String offsetY) {
        String squares = graph.node(
                "Add",
                "distance2",
                List.of(
                        graph.node("Mul", "offset_x2", List.of(offsetX, offsetX)),
                        graph.node("Mul", "offset_y2", List.of(offsetY, offsetY))));
        return clip(affine(squares, -1 / FAR, 1, "nearness_raw"), "nearness");
    }

    /** YuNet's boxes: centre from the cell's corner in cells, logarithm of the sides in cells. */
    private String box(String offsetX, String offsetY, String mass) {
        String log = graph.node("Log", "log_mass", List.of(mass));
        // d = √(4 · mass / π), so ln(d / 8) = ln(mass) / 2 + ln(4 / π) / 2 − ln 8.
        String side = affine(log, 0.5f, (float) (Math.log(4 / Math.PI) / 2 - Math.log(CELL)), "log_side");
        return graph.node(
                "Concat",
                "box",
                List.of(
                        affine(offsetX, 1f / CELL, 0.5f, "centre_x"),
                        affine(offsetY, 1f / CELL, 0.5f, "centre_y"),
                        side,
                        side),
                Attributes.of("axis", 1L));
    }

    /** YuNet's points: from the cell's corner in cells. */
    private String points(String offsetX, String offsetY, String mass) {
        String root = graph.node("Sqrt", "root_mass", List.of(mass));
        String diameter = affine(root, (float) (Math.sqrt(4 / Math.PI) / CELL), 0, "diameter");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < MEAN_FACE.size(); i++) {
            Point point = MEAN_FACE.get(i);
            values.add(point(offsetX, diameter, (point.x() - DISC_CENTRE_X) / DISC_DIAMETER, "x" + i));
            values.add(point(offsetY, diameter, (point.y() - DISC_CENTRE_Y) / DISC_DIAMETER, "y" + i));
        }
        return graph.node("Concat", "points", values, Attributes.of("axis", 1L));
    }

    private String point(String offset, String diameter, double share, String name) {
        return graph.node(
                "Add",
                name,
                List.of(
                        affine(offset, 1f / CELL, 0.5f, name + "/centre"),
                        affine(diameter, (float) share, 0, name + "/share")));
    }

    private void nothing(String name, String cells, int stride, int channels) {
        String weights = graph.floats(name + "/weights", List.of((long) channels, 3L, 1L, 1L), new float[channels * 3]);
        int step = stride / CELL;
        output(
                name,
                graph.node("Conv", name + "/zero", List.of(cells, weights), Attributes.ofInts("strides", step, step)),
                channels);
    }

    /** {@code [N, C, rows, columns]} to {@code [N, rows · columns, C]}. */
    private void output(String name, String map, int channels) {
        String last = graph.node("Transpose", name + "/last", List.of(map), Attributes.ofInts("perm", 0, 2, 3, 1));
        graph.node("Reshape", name, List.of(last, graph.ints(name + "/shape", 0, -1, channels)));
    }

    private String pick(String map, int channel, String name) {
        return graph.node(
                "Gather", name, List.of(map, graph.ints(name + "/channel", channel)), Attributes.of("axis", 1L));
    }

    private String affine(String input, float factor, float offset, String name) {
        String scaled =
                graph.node("Mul", name + "/scaled", List.of(input, graph.floats(name + "/factor", List.of(), factor)));
        return graph.node("Add", name, List.of(scaled, graph.floats(name + "/offset", List.of(), offset)));
    }

    private String clip(String input, String name) {
        return graph.node(
                "Clip",
                name,
                List.of(input, graph.floats(name + "/low", List.of(), 0), graph.floats(name + "/high", List.of(), 1)));
    }

    private static List<TensorPort> outputs() {
        List<TensorPort> outputs = new ArrayList<>();
        Object[][] kinds = {{"cls", 1L}, {"obj", 1L}, {"bbox", 4L}, {"kps", 10L}};
        for (Object[] kind : kinds) {
            for (int stride : new int[] {8, 16, 32}) {
                outputs.add(
                        new TensorPort(kind[0] + "_" + stride, ElementType.FLOAT32, List.of(-1L, -1L, (Long) kind[1])));
            }
        }
        return outputs;
    }
}

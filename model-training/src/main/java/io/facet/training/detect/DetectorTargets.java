package io.facet.training.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.Point;
import io.facet.training.network.detector.DetectorShape;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * What {@link DetectorObjective} is told about the faces of a batch. Each tensor has one row for a cell of the batch (A
 * cells an image, in the order of {@link DetectorShape#cells}, image after image) or one for a cell that stands for a face:
 *
 * <ul>
 *   <li>{@value #PRESENCE} float32 {@code [B·A]}: 1 where a face is, else 0;
 *   <li>{@value #PRESENCE_WEIGHT} float32 {@code [B·A]}: 1 / P, or 0 where nothing is asked of the cell;
 *   <li>{@value #CELLS} int64 {@code [P]}: which cells stand for a face;
 *   <li>{@value #ORIGINS} float32 {@code [P, 3]}: x and y of the cell's corner and its stride, in pixels;
 *   <li>{@value #BOXES} float32 {@code [P, 4]}: the face's centre x, y, width and height, in pixels;
 *   <li>{@value #POINTS} float32 {@code [P, 10]}: its five points x, y, in pixels;
 *   <li>{@value #WEIGHTS} float32 {@code [P]}: 1 / P. In a batch without faces P is 1 and the weight 0.
 * </ul>
 */
final class DetectorTargets {
    static final String PRESENCE = "presence";
    static final String PRESENCE_WEIGHT = "presence.weight";
    static final String CELLS = "faces.cells";
    static final String ORIGINS = "faces.origins";
    static final String BOXES = "faces.boxes";
    static final String POINTS = "faces.points";
    static final String WEIGHTS = "faces.weights";

    private static final int POINT_VALUES = 10;

    private final int side;
    private final int cells;
    private final List<Row> rows = new ArrayList<>();
    private final List<int[]> owners = new ArrayList<>();

    private DetectorTargets(int side) {
        this.side = side;
        this.cells = DetectorShape.cells(side);
    }

    private record Row(int image, int cell, FaceTruth face) {}

    /** Shapes by name, the number of rows open. */
    static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(PRESENCE, Shape.of(Shape.ANY));
        shapes.put(PRESENCE_WEIGHT, Shape.of(Shape.ANY));
        shapes.put(CELLS, Shape.of(Shape.ANY));
        shapes.put(ORIGINS, Shape.of(Shape.ANY, 3));
        shapes.put(BOXES, Shape.of(Shape.ANY, 4));
        shapes.put(POINTS, Shape.of(Shape.ANY, POINT_VALUES));
        shapes.put(WEIGHTS, Shape.of(Shape.ANY));
        return shapes;
    }

    /**
     * The tensors.
     *
     * @param side of the images in pixels
     * @param faces of each image
     */
    static Map<String, HostTensor> of(int side, List<List<FaceTruth>> faces) {
        DetectorTargets targets = new DetectorTargets(side);
        faces.forEach(targets::add);
        return targets.tensors();
    }

    private void add(List<FaceTruth> faces) {
        int[] assigned = new CellAssignment(side).assign(faces);
        for (CellAssignment.Owned owned : CellAssignment.Owned.of(assigned)) {
            rows.add(new Row(owners.size(), owned.cell(), faces.get(owned.face())));
        }
        owners.add(assigned);
    }

    private Map<String, HostTensor> tensors() {
        int faces = Math.max(1, rows.size());
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        presence(1f / faces, tensors);
        long[] indices = new long[faces];
        float[] origins = new float[3 * faces];
        float[] boxes = new float[4 * faces];
        float[] points = new float[POINT_VALUES * faces];
        float[] weights = new float[faces];
        // What stands in for a face where there is none must have a size, or the overlap were no number.
        origins[2] = 1;
        boxes[2] = 1;
        boxes[3] = 1;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            indices[i] = (long) row.image() * cells + row.cell();
            weights[i] = 1f / faces;
            origin(row.cell(), origins, 3 * i);
            box(row.face(), boxes, 4 * i);
            points(row.face(), points, POINT_VALUES * i);
        }
        tensors.put(CELLS, new HostTensor.Longs(Shape.of(faces), indices));
        tensors.put(ORIGINS, new HostTensor.Floats(Shape.of(faces, 3), origins));
        tensors.put(BOXES, new HostTensor.Floats(Shape.of(faces, 4), boxes));
        tensors.put(POINTS, new HostTensor.Floats(Shape.of(faces, POINT_VALUES), points));
        tensors.put(WEIGHTS, new HostTensor.Floats(Shape.of(faces), weights));
        return tensors;
    }

    private void presence(float weight, Map<String, HostTensor> tensors) {
        float[] presence = new float[owners.size() * cells];
        float[] weights = new float[presence.length];
        for (int image = 0; image < owners.size(); image++) {
            for (int cell = 0; cell < cells; cell++) {
                int owner = owners.get(image)[cell];
                presence[image * cells + cell] = owner >= 0 ? 1 : 0;
                weights[image * cells + cell] = owner == CellAssignment.ANYTHING ? 0 : weight;
            }
        }
        Shape shape = Shape.of(presence.length);
        tensors.put(PRESENCE, new HostTensor.Floats(shape, presence));
        tensors.put(PRESENCE_WEIGHT, new HostTensor.Floats(shape, weights));
    }

    private void origin(int cell, float[] origins, int at) {
        int left = cell;
        for (int stride : DetectorShape.STRIDES) {
            int columns = side / stride;
            if (left < columns * columns) {
                origins[at] = left % columns * stride;
                origins[at + 1] = left / columns * stride;
                origins[at + 2] = stride;
                return;
            }
            left -= columns * columns;
        }
        throw new IllegalArgumentException("expected a cell below " + cells + ", found " + cell);
    }

    private static void box(FaceTruth face, float[] boxes, int at) {
        boxes[at] = (float) face.centreX();
        boxes[at + 1] = (float) face.centreY();
        boxes[at + 2] = (float) face.box().width();
        boxes[at + 3] = (float) face.box().height();
    }

    private static void points(FaceTruth face, float[] points, int at) {
        List<Point> list = face.points().asList();
        for (int i = 0; i < list.size(); i++) {
            points[at + 2 * i] = (float) list.get(i).x();
            points[at + 2 * i + 1] = (float) list.get(i).y();
        }
    }
}

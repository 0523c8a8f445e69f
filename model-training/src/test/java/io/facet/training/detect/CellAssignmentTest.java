package io.facet.training.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.RgbImage;
import io.facet.training.engine.Parameters;
import io.facet.training.export.DetectorExport;
import io.facet.training.export.OnnxProgram;
import io.facet.training.network.detector.DetectorProgram;
import io.facet.training.network.detector.DetectorShape;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;
import io.facet.vision.image.YuvImages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CellAssignmentTest {
    private static final int SIDE = 256;

    @ParameterizedTest
    @ValueSource(doubles = {10, 17, 30, 46, 70, 95, 140, 250})
    void assign_faceOfAnySizeAndPlace_hasCellsOfItsOwn(double size) {
        SplittableRandom random = new SplittableRandom(Math.round(size));
        for (int i = 0; i < 20; i++) {
            FaceTruth face = Faces.at(256 * random.nextDouble(), 256 * random.nextDouble(), size, size * 1.2, false);
            assertThat(Arrays.stream(new CellAssignment(SIDE).assign(List.of(face)))
                            .filter(owner -> owner == 0))
                    .hasSizeBetween(1, 25);
        }
    }

    @Test
    void assign_smallFaceInALargeOne_bothHaveCells() {
        FaceTruth large = Faces.at(128, 128, 80, 90, false);
        FaceTruth small = Faces.at(130, 126, 30, 36, false);

        assertThat(new CellAssignment(SIDE).assign(List.of(large, small))).contains(0, 1);
    }

    @Test
    void assign_ignoredFace_asksNothingWithinAndNothingElseThanUsualOutside() {
        int[] owners = new CellAssignment(SIDE).assign(List.of(Faces.at(128, 128, 60, 60, true)));

        assertThat(owners[16 * 32 + 16]).isEqualTo(CellAssignment.ANYTHING);
        assertThat(owners[2 * 32 + 2]).isEqualTo(CellAssignment.NOTHING);
        assertThat(Arrays.stream(owners)).noneMatch(owner -> owner >= 0);
    }

    @Test
    void targets_batchWithoutFaces_weighNothing() {
        Map<String, HostTensor> targets = DetectorTargets.of(64, List.of(List.of(), List.of()));

        assertThat(((HostTensor.Floats) targets.get(DetectorTargets.WEIGHTS)).values())
                .containsExactly(0);
        assertThat(((HostTensor.Floats) targets.get(DetectorTargets.PRESENCE)).values())
                .hasSize(2 * DetectorShape.cells(64))
                .containsOnly(0);
    }

    /** What the targets say, said by a network, is read by the jobs' detector as the faces that the targets were made of. */
    @Test
    void targets_saidByANetwork_areDecodedToTheFaces() {
        List<FaceTruth> truth = List.of(
                Faces.at(40.5, 50.25, 14, 18, false),
                Faces.at(130, 60, 50, 60, false),
                Faces.at(70, 170, 90, 110, false),
                Faces.at(215, 215, 28, 31, false));
        byte[] model = OnnxProgram.write(
                "truth",
                new Truth(DetectorTargets.of(SIDE, List.of(truth))),
                List.of(OnnxProgram.input(DetectorProgram.INPUT, DetectorProgram.image())),
                new Parameters(Map.of()),
                DetectorProgram.outputs());

        List<Detection> found;
        try (FaceDetector detector =
                FaceDetector.open(DetectorExport.spec(0.5, 0.3), model, DetectorSettings.DEFAULT)) {
            RgbImage black = new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
            found = detector.detect(List.of(YuvImages.fromBufferedImage(Pictures.buffered(black, 0))))
                    .get(0);
        }

        assertThat(found).hasSize(truth.size());
        for (FaceTruth face : truth) {
            assertThat(found).anySatisfy(detection -> {
                assertThat(detection.box().x()).isCloseTo(face.box().x(), within(0.01));
                assertThat(detection.box().bottom()).isCloseTo(face.box().bottom(), within(0.01));
                List<Point> points = detection.points().asList();
                for (int i = 0; i < points.size(); i++) {
                    assertThat(points.get(i).x())
                            .isCloseTo(face.points().asList().get(i).x(), within(0.01));
                    assertThat(points.get(i).y())
                            .isCloseTo(face.points().asList().get(i).y(), within(0.01));
                }
            });
        }
    }

    /** Says what the targets of one image ask for, whatever its input. */
    private record Truth(Map<String, HostTensor> targets) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T nothing = ops.multiply(ops.mean(inputs.get(DetectorProgram.INPUT)), 0);
            Map<String, T> outputs = new LinkedHashMap<>();
            int first = 0;
            for (int stride : DetectorShape.STRIDES) {
                int columns = SIDE / stride;
                for (String kind : List.of("cls", "obj", "bbox", "kps")) {
                    float[] values = values(kind, first, columns * columns, stride);
                    T constant = ops.constant(new HostTensor.Floats(
                            Shape.of(1, columns, columns, values.length / (columns * columns)), values));
                    outputs.put(kind + "_" + stride, ops.add(constant, nothing));
                }
                first += columns * columns;
            }
            return outputs;
        }

        private float[] values(String kind, int first, int cells, int stride) {
            int width = kind.equals("bbox") ? 4 : kind.equals("kps") ? 10 : 1;
            float[] values = new float[cells * width];
            long[] owned = ((HostTensor.Longs) targets.get(DetectorTargets.CELLS)).values();
            for (int i = 0; i < owned.length; i++) {
                int cell = (int) owned[i] - first;
                if (cell >= 0 && cell < cells) {
                    List<Double> said = said(kind, i, stride);
                    for (int j = 0; j < width; j++) {
                        values[cell * width + j] = said.get(j).floatValue();
                    }
                }
            }
            return values;
        }

        private List<Double> said(String kind, int row, int stride) {
            float[] origins = floats(DetectorTargets.ORIGINS);
            List<Double> said = new ArrayList<>();
            switch (kind) {
                case "bbox" -> {
                    float[] boxes = floats(DetectorTargets.BOXES);
                    for (int axis = 0; axis < 2; axis++) {
                        said.add((double) (boxes[4 * row + axis] - origins[3 * row + axis]) / stride);
                    }
                    said.add(Math.log(boxes[4 * row + 2] / stride));
                    said.add(Math.log(boxes[4 * row + 3] / stride));
                }
                case "kps" -> {
                    float[] points = floats(DetectorTargets.POINTS);
                    for (int i = 0; i < 10; i++) {
                        said.add((double) (points[10 * row + i] - origins[3 * row + i % 2]) / stride);
                    }
                }
                default -> said.add(1.0);
            }
            return said;
        }

        private float[] floats(String name) {
            return ((HostTensor.Floats) targets.get(name)).values();
        }
    }

    /** Made-up faces. */
    private static final class Faces {
        static FaceTruth at(double x, double y, double width, double height, boolean ignored) {
            return new FaceTruth(
                    new Box(x - width / 2, y - height / 2, width, height),
                    new FivePoints(
                            new Point(x - width / 4, y - height / 6),
                            new Point(x + width / 4, y - height / 6),
                            new Point(x, y),
                            new Point(x - width / 5, y + height / 4),
                            new Point(x + width / 5, y + height / 4)),
                    ignored);
        }
    }
}

package io.facet.jobs.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;

import io.facet.domain.UserError;
import io.facet.domain.face.Box;
import io.facet.domain.face.Point;

/**
 * What a rendered video shows, frame by frame. As a file: one line of JSON for each frame, pixels and microseconds as in
 * observations.
 *
 * <pre>{@code
 * {"frame": 0, "ptsUs": 0, "faces": [{"track": 1, "box": {"x": 100.1, "y": 50.2, "width": 70.0, "height": 80.3},
 *                                     "points": [[x, y] × 5], "visible": 1.0}]}
 * }</pre>
 *
 * @param frame number of the frame, from 0
 * @param ptsUs when it is shown, microseconds from the start
 * @param faces by track; none that lie wholly outside the picture
 */
public record DemoTruth(int frame, long ptsUs, List<Face> faces) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double UNIT = 1e3;

    public DemoTruth {
        faces = List.copyOf(faces);
    }

    /**
     * One face.
     *
     * @param track the same for one person from entering the picture to leaving it; who comes back is a new track
     * @param box of jaw and forehead, from ear to ear, upright; may reach over the picture's edge
     * @param points eyes, nose tip and corners of the mouth
     * @param visible share of the face in [0, 1] that lies in the picture and is not hidden
     */
    public record Face(int track, BoxForm box, double[][] points, double visible) {
        static Face of(int track, Box box, List<Point> points, double visible) {
            BoxForm form = new BoxForm(rounded(box.x()), rounded(box.y()), rounded(box.width()), rounded(box.height()));
            double[][] pairs = points.stream()
                    .map(point -> new double[] {rounded(point.x()), rounded(point.y())})
                    .toArray(double[][]::new);
            return new Face(track, form, pairs, rounded(visible));
        }

        /** The box as the rest of Facet has it. */
        public Box area() {
            return new Box(box.x(), box.y(), box.width(), box.height());
        }
    }

    /** A box in the file. */
    public record BoxForm(double x, double y, double width, double height) {}

    private static double rounded(double value) {
        return Math.rint(value * UNIT) / UNIT + 0.0;
    }

    /** Writes one line for each frame. */
    static void write(List<DemoTruth> frames, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (DemoTruth frame : frames) {
                writer.write(JSON.writeValueAsString(frame));
                writer.write('\n');
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws UserError naming the line that is not truth
     */
    public static List<DemoTruth> read(Path file) {
        try {
            List<DemoTruth> frames = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                frames.add(JSON.readValue(line, DemoTruth.class));
            }
            return List.copyOf(frames);
        } catch (IOException e) {
            throw new UserError("cannot read the truth of %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}

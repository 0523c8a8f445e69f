package io.facet.jobs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.facet.connectors.record.ObservationRecord;
import io.facet.inference.testing.PublishedNetworks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was measured on a clip, one line a face, as text that a person can read and compare.
 *
 * <p>Measured numbers stand behind {@code =} or a comma and may be off by {@value #TOLERANCE}: other processors round
 * other last bits. Everything else, the time, the number of faces and the tracks, has to be the same.
 *
 * @param name of the file, without extension
 * @param clip the stream
 */
record GoldenFile(String name, String clip) {
    private static final String REWRITE = "facet.golden.rewrite";
    private static final int TOLERANCE = 2;
    private static final Pattern MEASURED = Pattern.compile("(?<=[=,])-?\\d+");
    private static final long SECOND_US = 1_000_000;

    /** A file named after its stream. */
    GoldenFile(String clip) {
        this(clip, clip);
    }

    /**
     * Compares with the file, or writes it where {@code -Dfacet.golden.rewrite=true} is set.
     *
     * @param everyUs at most one frame in each interval of this length is kept, the first with a face
     */
    void check(RunResults results, long everyUs) throws IOException {
        Path file = PublishedNetworks.repository().resolve("test-data/golden/" + name + ".faces.txt");
        List<String> found = lines(results, everyUs);
        if (Boolean.getBoolean(REWRITE)) {
            Files.createDirectories(file.getParent());
            Files.write(file, found);
        }
        String hint = "%s; after a change on purpose, rewrite it and test-data/SHA256SUMS with -D%s=true"
                .formatted(file, REWRITE);
        assertThat(file).as(hint).exists();
        List<String> golden = Files.readAllLines(file);
        assertThat(texts(found)).as(hint).isEqualTo(texts(golden));
        for (int i = 0; i < golden.size(); i++) {
            List<Integer> expected = numbers(golden.get(i));
            List<Integer> measured = numbers(found.get(i));
            for (int k = 0; k < expected.size(); k++) {
                assertThat(Math.abs(measured.get(k) - expected.get(k)))
                        .as("line %d, found '%s', expected '%s' in %s", i + 1, found.get(i), golden.get(i), hint)
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
    }

    private List<String> lines(RunResults results, long everyUs) {
        List<String> lines = new ArrayList<>();
        lines.add("%d faces in %d frames, %d tracks"
                .formatted(
                        results.observations(clip).size(),
                        results.stream(clip).get("framesSampled").asInt(),
                        results.tracks(clip).size()));
        long next = Long.MIN_VALUE;
        for (var frame : results.frames(clip).entrySet()) {
            if (frame.getKey() >= next) {
                frame.getValue().stream()
                        .sorted(Comparator.comparing(ObservationRecord::track))
                        .forEach(face -> lines.add(line(face)));
                next = (frame.getKey() / everyUs + 1) * everyUs;
            }
        }
        return lines;
    }

    private static String line(ObservationRecord face) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%.3f s", face.ptsUs() / (double) SECOND_US));
        line.append(" track ").append(face.track());
        line.append(" box=").append(Math.round(face.box().x()));
        line.append(',').append(Math.round(face.box().y()));
        line.append(',').append(Math.round(face.box().width()));
        line.append(',').append(Math.round(face.box().height()));
        line.append(" eyes")
                .append(point(face.points().get(0)))
                .append(point(face.points().get(1)));
        line.append(" mouth")
                .append(point(face.points().get(3)))
                .append(point(face.points().get(4)));
        if (face.landmarks() != null) {
            List<List<Double>> points = face.landmarks().points();
            line.append(" chin").append(point(points.get(Math.min(8, points.size() - 1))));
        }
        if (face.age() != null) {
            line.append(" age=").append(Math.round(face.age().years()));
        }
        if (face.gender() != null) {
            line.append(" male=")
                    .append(Math.round(100 * face.gender().probabilities().get("male")));
        }
        return line.toString();
    }

    private static String point(List<Double> point) {
        return "=" + Math.round(point.get(0)) + "," + Math.round(point.get(1));
    }

    private static List<String> texts(List<String> lines) {
        return lines.stream()
                .map(line -> MEASURED.matcher(line).replaceAll("#"))
                .toList();
    }

    private static List<Integer> numbers(String line) {
        Matcher matcher = MEASURED.matcher(line);
        List<Integer> numbers = new ArrayList<>();
        while (matcher.find()) {
            numbers.add(Integer.parseInt(matcher.group()));
        }
        return numbers;
    }
}

package io.facet.connectors.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.domain.face.StreamSummary;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.SourceRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Domain objects as the job makes them, with every column filled or none. */
public final class SampleResults {
    private SampleResults() {}

    /** A face with the result of every head. */
    public static FaceObservation observation() {
        return observation(List.of(
                new HeadResult.Landmarks(
                        "corners-2", List.of(new Point(101.23456, 50.00049), new Point(-0.00001, 7.1))),
                parsing(),
                new HeadResult.Attributes(ordered("smiling", 0.98765432, "hat", 0.00000012)),
                new HeadResult.Age(31.41592653),
                new HeadResult.Classification(HeadTask.GENDER, "woman", ordered("woman", 2 / 3.0, "man", 1 / 3.0)),
                new HeadResult.Classification(HeadTask.EXPRESSION, "calm", ordered("calm", 1.0, "angry", 0.0)),
                new HeadResult.Identity(new float[] {0.123456789f, -0.6f, 1e-7f}),
                new HeadResult.Classification(HeadTask.GROUP, "other", ordered("Asian", 0.25, "other", 0.75)),
                new HeadResult.Quality(0.87654321)));
    }

    /** A face that was only detected and tracked. */
    public static FaceObservation bareObservation() {
        return observation(List.of());
    }

    /** A mask of 4×4 pixels: half background, a quarter skin, a quarter hair, no eyes. */
    public static HeadResult.Parsing parsing() {
        byte[] mask = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 2, 2, 0, 0, 2, 2};
        return new HeadResult.Parsing(
                List.of("background", "skin", "hair", "eyes"),
                4,
                mask,
                new CropTransform(0.12345678912, -0.000000123456, 10.00049, -20.5));
    }

    public static FinishedTrack track() {
        return new FinishedTrack(
                "fedcba9876543210fedcba9876543210",
                "door",
                12,
                "sample@1.0.0",
                0,
                4_000_000,
                1_700_000_000_000_000L,
                1_700_000_004_000_000L,
                100,
                20,
                0.87654321,
                "0123456789abcdef0123456789abcdef",
                0.75,
                new Box(1.23456, 2, 30, 40),
                2_000_000,
                List.of(
                        new HeadResult.Age(30.5),
                        new HeadResult.Identity(new float[] {0.6f, 0.8f}),
                        new HeadResult.Classification(HeadTask.GROUP, "Asian", ordered("Asian", 0.5, "other", 0.5)),
                        new HeadResult.Quality(0.25)));
    }

    /** A track that ended before any face of it was analysed. */
    public static FinishedTrack neverAnalysedTrack() {
        return new FinishedTrack("id", "door", 13, null, 0, 40_000, 0, 40_000, 2, 0, 0, null, 0, null, 0, List.of());
    }

    public static StreamSummary summary() {
        return new StreamSummary("door", 10, 1, 250, 125, 130, 40, 3);
    }

    /** A refused record with a text header, a binary one, and one that looks like an encoded one. */
    public static DeadLetter deadLetter(byte[] value) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put("facet-stream", "door".getBytes(UTF_8));
        headers.put("trace", new byte[] {0, (byte) 0xFF, 10});
        headers.put("odd", "base64:door".getBytes(UTF_8));
        headers.put("empty", new byte[0]);
        return new DeadLetter(
                new SourceRecord("door", "facet.segments", 3, 42, headers, value),
                "decode",
                Refusal.CHECKSUM_MISMATCH,
                "expected CRC-32C 1, found 2");
    }

    private static FaceObservation observation(List<HeadResult> heads) {
        return new FaceObservation(
                "0123456789abcdef0123456789abcdef",
                "door",
                7,
                3,
                1_234_567,
                1_700_000_001_234_567L,
                "sample@1.0.0",
                12,
                1,
                new Box(100.12345, 50.6789, 80.00009, 96),
                FivePoints.of(List.of(
                        new Point(120.1, 80.2),
                        new Point(160.3, 80.4),
                        new Point(140.5, 100.66666),
                        new Point(125, 120),
                        new Point(155, 120.12345))),
                0.998877665544,
                0.5,
                heads);
    }

    private static Map<String, Double> ordered(String first, double p1, String second, double p2) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(first, p1);
        values.put(second, p2);
        return values;
    }
}

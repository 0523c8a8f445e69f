package io.facet.jobs.report;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.ObservationId;
import io.facet.domain.face.Point;
import io.facet.domain.face.StreamSummary;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.SourceRecord;

/** A made-up run, the same for the same seed: tracks that come and go over streams, with pictures and dead letters. */
final class SampleRun {
    static final String BUNDLE = "sample@1.0.0";
    private static final long FRAME_US = 200_000;

    private final Random random;
    private final List<String> streams;
    private final List<FinishedTrack> tracks = new ArrayList<>();
    private final List<FaceObservation> observations = new ArrayList<>();
    private final BestCrops crops = new BestCrops();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private boolean complete = true;

    SampleRun(long seed, String... streams) {
        this.random = new Random(seed);
        this.streams = List.of(streams);
    }

    /** Adds tracks spread over the streams and over this many seconds. */
    SampleRun tracks(int count, int seconds) throws IOException {
        for (int i = 0; i < count; i++) {
            addTrack(streams.get(i % streams.size()), i / streams.size() + 1, seconds);
        }
        return this;
    }

    SampleRun deadLetter(String stream, Refusal reason, String message) {
        SourceRecord input =
                new SourceRecord(stream, "facet.segments", 0, 40 + deadLetters.size(), Map.of(), new byte[48_213]);
        deadLetters.add(new DeadLetter(input, "decode", reason, message));
        return this;
    }

    SampleRun stopped() {
        complete = false;
        return this;
    }

    List<FinishedTrack> tracks() {
        return tracks;
    }

    List<FaceObservation> observations() {
        return observations;
    }

    ReportInput input() {
        return new ReportInput(summary(), tracks, observations, crops.pictures(), deadLetters);
    }

    private void addTrack(String stream, long track, int seconds) throws IOException {
        int frames = 1 + random.nextInt(Math.max(1, seconds * 5 / 3));
        long first = random.nextInt(Math.max(1, seconds * 5 - frames)) * FRAME_US;
        double years = 8 + 60 * random.nextDouble();
        FaceObservation best = null;
        for (int i = 0; i < frames; i++) {
            FaceObservation seen = observation(stream, track, first + i * FRAME_US, face(years));
            observations.add(seen);
            best = best == null || seen.quality() > best.quality() ? seen : best;
        }
        FinishedTrack finished = new FinishedTrack(
                ObservationId.of(stream, 0, first, (int) track, BUNDLE),
                stream,
                track,
                BUNDLE,
                first,
                first + (frames - 1) * FRAME_US,
                0,
                0,
                frames,
                frames,
                best.score(),
                best.id(),
                best.quality(),
                best.box(),
                best.ptsUs(),
                best.heads());
        tracks.add(finished);
        crops.add(finished, picture(640, 360, List.of(best)));
    }

    private Box face(double years) {
        double side = 30 + years + 60 * random.nextDouble();
        return new Box(640 * random.nextDouble() * 0.8, 360 * random.nextDouble() * 0.6, side * 0.8, side);
    }

    private FaceObservation observation(String stream, long track, long ptsUs, Box box) {
        double score = 0.6 + 0.4 * random.nextDouble();
        return observation(stream, track, ptsUs, box, score, heads(box));
    }

    static FaceObservation observation(
            String stream, long track, long ptsUs, Box box, double score, List<HeadResult> heads) {
        return new FaceObservation(
                ObservationId.of(stream, 0, ptsUs, (int) track, BUNDLE),
                stream,
                0,
                (int) (ptsUs / FRAME_US),
                ptsUs,
                ptsUs,
                BUNDLE,
                track,
                0,
                box,
                points(box),
                score,
                score * 0.8,
                heads);
    }

    static FivePoints points(Box box) {
        return new FivePoints(
                at(box, 0.32, 0.4), at(box, 0.68, 0.4), at(box, 0.5, 0.6), at(box, 0.36, 0.78), at(box, 0.64, 0.78));
    }

    private static Point at(Box box, double x, double y) {
        return new Point(box.x() + x * box.width(), box.y() + y * box.height());
    }

    private List<HeadResult> heads(Box box) {
        double happy = 0.3 + 0.6 * random.nextDouble();
        boolean smiles = random.nextInt(3) > 0;
        double female = random.nextDouble();
        Map<String, Double> attributes = new LinkedHashMap<>();
        for (String name : List.of("Eyeglasses", "Smiling", "Wearing_Hat", "Beard", "Bangs", "Young")) {
            attributes.put(name, random.nextDouble());
        }
        return List.of(
                new HeadResult.Age(10 + 60 * random.nextDouble() * random.nextDouble() + 10),
                new HeadResult.Classification(
                        HeadTask.GENDER,
                        female > 0.5 ? "female" : "male",
                        Map.of("female", female, "male", 1 - female)),
                new HeadResult.Classification(
                        HeadTask.EXPRESSION,
                        smiles ? "happy" : "neutral",
                        Map.of(smiles ? "happy" : "neutral", happy, smiles ? "neutral" : "happy", 1 - happy)),
                new HeadResult.Attributes(attributes),
                new HeadResult.Classification(
                        HeadTask.GROUP, happy > 0.6 ? "Asian" : "other", Map.of("Asian", happy, "other", 1 - happy)),
                new HeadResult.Quality(female),
                landmarks(box));
    }

    /** Sixty-eight points on rings around the middle of the box. */
    static HeadResult.Landmarks landmarks(Box box) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 68; i++) {
            double ring = 0.15 + 0.3 * (i % 4) / 3;
            points.add(at(box, 0.5 + ring * Math.cos(i * 0.37), 0.55 + ring * Math.sin(i * 0.37)));
        }
        return new HeadResult.Landmarks("ibug-68", points);
    }

    /** A mask of three classes in horizontal bands below a clear top, over the whole box. */
    static HeadResult.Parsing parsing(Box box) {
        int size = 64;
        byte[] mask = new byte[size * size];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (i / size / (size / 4));
        }
        double scale = size / box.height();
        return new HeadResult.Parsing(
                List.of("background", "hair", "skin", "mouth"),
                size,
                mask,
                new CropTransform(scale, 0, -scale * box.x(), -scale * box.y()));
    }

    /** A soft backdrop with a plain face in each observation's box. */
    static BufferedImage picture(int width, int height, List<FaceObservation> faces) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(0x5B7C99), 0, height, new Color(0xD8CFC0)));
        graphics.fillRect(0, 0, width, height);
        for (FaceObservation face : faces) {
            Box box = face.box();
            graphics.setColor(new Color(0xD9A98A));
            graphics.fillOval((int) box.x(), (int) box.y(), (int) box.width(), (int) box.height());
            graphics.setColor(new Color(0x33261D));
            int eye = (int) Math.max(2, box.width() / 9);
            for (Point point : List.of(face.points().leftEye(), face.points().rightEye())) {
                graphics.fillOval((int) point.x() - eye / 2, (int) point.y() - eye / 2, eye, eye);
            }
            Point left = face.points().leftMouth();
            int mouth = (int) (face.points().rightMouth().x() - left.x());
            graphics.fillRect((int) left.x(), (int) left.y(), mouth, Math.max(1, eye / 3));
        }
        graphics.dispose();
        return image;
    }

    private RunSummary summary() {
        long faces = observations.size();
        Map<Refusal, Long> reasons = new LinkedHashMap<>();
        deadLetters.forEach(letter -> reasons.merge(letter.reason(), 1L, Long::sum));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--fps", "5");
        options.put("--bundle", "test-data/bundle");
        options.put("--annotate", "true");
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Facet", "0.1.0");
        versions.put("Flink", "2.3.0");
        versions.put("ONNX Runtime", "1.29.0");
        return new RunSummary(
                complete,
                streams.stream().map(stream -> stream + ".mp4").toList(),
                new RunSummary.BundleInfo(BUNDLE, "research-only"),
                options,
                "exactly-once",
                83.4,
                faces == 0 ? null : 6.21,
                9000,
                1500,
                faces,
                faces,
                faces,
                tracks.size(),
                reasons,
                Map.of("drop-oldest", 0L),
                new RunSummary.StageSeconds(12.31, 31.5, 0.42, 2.75, 64.1),
                18.0,
                faces / 83.4,
                versions,
                streams.stream()
                        .map(stream -> new StreamSummary(
                                stream,
                                60,
                                deadLetters.size(),
                                9000,
                                1500,
                                faces,
                                faces,
                                tracks.stream()
                                        .filter(track -> track.stream().equals(stream))
                                        .count()))
                        .toList());
    }
}

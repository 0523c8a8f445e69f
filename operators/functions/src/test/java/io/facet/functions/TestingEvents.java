package io.facet.functions;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.facet.domain.event.StreamEvent.FaceAligned;
import io.facet.domain.event.StreamEvent.FaceObserved;
import io.facet.domain.event.StreamEvent.TrackEnded;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;
import io.facet.domain.face.HeadResult.Attributes;
import io.facet.domain.face.HeadResult.Classification;
import io.facet.domain.face.HeadResult.Identity;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.HeadResult.Parsing;
import io.facet.domain.face.HeadResult.Quality;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.ObservationId;
import io.facet.domain.face.Point;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.video.Frame;
import io.facet.domain.video.YuvImage;
import io.facet.domain.video.YuvImage.Matrix;
import io.facet.vision.image.YuvImages;

/** Events and faces for tests, all of one camera at 25 frames a second. */
public final class TestingEvents {
    public static final String STREAM = "cam-1";
    public static final String BUNDLE = "testing@1.0.0";
    public static final long FRAME_US = 40_000;
    public static final long EPOCH_US = 1_700_000_000_000_000L;

    private TestingEvents() {}

    /** A face of 60 by 80 pixels whose five points lie as in a frontal face. */
    public static Detection detectionAt(double x, double y, double score) {
        return new Detection(new Box(x, y, 60, 80), pointsAt(x, y), score);
    }

    public static FivePoints pointsAt(double x, double y) {
        return new FivePoints(
                new Point(x + 18, y + 30),
                new Point(x + 42, y + 30),
                new Point(x + 30, y + 46),
                new Point(x + 20, y + 60),
                new Point(x + 40, y + 60));
    }

    /** A frame of 25 frames a second whose luma is a gradient, so that every place in it looks different. */
    public static Frame frame(long segment, int index, int width, int height) {
        byte[] luma = new byte[width * height];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = (byte) (16 + (i % width * 7 + i / width * 3 + index) % 200);
        }
        byte[] chroma = new byte[((width + 1) / 2) * ((height + 1) / 2)];
        Arrays.fill(chroma, (byte) 128);
        long ptsUs = (segment * 25 + index) * FRAME_US;
        YuvImage image = new YuvImage(width, height, luma, chroma, chroma, Matrix.BT601, false);
        return new Frame(STREAM, segment, index, ptsUs, EPOCH_US + ptsUs, image);
    }

    /** A frame of 320 by 256 pixels with a disc of 64 pixels, a face to the tiny detector, around each centre. */
    public static Frame frameWithFaces(long segment, int index, Point... centres) {
        BufferedImage picture = new BufferedImage(320, 256, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(40, 40, 40));
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        graphics.setColor(new Color(230, 30, 200));
        for (Point centre : centres) {
            graphics.fillOval((int) centre.x() - 32, (int) centre.y() - 32, 64, 64);
        }
        graphics.dispose();
        long ptsUs = (segment * 25 + index) * FRAME_US;
        return new Frame(STREAM, segment, index, ptsUs, EPOCH_US + ptsUs, YuvImages.fromBufferedImage(picture));
    }

    public static FaceAligned aligned(long segment, int frame, int faceIndex, long track, AlignedCrop crop) {
        long ptsUs = (segment * 25 + frame) * FRAME_US;
        TrackedFace face = new TrackedFace(track, faceIndex, detectionAt(10, 20, 0.9), true);
        return new FaceAligned(STREAM, segment, frame, ptsUs, EPOCH_US + ptsUs, face, 0.75, crop);
    }

    public static AlignedCrop crop(int size, int shade) {
        byte[] rgb = new byte[3 * size * size];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (shade + i * 31);
        }
        return new AlignedCrop(rgb, size, new CropTransform(1.5, 0.25, -3, 4));
    }

    /** An observation of one track, in the frame with the same number. */
    public static FaceObservation observation(
            long track, int frame, double quality, String bundle, HeadResult... heads) {
        long ptsUs = frame * FRAME_US;
        return new FaceObservation(
                ObservationId.of(STREAM, 3, ptsUs, 0, bundle),
                STREAM,
                3,
                frame,
                ptsUs,
                EPOCH_US + ptsUs,
                bundle,
                track,
                0,
                new Box(frame, 2, 3, 4),
                pointsAt(frame, 2),
                0.5 + frame * 0.125,
                quality,
                List.of(heads));
    }

    public static FaceObserved observed(FaceObservation observation) {
        return new FaceObserved(observation);
    }

    public static TrackEnded trackEnded(long track, int firstFrame, int lastFrame, long detections) {
        return new TrackEnded(
                STREAM,
                track,
                firstFrame * FRAME_US,
                lastFrame * FRAME_US,
                EPOCH_US + firstFrame * FRAME_US,
                EPOCH_US + lastFrame * FRAME_US,
                detections);
    }

    /** One result of every head there is. */
    public static HeadResult[] everyHead() {
        return Stream.of(firstHeads(), laterHeads()).flatMap(Arrays::stream).toArray(HeadResult[]::new);
    }

    /** One result of every head that was there from the beginning. */
    public static HeadResult[] firstHeads() {
        return new HeadResult[] {
            new Landmarks("testing-3", List.of(new Point(1.5, 2), new Point(3, 4.25), new Point(-5, 6))),
            new Parsing(List.of("background", "skin"), 2, new byte[] {0, 1, 1, 0}, new CropTransform(1, 0, 2, 3)),
            new Attributes(probabilities("smiling", 0.75, "glasses", 0.125)),
            new Age(31.5),
            new Classification(HeadTask.GENDER, "female", probabilities("male", 0.25, "female", 0.75)),
            new Classification(HeadTask.EXPRESSION, "neutral", probabilities("neutral", 0.5, "happy", 0.5)),
            new Identity(new float[] {0.6f, -0.8f, 0})
        };
    }

    /** One result of every head that came later. */
    public static HeadResult[] laterHeads() {
        return new HeadResult[] {
            new Classification(HeadTask.GROUP, "other", probabilities("Asian", 0.375, "other", 0.625)),
            new Quality(0.8125)
        };
    }

    public static Map<String, Double> probabilities(String first, double p, String second, double q) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put(first, p);
        probabilities.put(second, q);
        return probabilities;
    }
}

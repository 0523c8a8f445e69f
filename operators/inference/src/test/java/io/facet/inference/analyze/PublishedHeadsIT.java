package io.facet.inference.analyze;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.HeadResult.Parsing;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.domain.video.YuvImage;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.testing.ExactResults;
import io.facet.inference.testing.PublishedNetworks;
import io.facet.vision.align.FaceAligner;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedHeadsIT {
    private static final int FACES = 32;

    @TempDir
    private static Path folder;

    private static FaceAnalyzer analyzer;
    private static List<Detection> detections;
    private static List<AlignedCrop> crops;
    private static List<List<HeadResult>> oneByOne;

    @BeforeAll
    static void analyzeEachFaceAlone() {
        Bundle bundle = PublishedNetworks.assemble(folder.resolve("bundle"));
        YuvImage photo = PublishedNetworks.photo("linzaer_1.jpg");
        try (FaceDetector detector = FaceDetector.open(bundle, DetectorSettings.DEFAULT)) {
            detections = detector.detect(List.of(photo)).get(0).subList(0, FACES);
        }
        FaceAligner aligner = new FaceAligner(bundle.manifest().alignment());
        crops = detections.stream()
                .map(face -> aligner.align(photo, face.points()))
                .toList();
        analyzer = FaceAnalyzer.open(
                bundle,
                EnumSet.of(HeadTask.LANDMARKS, HeadTask.PARSING, HeadTask.AGE, HeadTask.GENDER, HeadTask.IDENTITY),
                SessionSettings.singleThread());
        oneByOne = analyze(1);
    }

    @AfterAll
    static void closeAnalyzer() {
        if (analyzer != null) {
            analyzer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 32})
    void analyze_inBatches_givesEachFaceTheSameBitByBit(int batch) {
        assertThat(ExactResults.of(analyze(batch))).isEqualTo(ExactResults.of(oneByOne));
    }

    @Test
    void analyze_landmarks_lieOnTheFace() {
        for (int face = 0; face < FACES; face++) {
            Landmarks landmarks = (Landmarks) oneByOne.get(face).get(0);
            Box box = detections.get(face).box();
            long inside = landmarks.points().stream()
                    .filter(point -> Math.abs(point.x() - (box.x() + box.width() / 2)) < 0.75 * box.width()
                            && Math.abs(point.y() - (box.y() + box.height() / 2)) < 0.75 * box.height())
                    .count();
            assertThat(landmarks.points()).hasSize(68);
            assertThat(inside).as("landmarks near box %s", box).isEqualTo(68);
        }
    }

    @Test
    void analyze_noseTip_isNearTheDetectorsNose() {
        List<Double> distances = new ArrayList<>();
        for (int face = 0; face < FACES; face++) {
            Point nose = ((Landmarks) oneByOne.get(face).get(0)).points().get(30);
            Point expected = detections.get(face).points().nose();
            distances.add(Math.hypot(nose.x() - expected.x(), nose.y() - expected.y())
                    / detections.get(face).box().width());
        }
        distances.sort(null);
        assertThat(distances.get(FACES / 2)).isLessThan(0.1);
    }

    @Test
    void analyze_parsing_callsTheMiddleOfTheFaceNoBackground() {
        int centred = 0;
        for (int face = 0; face < FACES; face++) {
            Parsing parsing = (Parsing) oneByOne.get(face).get(1);
            int middle = parsing.size() / 2;
            String label = parsing.labels().get(parsing.mask()[middle * parsing.size() + middle]);
            centred += label.equals("nose") || label.equals("skin") ? 1 : 0;
        }
        assertThat(centred).isGreaterThan(FACES * 3 / 4);
    }

    private static List<List<HeadResult>> analyze(int batch) {
        List<List<HeadResult>> results = new ArrayList<>();
        for (int from = 0; from < FACES; from += batch) {
            results.addAll(analyzer.analyze(crops.subList(from, Math.min(FACES, from + batch))));
        }
        return results;
    }
}

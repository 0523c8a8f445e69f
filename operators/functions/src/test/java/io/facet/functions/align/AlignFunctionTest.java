package io.facet.functions.align;

import java.nio.file.Path;
import java.util.List;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FaceAligned;
import io.facet.domain.event.StreamEvent.FrameTracked;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.video.Frame;
import io.facet.functions.TestingEvents;
import io.facet.functions.TestingHarness;
import io.facet.functions.TestingModels;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;
import io.facet.vision.align.FaceAligner;
import io.facet.vision.quality.FaceQuality;

import static io.facet.functions.TestingEvents.STREAM;
import static io.facet.functions.TestingEvents.detectionAt;
import static org.assertj.core.api.Assertions.assertThat;

class AlignFunctionTest {
    private static final Frame FRAME = TestingEvents.frame(2, 3, 320, 240);
    private static final TrackedFace FIRST = new TrackedFace(5, 0, detectionAt(20, 30, 0.9), true);
    private static final TrackedFace NOT_ASKED_FOR = new TrackedFace(6, 1, detectionAt(90, 30, 0.8), false);
    private static final TrackedFace LAST = new TrackedFace(4, 2, detectionAt(200, 100, 0.7), true);

    @TempDir
    static Path folder;

    private AnalysisOptions options;
    private OneInputStreamOperatorTestHarness<StreamEvent, StreamEvent> harness;

    @BeforeEach
    void open() throws Exception {
        options = TestingModels.options(folder);
        harness = TestingHarness.of(new AlignFunction(options));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private List<StreamEvent> process(StreamEvent... events) throws Exception {
        for (StreamEvent event : events) {
            harness.processElement(new StreamRecord<>(event));
        }
        return harness.extractOutputValues();
    }

    @Test
    void frameTracked_becomesOneEventForEachFaceToAnalyseInOrder() throws Exception {
        List<StreamEvent> output = process(new FrameTracked(FRAME, List.of(FIRST, NOT_ASKED_FOR, LAST)));

        assertThat(output).extracting(event -> ((FaceAligned) event).face()).containsExactly(FIRST, LAST);
        FaceAligned aligned = (FaceAligned) output.get(0);
        assertThat(aligned.stream()).isEqualTo(STREAM);
        assertThat(aligned.segment()).isEqualTo(2);
        assertThat(aligned.frame()).isEqualTo(3);
        assertThat(aligned.ptsUs()).isEqualTo(FRAME.ptsUs());
        assertThat(aligned.captureTimeUs()).isEqualTo(FRAME.captureTimeUs());
    }

    @Test
    void faceAligned_isCutToTheTemplateOfTheBundleAndRated() throws Exception {
        FaceAligned aligned =
                (FaceAligned) process(new FrameTracked(FRAME, List.of(FIRST))).get(0);

        AlignmentTemplate template;
        try (ModelLease models = ProcessModels.acquire(options.modelKey())) {
            template = models.bundle().manifest().alignment();
        }
        AlignedCrop expected =
                new FaceAligner(template).align(FRAME.image(), FIRST.detection().points());
        assertThat(aligned.crop()).usingRecursiveComparison().isEqualTo(expected);
        assertThat(aligned.quality()).isEqualTo(FaceQuality.of(FIRST.detection(), expected));
    }

    @Test
    void faceWhosePointsCoincide_isCountedAndDoesNotDisturbTheOthers() throws Exception {
        Point same = new Point(50, 50);
        Detection odd = new Detection(new Box(40, 40, 20, 20), new FivePoints(same, same, same, same, same), 0.8);

        List<StreamEvent> output =
                process(new FrameTracked(FRAME, List.of(FIRST, new TrackedFace(7, 1, odd, true), LAST)));

        assertThat(output).extracting(event -> ((FaceAligned) event).face()).containsExactly(FIRST, LAST);
        assertThat(TestingHarness.accumulator(harness, FacetMetrics.FACES_UNALIGNABLE))
                .isEqualTo(1L);
        assertThat(TestingHarness.accumulator(harness, FacetMetrics.FACES_ALIGNED))
                .isEqualTo(2L);
    }

    @Test
    void otherEvents_passInOrder() throws Exception {
        SegmentEnded end = new SegmentEnded(STREAM, 2, 25, 25, false);

        assertThat(process(TestingEvents.trackEnded(1, 0, 3, 4), end))
                .containsExactly(TestingEvents.trackEnded(1, 0, 3, 4), end);
    }

    @Test
    void close_statesWhatTheSharedBatcherHasRun() throws Exception {
        FaceAligned aligned =
                (FaceAligned) process(new FrameTracked(FRAME, List.of(FIRST))).get(0);
        try (ModelLease models = ProcessModels.acquire(options.modelKey())) {
            models.batcher().submit(aligned.crop()).get();
            models.batcher().submit(aligned.crop()).get();
        }

        harness.close();

        assertThat(TestingHarness.accumulator(harness, FacetMetrics.ENCODER_PASSES))
                .isEqualTo(2);
        assertThat(TestingHarness.accumulator(harness, FacetMetrics.ANALYZE_BATCHES))
                .isEqualTo(2);
        assertThat(TestingHarness.accumulator(harness, FacetMetrics.ANALYZE_NANOS))
                .isPositive();
    }
}

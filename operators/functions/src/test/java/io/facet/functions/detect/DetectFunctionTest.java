package io.facet.functions.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FrameDecoded;
import io.facet.domain.event.StreamEvent.FrameDetected;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.face.Detection;
import io.facet.domain.face.Point;
import io.facet.domain.video.Frame;
import io.facet.functions.TestingEvents;
import io.facet.functions.TestingHarness;
import io.facet.functions.TestingModels;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;

import static io.facet.functions.TestingEvents.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DetectFunctionTest {
    private static final SegmentEnded END = new SegmentEnded(STREAM, 0, 6, 6, false);

    @TempDir
    static Path folder;

    private AnalysisOptions options;
    private OneInputStreamOperatorTestHarness<StreamEvent, StreamEvent> harness;

    @BeforeEach
    void open() throws Exception {
        options = TestingModels.options(folder);
        harness = TestingHarness.of(new DetectFunction(options));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void process(StreamEvent... events) throws Exception {
        for (StreamEvent event : events) {
            harness.processElement(new StreamRecord<>(event));
        }
    }

    private static FrameDecoded[] frames(int count, int width, int height) {
        return IntStream.range(0, count)
                .mapToObj(index -> new FrameDecoded(TestingEvents.frame(0, index, width, height)))
                .toArray(FrameDecoded[]::new);
    }

    private static List<Frame> framesOf(List<StreamEvent> events) {
        return events.stream().map(event -> ((FrameDetected) event).frame()).toList();
    }

    @Test
    void frames_comeOutInOrderAndAllBeforeTheEndOfTheirSegment() throws Exception {
        FrameDecoded[] frames = frames(6, 64, 48);

        process(frames);
        process(END, new StreamEnded(STREAM, 1));

        List<StreamEvent> output = harness.extractOutputValues();
        assertThat(framesOf(output.subList(0, 6)))
                .containsExactlyElementsOf(
                        List.of(frames).stream().map(FrameDecoded::frame).toList());
        assertThat(output.subList(6, output.size())).containsExactly(END, new StreamEnded(STREAM, 1));
    }

    @Test
    void frames_ofOneSegment_shareRunsUpToTheBatchSize() throws Exception {
        process(frames(6, 64, 48));
        process(END);

        // maxBatch is 4: runs of 4 and 2
        assertThat(accumulator(FacetMetrics.DETECTOR_RUNS)).isEqualTo(2);
        assertThat(accumulator(FacetMetrics.FRAMES)).isEqualTo(6);
        assertThat(accumulator(FacetMetrics.DETECT_NANOS)).isPositive();
    }

    @Test
    void frames_thatAreLarge_areNotHeldUntilTheBatchIsFull() throws Exception {
        process(frames(3, 4096, 3072));

        // 18 MiB each: the second is over the 32 MiB that are held at most
        assertThat(harness.extractOutputValues()).hasSize(2);
        process(END);
        assertThat(harness.extractOutputValues()).hasSize(4);
    }

    @Test
    void frameOfAnotherSize_runsWhatWasHeldFirst() throws Exception {
        process(frames(2, 64, 48));
        process(frames(1, 48, 64));

        assertThat(harness.extractOutputValues()).hasSize(2);
        process(END);
    }

    @Test
    void detections_areThoseOfTheDetectorOnEachFrameAlone() throws Exception {
        FrameDecoded[] frames = IntStream.range(0, 5)
                .mapToObj(index -> TestingEvents.frameWithFaces(
                        0, index, new Point(60 + 5 * index, 100), new Point(230, 140 - 6 * index)))
                .map(FrameDecoded::new)
                .toArray(FrameDecoded[]::new);
        process(frames);
        process(END);

        List<List<Detection>> alone = new ArrayList<>();
        try (ModelLease models = ProcessModels.acquire(options.modelKey())) {
            for (FrameDecoded frame : frames) {
                alone.addAll(models.detector().detect(List.of(frame.frame().image())));
            }
        }
        assertThat(harness.extractOutputValues().subList(0, 5))
                .extracting(event -> ((FrameDetected) event).detections())
                .containsExactlyElementsOf(alone);
        assertThat(alone).allSatisfy(detections -> assertThat(detections).hasSize(2));
        assertThat(accumulator(FacetMetrics.DETECTIONS)).isEqualTo(10);
    }

    @Test
    void snapshot_afterTheEndOfASegment_findsNothingHeld() throws Exception {
        process(frames(5, 64, 48));
        process(END);

        assertThat(harness.snapshot(1, 1)).isNotNull();
    }

    @Test
    void snapshot_inTheMiddleOfASegment_failsRatherThanLosesFrames() throws Exception {
        process(frames(2, 64, 48));

        assertThatThrownBy(() -> harness.snapshot(7, 1))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "checkpoint 7 came while 2 frames of stream 'cam-1', segment 0, were held back");
        process(END);
    }

    private long accumulator(FacetMetrics metric) {
        return TestingHarness.accumulator(harness, metric);
    }
}

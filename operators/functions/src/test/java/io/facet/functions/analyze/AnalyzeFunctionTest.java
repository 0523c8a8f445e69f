package io.facet.functions.analyze;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FaceAligned;
import io.facet.domain.event.StreamEvent.FaceObserved;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.ObservationId;
import io.facet.functions.TestingEvents;
import io.facet.functions.TestingHarness;
import io.facet.functions.TestingModels;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;

import static io.facet.functions.TestingEvents.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnalyzeFunctionTest {
    private static final SegmentEnded SEGMENT_END = new SegmentEnded(STREAM, 0, 25, 5, false);
    private static final StreamEnded STREAM_END = new StreamEnded(STREAM, 1);

    @TempDir
    static Path folder;

    private AnalysisOptions options;
    private ModelLease models;
    private OneInputStreamOperatorTestHarness<StreamEvent, StreamEvent> harness;

    @BeforeEach
    void open() throws Exception {
        options = TestingModels.options(folder);
        models = ProcessModels.acquire(options.modelKey());
        harness = TestingHarness.ordered(new AnalyzeFunction(options));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
        models.close();
    }

    private void process(List<? extends StreamEvent> events) throws Exception {
        for (StreamEvent event : events) {
            harness.processElement(new StreamRecord<>(event));
        }
    }

    private FaceAligned face(int frame, int faceIndex) {
        int size = models.bundle().manifest().alignment().size();
        return TestingEvents.aligned(0, frame, faceIndex, 1, TestingEvents.crop(size, 40 * frame + faceIndex));
    }

    private List<StreamEvent> events() {
        List<StreamEvent> events = new ArrayList<>();
        for (int frame = 0; frame < 10; frame++) {
            events.add(face(frame, 0));
            events.add(face(frame, 1));
        }
        events.add(TestingEvents.trackEnded(1, 0, 9, 20));
        events.add(SEGMENT_END);
        events.add(STREAM_END);
        return events;
    }

    @Test
    void events_comeOutInTheOrderTheyCameIn() throws Exception {
        process(events());
        harness.endInput();

        List<StreamEvent> output = harness.extractOutputValues();
        assertThat(output.subList(0, 20))
                .extracting(event -> ((FaceObserved) event).observation())
                .extracting(observation -> 2 * observation.frame() + observation.faceIndex())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        assertThat(output.subList(20, output.size()))
                .containsExactly(TestingEvents.trackEnded(1, 0, 9, 20), SEGMENT_END, STREAM_END);
    }

    @Test
    void observation_tellsOfItsFaceItsBundleAndWhatTheHeadsSay() throws Exception {
        FaceAligned face = face(4, 1);
        process(List.of(face));
        harness.endInput();

        FaceObservation observation =
                ((FaceObserved) harness.extractOutputValues().get(0)).observation();
        assertThat(observation.id()).isEqualTo(ObservationId.of(STREAM, 0, face.ptsUs(), 1, models.bundleId()));
        assertThat(observation.bundle()).isEqualTo(models.bundleId());
        assertThat(observation.captureTimeUs()).isEqualTo(face.captureTimeUs());
        assertThat(observation.box()).isEqualTo(face.face().detection().box());
        assertThat(observation.points()).isEqualTo(face.face().detection().points());
        assertThat(observation.score()).isEqualTo(0.9);
        assertThat(observation.quality()).isEqualTo(0.75);
        List<HeadResult> alone = models.batcher().submit(face.crop()).get();
        assertThat(observation.heads()).usingRecursiveComparison().isEqualTo(alone);
        assertThat(observation.heads()).extracting(HeadResult::task).containsAll(options.heads());
    }

    @Test
    void restore_withFacesInFlight_givesThemAll() throws Exception {
        process(events().subList(0, 7));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.endInput();
        List<StreamEvent> undisturbed = harness.extractOutputValues();
        assertThat(undisturbed).hasSize(7);

        harness.close();
        harness = TestingHarness.ordered(new AnalyzeFunction(options));
        harness.initializeState(snapshot);
        harness.open();
        harness.endInput();

        assertThat(harness.extractOutputValues())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(undisturbed);
    }

    @Test
    void failedAnalysis_failsTheJobWithItsCause() throws Exception {
        harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
        int size = models.bundle().manifest().alignment().size();

        process(List.of(TestingEvents.aligned(0, 0, 0, 1, TestingEvents.crop(size + 2, 0))));
        harness.endInput();

        assertThat(harness.getEnvironment().getActualExternalFailureCause())
                .get()
                .satisfies(failure -> assertThat(failure)
                        .rootCause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("expected a crop of side " + size));
        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void open_withoutABundle_isRefusedNamingIt() throws Exception {
        AnalysisOptions nowhere =
                new AnalysisOptions(folder.resolve("nowhere").toString(), options.heads(), options.models());
        harness.close();
        harness = TestingHarness.ordered(new AnalyzeFunction(nowhere));

        assertThatThrownBy(harness::open).isInstanceOf(BundleException.class).hasMessageContaining("nowhere");
    }
}

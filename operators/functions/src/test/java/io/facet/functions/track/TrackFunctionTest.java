package io.facet.functions.track;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FrameDetected;
import io.facet.domain.event.StreamEvent.FrameTracked;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.face.Detection;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.TrackedFace;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.Frame;
import io.facet.functions.TestingEvents;
import io.facet.functions.TestingHarness;
import io.facet.functions.state.FacetTypes;
import io.facet.functions.state.SnapshotCompatibilityTest;
import io.facet.functions.state.SnapshotCompatibilityTest.Stored;
import io.facet.vision.tracking.FaceTracker;
import io.facet.vision.tracking.TrackerState;
import io.facet.vision.tracking.TrackingOptions;

import static io.facet.functions.TestingEvents.STREAM;
import static io.facet.functions.TestingEvents.detectionAt;
import static org.assertj.core.api.Assertions.assertThat;

class TrackFunctionTest {
    private static final Policy POLICY = new Policy(Set.of(HeadTask.AGE), 200_000, 0.05, 0);

    private KeyedOneInputStreamOperatorTestHarness<String, StreamEvent, StreamEvent> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, StreamEvent, StreamEvent> harness() throws Exception {
        return TestingHarness.keyed(new TrackFunction(TrackingOptions.defaults(), POLICY), FacetTypes.STREAM_EVENT);
    }

    private void process(List<StreamEvent> events) throws Exception {
        for (StreamEvent event : events) {
            harness.processElement(new StreamRecord<>(event));
        }
    }

    /** A frame in which one face walks to the right and another, seen in every second frame only, to the left. */
    private static FrameDetected frame(int number) {
        List<Detection> detections = new ArrayList<>();
        detections.add(detectionAt(20 + 3.0 * number, 40, 0.9 + 0.005 * (number % 7)));
        if (number % 2 == 0) {
            detections.add(detectionAt(300 - 2.0 * number, 60, 0.7));
        }
        return new FrameDetected(TestingEvents.frame(number / 25, number % 25, 16, 16), detections);
    }

    private static List<StreamEvent> frames(int from, int to) {
        return IntStream.range(from, to)
                .<StreamEvent>mapToObj(TrackFunctionTest::frame)
                .toList();
    }

    @Test
    void frames_ofTwoFaces_keepTheirTracks() throws Exception {
        process(frames(0, 12));

        assertThat(harness.extractOutputValues())
                .allSatisfy(event -> assertThat(
                                ((FrameTracked) event).faces().get(0).track())
                        .isEqualTo(1))
                .filteredOn(event -> ((FrameTracked) event).faces().size() == 2)
                .hasSize(6)
                .allSatisfy(event -> assertThat(
                                ((FrameTracked) event).faces().get(1).track())
                        .isEqualTo(2));
    }

    @Test
    void restore_inTheMiddleOfAStream_goesOnAsIfNothingHadHappened() throws Exception {
        List<StreamEvent> rest = new ArrayList<>(frames(9, 30));
        rest.add(new StreamEnded(STREAM, 2));
        process(frames(0, 9));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        int before = harness.extractOutputValues().size();
        process(rest);
        List<StreamEvent> undisturbed = harness.extractOutputValues();

        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        process(rest);

        assertThat(harness.extractOutputValues())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(undisturbed.subList(before, undisturbed.size()));
    }

    @Test
    void streamEnded_endsAllTracksBeforeItAndLeavesNoState() throws Exception {
        process(frames(0, 12));
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

        process(List.of(new SegmentEnded(STREAM, 0, 12, 12, false), new StreamEnded(STREAM, 1)));

        List<StreamEvent> output = harness.extractOutputValues();
        assertThat(output.subList(12, output.size()))
                .containsExactly(
                        new SegmentEnded(STREAM, 0, 12, 12, false),
                        TestingEvents.trackEnded(1, 0, 11, 12),
                        TestingEvents.trackEnded(2, 0, 10, 6),
                        new StreamEnded(STREAM, 1));
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void trackLost_endsAfterTheLastOfItsFacesAndBeforeTheFrameThatShowsIt() throws Exception {
        process(frames(0, 3));
        // Two seconds later: longer than a track is kept.
        FrameDetected late = new FrameDetected(TestingEvents.frame(2, 0, 16, 16), List.of());
        process(List.of(late));

        assertThat(harness.extractOutputValues().subList(3, 6))
                .containsExactly(
                        TestingEvents.trackEnded(1, 0, 2, 3),
                        TestingEvents.trackEnded(2, 0, 2, 2),
                        new FrameTracked(late.frame(), List.of()));
    }

    @Test
    void streams_ofOneSubtask_haveTracksOfTheirOwn() throws Exception {
        Frame other = TestingEvents.frame(0, 0, 16, 16);
        Frame elsewhere = new Frame("cam-2", 0, 0, other.ptsUs(), other.captureTimeUs(), other.image());
        process(frames(0, 2));

        process(List.of(new FrameDetected(elsewhere, List.of(detectionAt(20, 40, 0.9)))));
        process(frames(2, 3));

        List<StreamEvent> output = harness.extractOutputValues();
        assertThat(((FrameTracked) output.get(2)).faces())
                .containsExactly(new TrackedFace(1, 0, detectionAt(20, 40, 0.9), true));
        assertThat(((FrameTracked) output.get(3)).faces())
                .extracting(TrackedFace::track)
                .containsExactly(1L, 2L);
    }

    @Test
    void policy_decidesWhichFacesAreAnalysed() throws Exception {
        process(frames(0, 6));

        // At first sight, and again after 200 ms; the gain of 0.05 is never reached.
        assertThat(harness.extractOutputValues())
                .extracting(event -> ((FrameTracked) event).faces().get(0).analyze())
                .containsExactly(true, false, false, false, false, true);
    }

    @Test
    void trackerState_ofEveryReleasedVersion_isReadable() throws IOException {
        FaceTracker tracker = new FaceTracker(TrackingOptions.defaults());
        TrackerState state = TrackerState.empty();
        for (int number = 0; number < 4; number++) {
            FrameDetected frame = frame(number);
            state = tracker.update(
                            state, frame.frame().ptsUs(), frame.frame().captureTimeUs(), frame.detections(), POLICY)
                    .state();
        }

        SnapshotCompatibilityTest.verify(new Stored<>("tracker-state", new TrackerStateForm(), state));
    }
}
